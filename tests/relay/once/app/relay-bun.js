import { createRelay } from "wawp-client/relay";
import { relayOptions } from "./relay-options.js";

const relay = createRelay(await relayOptions(JSON.parse(process.env.RELAY)));
const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: relay });
console.log(`port: ${server.port}`);
