// What was measured, and on what.

import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { benches, pkg } from "./places.mjs";

/** The line above a table: the day, the machine, the versions of Node, of the browser where there is one, ours and the peers'. */
export function describe({ peers, browser }) {
  const machine = [`${cpus().length} cores`, `Node ${process.versions.node}`];
  if (browser) machine.push(`Chromium ${browser.version()}`);
  const packages = [`wawp-client ${versionIn(pkg)}`, ...peers.map((peer) => `${peer} ${versionOf(peer)}`)];
  const day = new Date().toISOString().slice(0, 10);
  return `Measured ${day}: ${machine.join(", ")}; ${packages.join(", ")}.`;
}

/** The version of an installed peer. */
export function versionOf(peer) {
  return versionIn(join(benches, "node_modules", peer));
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}
