import { createRelay } from "wawp-client/relay";
import { relayOptions } from "./relay-options.js";

const relay = createRelay(await relayOptions(JSON.parse(Deno.env.get("RELAY"))));
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`port: ${port}`) }, relay);
