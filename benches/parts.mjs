// What each part of the WebAssembly costs, by a build that kept its functions' names (`cargo xtask bench parts` makes it).

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { groupOf, plain } from "./parts/groups.mjs";
import { readWasm } from "./parts/wasm.mjs";
import { pkg, root } from "./support/places.mjs";
import { publish, table } from "./support/results.mjs";
import { describe } from "./support/versions.mjs";

const HELP = `Usage: node benches/parts.mjs [options] [NAMED.wasm]

  --depth N       how many modules deep it looks (default 2); nothing is written
  --functions N   list the N largest functions too; nothing is written
`;

const { values, positionals } = parseArgs({
  options: { depth: { type: "string" }, functions: { type: "string" }, help: { type: "boolean", short: "h" } },
  allowPositionals: true,
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const [named = join(root, "target", "benches", "wawp_client", "wawp_client_bg.wasm")] = positionals;
if (!existsSync(named)) {
  console.error("There is no build with names: run `cargo xtask bench parts`.");
  process.exit(1);
}

const OTHERS_BELOW = 0.008;
const shipped = readWasm(readFileSync(join(pkg, "wasm", "wawp_client_bg.wasm"))).sections;
const { sections, functions } = readWasm(readFileSync(named));
const sizeOf = (all, name) => all.find((section) => section.name === name).bytes.length;
// With names, the optimizer puts functions into another order, and their numbers take more or less room.
if (Math.abs(sizeOf(sections, "code") / sizeOf(shipped, "code") - 1) > 0.004 || sizeOf(sections, "data") !== sizeOf(shipped, "data")) {
  console.error("The build with names is of other sources than the package: run `cargo xtask bench parts`.");
  process.exit(1);
}

const codeBrotli = brotli(shipped.find(({ name }) => name === "code").bytes);
const code = functions.reduce((sum, { size }) => sum + size, 0);
const cells = (size) => [kb(size), kb((size / code) * codeBrotli), `${((size / code) * 100).toFixed(1)} %`];

const paragraphs = [
  "## What each part costs",
  "The WebAssembly of the default entry, by section: raw, and as brotli makes it of that section alone.",
  table(["KB (1,000 bytes)", "raw", "brotli"], bySection()),
  "Its code, by the module whose functions they are; what the compiler inlined counts for the function that it went into, so " +
    "a module's own number is a hint. Brotli is the module's share of the code's.",
  table(["KB (1,000 bytes)", "raw", "brotli", "share"], byModule(Number(values.depth ?? 2))),
];
if (values.functions) {
  const largest = functions.toSorted((a, b) => b.size - a.size).slice(0, Number(values.functions));
  paragraphs.push(table(["function", "raw", "brotli", "share"], largest.map(({ name, size }) => [plain(name), ...cells(size)])));
}
if (values.depth || values.functions) console.log(paragraphs.join("\n\n"));
else publish("parts", [...paragraphs, describe("parts")]);

function bySection() {
  const small = shipped.filter(({ bytes }) => bytes.length < 1_000);
  const large = shipped.filter((section) => !small.includes(section)).toSorted((a, b) => b.bytes.length - a.bytes.length);
  const rows = large.map(({ name, bytes }) => [name, kb(bytes.length), kb(brotli(bytes))]);
  const rest = Buffer.concat(small.map(({ bytes }) => bytes));
  return [...rows, ["the others", kb(rest.length), kb(brotli(rest))]];
}

function byModule(depth) {
  const sizes = new Map();
  for (const { name, size } of functions) {
    const group = groupOf(name, depth);
    sizes.set(group, (sizes.get(group) ?? 0) + size);
  }
  const sorted = [...sizes].toSorted(([, a], [, b]) => b - a);
  const large = sorted.filter(([, size]) => size >= code * OTHERS_BELOW);
  const rest = sorted.slice(large.length).reduce((sum, [, size]) => sum + size, 0);
  const rows = large.map(([group, size]) => [/^\w+(::\w+)*$/.test(group) ? `\`${group}\`` : group, ...cells(size)]);
  return [...rows, [`${sorted.length - large.length} others`, ...cells(rest)]];
}

function brotli(bytes) {
  return brotliCompressSync(bytes).length;
}

function kb(bytes) {
  return (bytes / 1_000).toFixed(1);
}
