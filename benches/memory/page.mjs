// The page: it makes calls, and tells what memory the WebAssembly has.

import { createClient } from "wawp-client";
import load from "/pkg/wasm/wawp_client.js";
import { makeCalls } from "./calls.mjs";

const run = await makeCalls(createClient);
globalThis.bench = {
  run: (count) => run(count),
  // It gives what is there already.
  wasmBytes: async () => (await load()).memory.buffer.byteLength,
};
