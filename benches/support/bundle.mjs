// Pages, as a bundler makes them for production.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./tools.mjs";

/**
 * A folder with a page that runs a script. The package stays apart, since it is served under `/pkg/`; peers are bundled in.
 *
 * @param {string} script the script's file
 */
export async function makePage(script) {
  const path = await mkdtemp(join(tmpdir(), "wawp-bench-"));
  await build({
    entryPoints: { main: script },
    outdir: path,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["wawp-client", "/pkg/*"],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const imports = JSON.stringify({ imports: { "wawp-client": "/pkg/entry/web.js" } });
  const html =
    `<!doctype html><title>Bench</title><link rel="icon" href="data:,"><script type="importmap">${imports}</script>` +
    `<script type="module" src="/main.js"></script>\n`;
  await writeFile(join(path, "index.html"), html);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
