// What was measured, and on what.

import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { benches, pkg } from "./places.mjs";

/** The last line of a section: the day, the machine, the versions of all that took part, and how to do it again. */
export function describe(bench, { peers = [], browser } = {}) {
  const machine = [`${cpus().length} cores`, `Node ${process.versions.node}`];
  if (browser) machine.push(`Chromium ${browser.version()}`);
  const packages = [`wawp-client ${versionIn(pkg)}`, ...peers.map((peer) => `${peer} ${versionOf(peer)}`)];
  const day = new Date().toISOString().slice(0, 10);
  return `${day}: ${machine.join(", ")}; ${packages.join(", ")}. Again: \`cargo xtask bench ${bench}\`.`;
}

function versionOf(peer) {
  return versionIn(join(benches, "node_modules", peer));
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}
