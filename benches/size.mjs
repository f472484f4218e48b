// Prints what a browser downloads for the default entry: file by file as shipped, and as esbuild bundles a page that
// imports createClient. The inlined copy is only fetched where the separate file can't be had, so it counts apart.

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const pkg = join(root, "pkg");
const { build } = createRequire(join(root, "tests", "package.json"))("esbuild");

const wasm = "wasm/wawp_client_bg.wasm";
const shipped = ["entry/web.js", "entry/client.js", "entry/error.js", "wasm/wawp_client.js", wasm];

console.log(row("file", "raw", "gzip", "brotli"));
console.log(rule());
table("as shipped", shipped.map((name) => [name, readFileSync(join(pkg, name))]));

const bundled = await bundle();
table("as a minified bundle", [["javascript", bundled.javascript], [wasm, readFileSync(join(pkg, wasm))]]);
print("only as a fallback: the inlined copy", measure(bundled.inline));

/** The page's JavaScript, and the chunk with the inlined copy. */
async function bundle() {
  const out = mkdtempSync(join(tmpdir(), "wawp-size-"));
  try {
    const page = join(out, "page.js");
    writeFileSync(page, `import { createClient } from ${JSON.stringify(join(pkg, "entry", "web.js"))};\ncreateClient({});\n`);
    const outdir = join(out, "dist");
    await build({ entryPoints: [page], outdir, bundle: true, minify: true, format: "esm", splitting: true });
    const files = readdirSync(outdir).map((name) => readFileSync(join(outdir, name)));
    const isInline = (file) => file.includes("AGFzbQ"); // the first bytes of every WebAssembly file, in base64
    return {
      javascript: Buffer.concat(files.filter((file) => !isInline(file))),
      inline: Buffer.concat(files.filter(isInline)),
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function table(title, files) {
  const measured = files.map(([name, bytes]) => [name, measure(bytes)]);
  for (const [name, sizes] of measured) print(name, sizes);
  print(`all, ${title}`, measured.map(([, sizes]) => sizes).reduce((sum, sizes) => sum.map((size, at) => size + sizes[at])));
  console.log(rule());
}

function measure(bytes) {
  return [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
}

function print(name, sizes) {
  console.log(row(name, ...sizes.map((size) => size.toLocaleString("en"))));
}

function row(name, ...cells) {
  return `${name.padEnd(38)}${cells.map((cell) => cell.padStart(11)).join("")}`;
}

function rule() {
  return "-".repeat(71);
}
