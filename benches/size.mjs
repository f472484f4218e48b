// What is downloaded: our entries, against their budgets, and beside them HTTP clients, clients of other gateways, and
// what a developer would put together to do the same.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { bundle } from "./size/bundle.mjs";
import { HTTP, OURS, STACKS, WHATSAPP } from "./size/entries.mjs";
import { aims, publish, table } from "./support/results.mjs";
import { describe } from "./support/versions.mjs";

const HELP = `Usage: node benches/size.mjs [options]

  --budgets   measure our own entries only, and print them; nothing is written

Fails when an entry is larger than benches/budget.json allows.
`;

const { values } = parseArgs({ options: { budgets: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
if (values.help) {
  console.log(HELP);
  process.exit();
}

const budgets = JSON.parse(readFileSync(new URL("budget.json", import.meta.url), "utf8"));
const ours = await measure(OURS);
const head = ["KB (1,000 bytes)", "brotli", "gzip", "raw"];
const budgeted = table(
  [...head, "budget"],
  Object.keys(OURS).map((name) => row(name, ours[name], budgets[name].toFixed(1))),
);

if (values.budgets) {
  console.log(budgeted);
} else {
  publish("size", [
    "## Size",
    "What is downloaded when a page uses it: minified bundles by esbuild, with the WebAssembly beside them; the relay is " +
      "a server's bundle, with its WebAssembly inlined. Chunks that are fetched only in need don't count. " +
      "`cargo xtask size` fails when an entry is larger than its budget in brotli.",
    aims([["wawp-client, KB of brotli", Number(kb(ours["wawp-client"][0])), 17]]),
    budgeted,
    table(head, [...(await rowsOf(HTTP)), ...(await rowsOf(STACKS)), ...(await rowsOf(WHATSAPP))]),
    describe("size", { peers: [...Object.keys(HTTP), "valibot", "zod", "libphonenumber-js", ...Object.keys(WHATSAPP)] }),
  ]);
}

const fat = Object.keys(ours).filter((name) => ours[name][0] > budgets[name] * 1_000);
for (const name of fat) {
  console.error(`${name} is too large: ${kb(ours[name][0])} KB of brotli, and its budget is ${budgets[name]} KB`);
}
process.exitCode = fat.length > 0 ? 1 : 0;

async function measure(entries) {
  const measured = {};
  for (const [name, entry] of Object.entries(entries)) {
    const files = await bundle(entry);
    measured[name] = [brotliCompressSync, (file) => gzipSync(file, { level: 9 }), (file) => file].map((pack) => {
      return files.reduce((sum, file) => sum + pack(file).length, 0);
    });
  }
  return measured;
}

async function rowsOf(entries) {
  const measured = await measure(entries);
  return Object.keys(entries).map((name) => row(entries[name].platform ? `${name} (server)` : name, measured[name]));
}

function row(name, sizes, ...more) {
  return [name, ...sizes.map(kb), ...more];
}

function kb(bytes) {
  return (bytes / 1_000).toFixed(1);
}
