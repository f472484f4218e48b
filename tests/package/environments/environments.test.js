// The package in every environment that it is meant for: each row is an application of `apps/` that is installed from the
// tarball, built as its author would, and run. The README's table is written from what is seen: `WAWP_WRITE=1` writes it.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../helpers.js";
import { openApplications } from "./applications.js";
import { openBrowsers } from "./browsers.js";
import { bundlers } from "./bundlers.js";
import { next } from "./next.js";
import { pages } from "./pages.js";
import { runtimes } from "./runtimes.js";
import { tableIn, tableOf, withTable } from "./table.js";

const README = join(root, "README.md");

/** They mostly wait: a login asks every few seconds. */
const AT_A_TIME = 6;

const rows = [...bundlers, ...next, ...pages, ...runtimes];
const seen = new Map();
const world = {};
before(async () => {
  world.applications = await openApplications();
  world.browsers = await openBrowsers();
});
after(async () => {
  await world.browsers?.close();
  await world.applications?.remove();
});

describe("environments", { concurrency: AT_A_TIME }, () => {
  for (const row of rows) {
    const where = row.browser ? `in ${row.browser}` : `with ${row.tested.join(", ")}`;
    test(`${row.environment}, ${where}`, { skip: row.skip }, async () => {
      const result = await row.run(world);
      assert.notEqual(result.arrives, "");
      seen.set(row, result);
    });
  }
});

test("the README's table says the same", async () => {
  const readme = await readFile(README, "utf8");
  const lines = tableOf(tableIn(readme), rows, seen, Boolean(process.env.WAWP_WRITE));
  if (process.env.WAWP_WRITE) await writeFile(README, withTable(readme, lines));
  else assert.deepEqual(lines, tableIn(readme), "README.md says otherwise: WAWP_WRITE=1 writes it");
});
