// Workers compiles WebAssembly only from a file, before any request.
// @ts-expect-error TypeScript knows no modules of WebAssembly.
import module from "../../wasm/wawp_relay_bg.wasm";
import { relayOf } from "./relay.js";

export * from "./exports.js";

export const createRelay = /* @__PURE__ */ relayOf(() => module);
