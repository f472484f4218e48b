import { readFile } from "node:fs/promises";
import { inlined, load, newClient } from "./client.js";

export { WawpError, isWawpError } from "./error.js";

const file = () => new URL("../wasm/wawp_client_bg.wasm", import.meta.url);

// Node's `fetch` knows no files.
/** @type {import("./client.js").Read} */
const read = async (address, options) => {
  const url = new URL(address);
  return url.protocol === "file:" ? readFile(url, options) : fetch(url, options);
};

/** @type {typeof import("../index.js").init} */
export const init = (source) => load(source, [file, inlined], read);

/** @type {typeof import("../index.js").createClient} */
export const createClient = async (options) => {
  await init();
  return newClient(options);
};
