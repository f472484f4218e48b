// What is weighed: each entry as a page, or a server, that uses what it needs of it. A budget is held by ours alone.

/** Our own entries, by what is imported; with the WebAssembly that comes beside the JavaScript. */
export const OURS = {
  "wawp-client": {
    script: `import { createClient } from "wawp-client"; createClient({});`,
    wasm: "wasm/wawp_client_bg.wasm",
  },
  "wawp-client/login-element": { script: `import "wawp-client/login-element";` },
  "wawp-client/relay": { script: `import { createRelay } from "wawp-client/relay"; createRelay({});`, platform: "node" },
};

/** HTTP clients, which know nothing of WhatsApp. */
export const HTTP = {
  axios: { script: `import axios from "axios"; axios.post("/send", { text: "hello" });` },
  ky: { script: `import ky from "ky"; ky.post("/send", { json: { text: "hello" } }).json();` },
};

/** What a developer would put together to do what `wawp-client` does. */
export const STACKS = {
  "ky + valibot + libphonenumber-js/min": { file: "ky-valibot.mjs" },
  "ky + zod + libphonenumber-js/min": { file: "ky-zod.mjs" },
};

/** Clients of other gateways and of Meta's own service. */
export const WHATSAPP = {
  "@great-detail/whatsapp": {
    script: `import Client from "@great-detail/whatsapp"; new Client({}).message.createMessage({ to: "1" });`,
  },
  "@green-api/whatsapp-api-client-js-v2": {
    script: `import { GreenApiClient } from "@green-api/whatsapp-api-client-js-v2"; new GreenApiClient({}).sendMessage({});`,
  },
  "@kapso/whatsapp-cloud-api": {
    script: `import { WhatsAppClient } from "@kapso/whatsapp-cloud-api"; new WhatsAppClient({}).messages.sendText({});`,
    platform: "node",
  },
  "ultramsg-whatsapp-api": {
    script: `import Ultramsg from "ultramsg-whatsapp-api"; new Ultramsg("1", "2").sendChatMessage("1", "hello");`,
  },
  "whatsapp-api-js": {
    script:
      `import { WhatsAppAPI } from "whatsapp-api-js"; import { Text } from "whatsapp-api-js/messages"; ` +
      `new WhatsAppAPI({}).sendMessage("1", "2", new Text("hello"));`,
  },
};
