// Bundles an entry as esbuild does it for production, with the package found as it would be when installed.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../support/tools.mjs";
import { benches, pkg } from "../support/places.mjs";

/** The files that everybody downloads: not the chunks that are imported only when they are needed. */
export async function bundle({ script, file, platform = "browser", wasm }) {
  const folder = mkdtempSync(join(tmpdir(), "wawp-size-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(pkg, join(folder, "node_modules", "wawp-client"), "junction");
    const { outputFiles, metafile } = await build({
      ...(file ? { entryPoints: [join(benches, "size", file)] } : { stdin: { contents: script, resolveDir: folder } }),
      nodePaths: [join(benches, "node_modules")],
      absWorkingDir: folder,
      outdir: join(folder, "out"),
      platform,
      bundle: true,
      minify: true,
      format: "esm",
      splitting: true,
      write: false,
      metafile: true,
      define: { "process.env.NODE_ENV": '"production"' },
      logLevel: "error",
    });
    const files = downloaded(metafile.outputs).map((name) => {
      return Buffer.from(outputFiles.find(({ path }) => path === join(folder, name)).contents);
    });
    return wasm ? [...files, readFileSync(join(pkg, wasm))] : files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function downloaded(outputs) {
  const names = new Set([Object.keys(outputs).find((name) => outputs[name].entryPoint)]);
  for (const name of names) {
    for (const { path, kind, external } of outputs[name].imports) {
      if (kind === "import-statement" && !external) names.add(path);
    }
  }
  return [...names];
}
