import { createClient, init } from "./node_modules/wawp-client/entry/web.js";
import { flow } from "./flow.js";

addEventListener("message", (event) => event.waitUntil(answer(event)));

async function answer({ data: settings, source: page }) {
  await init(new URL("./node_modules/wawp-client/wasm/wawp_client_bg.wasm", location.href));
  page.postMessage(await flow(createClient, settings).catch(String));
}
