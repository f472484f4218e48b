import { bytes } from "../../wasm/wawp_relay_inline.js";
import { relayOf } from "./relay.js";

export * from "./exports.js";

// Not from its file: a server's bundler may leave that behind, and here no visitor waits for the bytes.
export const createRelay = /* @__PURE__ */ relayOf(() => new WebAssembly.Module(bytes()));
