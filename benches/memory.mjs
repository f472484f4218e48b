// Whether calls leave something behind: the heap and the WebAssembly's memory, while 100,000 calls are made in Chromium and
// in Node. Fails when they grow.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBrowser, startServer } from "./support/browser.mjs";
import { makePage } from "./support/bundle.mjs";
import { benches } from "./support/places.mjs";
import { aims, publish, table } from "./support/results.mjs";
import { describe } from "./support/versions.mjs";

const STEP = 20_000;
const STEPS = 5;
/** Bytes per call. What the engine itself still learns after 20,000 calls comes to almost one. */
const LIMIT = 2;

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
    for (const memory of ["heap", "wasm"]) {
      const bytes = seen.map((at) => at[memory]);
      // The first step is left out: code is compiled, tables grow to their size.
      const growth = (bytes.at(-1) - bytes[0]) / (STEP * (STEPS - 1));
      const name = `${runtime}, ${memory === "heap" ? "heap" : "WebAssembly"}`;
      rows.push([name, ...bytes.map((size) => (size / 1_000).toFixed(0)), growth.toFixed(2)]);
      reached.push([`${name}, bytes per call`, Number(growth.toFixed(2)), LIMIT]);
    }
  }
  publish("memory", [
    "## Memory",
    "What is in use, in KB, after so many sends over a `fetch` that answers at once; garbage is collected first. A tenth " +
      "fails: broken connections, refusals, 429, 502, bodies that are no JSON, aborts before and during the call, timeouts, wrong " +
      "arguments. Half of them share one signal. Growth is from the 20,000th call to the 100,000th.",
    aims(reached),
    table(["KB after", ...Array.from({ length: STEPS }, (_, i) => `${(i + 1) * 20},000`), "bytes per call"], rows),
    describe("memory", { browser }),
  ]);
  if (reached.some(([, growth]) => growth > LIMIT)) {
    console.error("Calls leave something behind.");
    process.exitCode = 1;
  }
} finally {
  child.disconnect();
  await browser.close();
  await server.stop();
  await page.remove();
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
    return { heap: usedSize, wasm: await tab.evaluate(() => globalThis.bench.wasmBytes()) };
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
