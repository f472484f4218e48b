import { readFile } from "node:fs/promises";
import { clientOf } from "./client.js";

export { WawpError, isWawpError } from "./error.js";

export const createClient = /* @__PURE__ */ clientOf(async (signal) => {
  const bytes = await readFile(new URL("../wasm/wawp_client_bg.wasm", import.meta.url), { signal });
  return WebAssembly.compile(bytes);
});
