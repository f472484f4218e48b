import { createServer } from "node:http";
import { createRelay, nodeHandler } from "wawp-client/relay";
import { relayOptions } from "./relay-options.js";

const relay = createRelay(await relayOptions(JSON.parse(process.env.RELAY)));
const server = createServer(nodeHandler(relay)).listen(0, "127.0.0.1", () => console.log(`port: ${server.address().port}`));
