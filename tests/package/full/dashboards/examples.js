// The files of the README's dashboards: each block whose first line is `// file: NAME`.

import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { missing } from "../../../browsers/programs.js";
import { installed } from "../../../relay/once/programs.js";
import { makeApp, root } from "../../helpers.js";

/** The files of each dashboard, and what else it has installed. */
export const DASHBOARDS = {
  "Next.js": { files: ["visitors.js", "app/wawp/route.js", "app/desk.jsx"], packages: ["next", "react", "react-dom"] },
  Express: { files: ["page.js", "visitors.js", "server.js"], packages: ["express", "redis"] },
  "Cloudflare Workers": { files: ["page.js", "visitors.js", "worker.js", "wrangler.toml"], packages: [] },
  Deno: { files: ["page.js", "visitors.js", "main.js"], packages: [] },
};

/** Every file that the README shows, by name. */
export async function filesOfReadme() {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const blocks = readme.matchAll(/^```\w+\n((?:\/\/|#) file: (\S+)\n[^]*?)^```$/gm);
  return Object.fromEntries([...blocks].map(([, text, name]) => [name, text]));
}

/** Why a dashboard has to be skipped: what it has installed is not there. */
export function lacks(name) {
  const { packages } = DASHBOARDS[name];
  return missing(Object.fromEntries(packages.map((name) => [name, existsSync(join(installed, name))])));
}

/** An application of a dashboard's files as the README shows them, and of some that it leaves to the reader. */
export async function makeDashboard(name, others = {}) {
  const { files, packages } = DASHBOARDS[name];
  const shown = await filesOfReadme();
  const app = await makeApp({ ...Object.fromEntries(files.map((file) => [file, shown[file]])), ...others });
  const lend = (name) => symlink(join(installed, name), join(app.path, "node_modules", name), "junction");
  await Promise.all(packages.map(lend));
  return app;
}
