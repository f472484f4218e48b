// Whether calls leave something behind: the heap and the WebAssembly's memory, while 100,000 calls are made in Chromium and
// in Node. Fails when they grow.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./relay/numbers.mjs";
import { startBrowser, startServer } from "./support/browser.mjs";
import { makePage } from "./support/bundle.mjs";
import { benches } from "./support/places.mjs";
import { aims, publish, table } from "./support/results.mjs";
import { describe } from "./support/versions.mjs";

const STEP = 20_000;
const STEPS = 5;
/** What is watched, and the most that a call may leave behind of it: of the heap, what the engine itself still learns. */
const WATCHED = {
  heap: { title: "heap, bytes", limit: 1 },
  wasm: { title: "WebAssembly, bytes", limit: 0 },
  values: { title: "values in its table", limit: 0 },
};

const page = await makePage(join(benches, "memory", "page.mjs"));
const server = await startServer(page.path);
const browser = await startBrowser();
const child = fork(fileURLToPath(new URL("memory/node.mjs", import.meta.url)), { execArgv: ["--expose-gc"] });
try {
  const rows = [];
  const reached = [];
  for (const [runtime, step] of Object.entries({ Chromium: await inChromium(), Node: await inNode() })) {
    const seen = [];
    for (let i = 0; i < STEPS; i += 1) seen.push(await step(STEP));
    for (const [what, { title, limit }] of Object.entries(WATCHED)) {
      const sizes = seen.map((at) => at[what]);
      const growth = Number(growthOf(sizes).toFixed(3));
      rows.push([`${runtime}, ${title}`, ...sizes.map((size) => size.toLocaleString("en")), growth]);
      reached.push([`${runtime}, ${title} left by a call`, growth, limit]);
    }
  }
  publish("memory", [
    "## Memory",
    "What is in use after so many sends over a `fetch` that answers at once; garbage is collected first. A tenth " +
      "fails: broken connections, refusals, 429, 502, bodies that are no JSON, aborts before and during the call, timeouts, " +
      "wrong arguments. Half of them share one signal. The last column is the " +
      "median of the growth between any two of the columns.",
    aims(reached),
    table(["after so many calls", ...Array.from({ length: STEPS }, (_, i) => `${(i + 1) * 20},000`), "per call"], rows),
    describe("memory", { browser }),
  ]);
  if (reached.some(([, growth, limit]) => growth > limit)) {
    console.error("Calls leave something behind.");
    process.exitCode = 1;
  }
} finally {
  child.disconnect();
  await browser.close();
  await server.stop();
  await page.remove();
}

/** By how much each call makes it grow: the median over all pairs, so that no single look decides. */
function growthOf(sizes) {
  const slopes = sizes.flatMap((size, at) => {
    return sizes.slice(at + 1).map((later, steps) => (later - size) / ((steps + 1) * STEP));
  });
  return median(slopes);
}

async function inChromium() {
  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/index.html`);
  await tab.waitForFunction(() => globalThis.bench);
  const devtools = await tab.context().newCDPSession(tab);
  return async (count) => {
    await tab.evaluate((calls) => globalThis.bench.run(calls), count);
    for (let i = 0; i < 3; i += 1) await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    return { heap: usedSize, ...(await tab.evaluate(() => globalThis.bench.inWasm())) };
  };
}

async function inNode() {
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`memory/node.mjs ended (${code})`)));
  ended.catch(() => {});
  const told = async () => (await Promise.race([once(child, "message"), ended]))[0];
  await told();
  return (count) => {
    child.send(count);
    return told();
  };
}
