// How long it takes from `import` to the first request on the wire, cold, beside ky.

import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { median } from "./relay/numbers.mjs";
import { startBrowser, startServer } from "./support/browser.mjs";
import { benches, pkg } from "./support/places.mjs";
import { aims, publish, table } from "./support/results.mjs";
import { buildApp } from "./support/tools.mjs";
import { describe } from "./support/versions.mjs";

const RUNS = 15;
const PAGES = ["ky", "wawp-client"];
const NETWORKS = {
  loopback: undefined,
  "10 Mbit/s, 40 ms": { latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 },
};

const apps = await buildPages();
const server = await startServer(join(apps.path, "dist"));
const browser = await startBrowser();
try {
  const rows = [];
  const reached = [];
  for (const [network, conditions] of Object.entries(NETWORKS)) {
    const times = Object.fromEntries(PAGES.map((page) => [page, []]));
    // The first runs let the server pack its files.
    for (let run = -2; run < RUNS; run += 1) {
      for (const page of run % 2 ? PAGES.toReversed() : PAGES) {
        const ms = await measure(page, conditions);
        if (run >= 0) times[page].push(ms);
      }
    }
    const later = median(times["wawp-client"].map((ms, run) => ms - times.ky[run]));
    for (const page of PAGES) {
      const sorted = times[page].toSorted((a, b) => a - b);
      const [least, middle, most] = [sorted[0], median(sorted), sorted.at(-1)].map((ms) => ms.toFixed(0));
      rows.push([`${page}, ${network}`, middle, `${least} to ${most}`, page === "ky" ? "" : later.toFixed(0)]);
    }
    if (!conditions) reached.push(["The first request after ky's, on loopback, in ms", Math.round(later), 30]);
  }
  publish("start", [
    "## Start",
    "From the moment that Chromium asks for a page's script to the moment that the page's first call arrives, on the " +
      "server's clock: download, compilation and the call itself. Pages as Vite builds them, compressed; each run in a new " +
      `context with nothing cached. ${RUNS} runs of each in turns; "later" is the median of the differences.`,
    aims(reached),
    table(["", "median ms", "from, to", "later by ms"], rows),
    describe("start", { peers: ["ky"], browser }),
  ]);
} finally {
  await browser.close();
  await server.stop();
  await apps.remove();
}

/** Milliseconds from the request for the script to the first call. */
async function measure(page, conditions) {
  await server.look();
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    if (conditions) {
      const devtools = await context.newCDPSession(tab);
      await devtools.send("Network.enable");
      await devtools.send("Network.emulateNetworkConditions", { offline: false, ...conditions });
    }
    const answered = tab.waitForResponse(/\/api\/send$/, { timeout: 30_000 });
    await tab.goto(`${server.origin}/${page}.html`);
    await answered;
    const { firstAskedAt } = await server.look();
    const script = Object.keys(firstAskedAt).find((path) => path.startsWith("/assets/") && path.endsWith(".js"));
    return firstAskedAt["/api/send"] - firstAskedAt[script];
  } finally {
    await context.close();
    await pause(20);
  }
}

/** Both pages as Vite builds them, each alone, so that neither loads what the other needs. */
async function buildPages() {
  const path = await mkdtemp(join(tmpdir(), "wawp-start-"));
  await mkdir(join(path, "node_modules"));
  await symlink(pkg, join(path, "node_modules", "wawp-client"), "junction");
  await symlink(join(benches, "node_modules", "ky"), join(path, "node_modules", "ky"), "junction");
  for (const page of PAGES) {
    const script = `<script type="module" src="/${page}.js"></script>`;
    const html = `<!doctype html><title>Bench</title><link rel="icon" href="data:,">${script}\n`;
    await cp(join(benches, "start", `${page}.js`), join(path, `${page}.js`));
    await writeFile(join(path, `${page}.html`), html);
    await buildApp({
      root: path,
      configFile: false,
      logLevel: "error",
      build: { outDir: "dist", emptyOutDir: false, target: "es2022", rollupOptions: { input: join(path, `${page}.html`) } },
    });
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
