// The same in Node, as a process of its own that may collect garbage.

import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { pkg } from "../support/places.mjs";
import { makeCalls } from "./calls.mjs";
import { inWasm } from "./wasm.mjs";

const { createClient } = await import(pathToFileURL(join(pkg, "entry", "node.js")));
const { default: load } = await import(pathToFileURL(join(pkg, "wasm", "wawp_client.js")));
const run = await makeCalls(createClient);

process.on("message", async (count) => {
  await run(count);
  // What finalizers and timers let go of is garbage only then.
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc();
    await pause(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  process.send({ heap: heapUsed + external, ...(await inWasm(load)) });
});
process.send("ready");
