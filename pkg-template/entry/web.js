import { clientOf } from "./client.js";

export { WawpError, isWawpError } from "./error.js";

export const createClient = /* @__PURE__ */ clientOf(async (signal) => {
  // Bundlers look for exactly this form, and copy the file.
  const response = await fetch(new URL("../wasm/wawp_client_bg.wasm", import.meta.url), { signal });
  // Streaming refuses any other type. A page in place of the file does not compile.
  return response.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
});
