import { inlined, load, newClient } from "./client.js";

export { WawpError, isWawpError } from "./error.js";

// Bundlers look for exactly this form, and copy the file.
const file = () => new URL("../wasm/wawp_client_bg.wasm", import.meta.url);

/** @type {typeof import("../index.js").init} */
export const init = (source) => load(source, [file, inlined]);

/** @type {typeof import("../index.js").createClient} */
export const createClient = async (options) => {
  await init();
  return newClient(options);
};
