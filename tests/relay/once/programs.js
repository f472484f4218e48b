// Where the runtimes are: installed by `tests/runtimes`, else on the search path.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { find, missing } from "../../browsers/programs.js";
import { root } from "../../package/helpers.js";

/** The folder in which the runtimes, and the clients of Redis, are installed. */
export const installed = join(root, "tests/runtimes/node_modules");

const [deno, bun, workerd] = ["deno", "bun", "workerd"].map((name) => {
  const own = join(installed, ".bin", name);
  return existsSync(own) ? own : find(name.toUpperCase(), name);
});

/** Each program's place, and why it has to be skipped. */
export const programs = {
  node: { place: process.execPath, skip: false },
  deno: { place: deno, skip: missing({ deno }) },
  bun: { place: bun, skip: missing({ bun }) },
  workerd: { place: workerd, skip: missing({ workerd }) },
};
