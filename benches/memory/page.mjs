// The page: it makes calls, and tells what memory the WebAssembly has.

import { createClient } from "wawp-client";
import load from "/pkg/wasm/wawp_client.js";
import { makeCalls } from "./calls.mjs";
import { inWasm } from "./wasm.mjs";

const run = await makeCalls(createClient);
globalThis.bench = {
  run: (count) => run(count),
  inWasm: () => inWasm(load),
};
