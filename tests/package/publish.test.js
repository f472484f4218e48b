// The tarball, as the tools for publishing see it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makeFolder, pack, root } from "./helpers.js";

const execute = promisify(execFile);
const require = createRequire(import.meta.url);

let folder;
let packed;
before(async () => {
  folder = await makeFolder();
  packed = await pack(folder.path);
});
after(() => folder?.remove());

/** Runs a tool of the npm project; what it prints is in the error when it fails. */
async function run(name, bin, words) {
  const manifest = join(fileURLToPath(new URL("../node_modules", import.meta.url)), name, "package.json");
  const program = join(dirname(manifest), require(manifest).bin[bin]);
  const { stdout } = await execute(process.execPath, [program, ...words]);
  return stdout;
}

test("it holds what it should, and nothing else", async () => {
  const entries = await readdir(join(root, "pkg-template", "entry"), { recursive: true });
  assert.deepEqual(
    packed.files.toSorted(),
    [
      "CHANGELOG.md",
      "LICENSE-APACHE",
      "LICENSE-MIT",
      "README.md",
      "docs/errors.md",
      "docs/faults.md",
      ...entries.filter((name) => name.endsWith(".js")).map((name) => `entry/${name.replaceAll("\\", "/")}`),
      "index.d.ts",
      "login-element.d.ts",
      "package.json",
      "relay.d.ts",
      ...["wawp_client", "wawp_relay"].flatMap((name) => [
        `wasm/${name}.js`,
        `wasm/${name}_bg.wasm`,
        `wasm/${name}_inline.js`,
      ]),
    ].toSorted(),
  );
});

test("publint finds nothing", async () => {
  assert.match(await run("publint", "publint", ["run", packed.tarball, "--strict"]), /All good/);
});

// A WebAssembly file has no types, and an ES module that CommonJS requires is what this package is.
test("are the types wrong? No", async () => {
  const rules = ["--exclude-entrypoints", "./wasm", "--ignore-rules", "cjs-resolves-to-esm"];
  await run("@arethetypeswrong/cli", "attw", [packed.tarball, ...rules]);
});
