// Workers compiles WebAssembly only from a file, before any request.
// @ts-expect-error TypeScript knows no modules of WebAssembly.
import module from "../wasm/wawp_client_bg.wasm";
import { load, newClient } from "./client.js";

export { WawpError, isWawpError } from "./error.js";

/** @type {typeof import("../index.js").init} */
export const init = (source) => load(source, [() => module]);

/** @type {typeof import("../index.js").createClient} */
export const createClient = async (options) => {
  await init();
  return newClient(options);
};
