// What a call costs: CPU alone, over a `fetch` that answers at once, and for real, against a server on loopback; in
// Chromium and in Node, beside bare `fetch`, axios and ky.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { makeClients } from "./calls/clients.mjs";
import { check, immediate, latencies, repeat } from "./calls/measure.mjs";
import { median, quantile } from "./relay/numbers.mjs";
import { startBrowser, startServer } from "./support/browser.mjs";
import { makePage } from "./support/bundle.mjs";
import { benches, pkg } from "./support/places.mjs";
import { publish, table } from "./support/results.mjs";
import { describe } from "./support/versions.mjs";

const HELP = `Usage: node benches/calls.mjs [options]

  --cpu         measure CPU only, and print it
  --only NAME   chromium or node, and print it
`;

const RUNS = 7;
const RUN_MS = 150;
const CALLS = 300;
const US = "wawp-client";
const BARE = "bare fetch";

const { values } = parseArgs({
  options: { cpu: { type: "boolean" }, only: { type: "string" }, help: { type: "boolean", short: "h" } },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}

const page = await makePage(join(benches, "calls", "page.mjs"));
const server = await startServer(page.path);
const browser = await startBrowser();
try {
  const paragraphs = [
    "## A call",
    describe({ peers: ["axios", "ky"], browser }),
    "Medians of seven interleaved runs of one send after the other; a ratio is the median of the runs' ratios.",
  ];
  const runtimes = { Chromium: inChromium, Node: inNode };
  for (const [name, open] of Object.entries(runtimes)) {
    if (values.only && values.only !== name.toLowerCase()) continue;
    const runtime = await open();
    await runtime.check();
    paragraphs.push(...(await cpuTable(name, runtime)));
    if (!values.cpu) paragraphs.push(...(await latencyTable(name, runtime)));
  }
  if (values.cpu || values.only) console.log(paragraphs.join("\n\n"));
  else publish("calls", paragraphs);
} finally {
  await browser.close();
  await server.stop();
  await page.remove();
}

async function inChromium() {
  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/index.html`);
  await tab.waitForFunction(() => globalThis.bench);
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send("Performance.enable");
  return {
    names: await tab.evaluate(() => globalThis.bench.names),
    check: () => tab.evaluate(() => globalThis.bench.check()),
    repeat: (name, ms) => tab.evaluate((options) => globalThis.bench.repeat(options), { name, ms }),
    /** Of the page's thread, in microseconds. */
    async cpuTime() {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return metrics.find((metric) => metric.name === "ThreadTime").value * 1_000_000;
    },
    latencies: (calls) => tab.evaluate((options) => globalThis.bench.latencies(options), { calls }),
  };
}

async function inNode() {
  const { createClient } = await import(pathToFileURL(join(pkg, "entry", "node.js")));
  const baseUrl = `${server.origin}/api`;
  const immediately = await makeClients({ createClient, baseUrl, fetch: immediate });
  const really = await makeClients({ createClient, baseUrl });
  return {
    names: Object.keys(immediately),
    async check() {
      await check(immediately);
      await check(really);
    },
    repeat: (name, ms) => repeat(immediately[name], ms),
    /** Of the process, in microseconds. */
    async cpuTime() {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    latencies: (calls) => latencies(really, calls),
  };
}

async function cpuTable(title, { names, repeat, cpuTime }) {
  const cpu = Object.fromEntries(names.map((name) => [name, []]));
  const elapsed = structuredClone(cpu);
  // The first runs warm the engine up.
  for (let run = -2; run < RUNS; run += 1) {
    for (const name of run % 2 ? names.toReversed() : names) {
      const before = await cpuTime();
      const { calls, elapsedMs } = await repeat(name, RUN_MS);
      const used = (await cpuTime()) - before;
      if (run < 0) continue;
      cpu[name].push(used / calls);
      elapsed[name].push((elapsedMs * 1_000) / calls);
    }
  }
  const ratio = (one, other) => median(cpu[one].map((us, run) => us / cpu[other][run]));
  const rows = names.map((name) => {
    return [name, median(cpu[name]).toFixed(1), ratio(name, BARE).toFixed(2), median(elapsed[name]).toFixed(1)];
  });
  return [
    `### CPU per call, ${title}`,
    table(["", "CPU µs", "ratio to bare fetch", "elapsed µs"], rows),
    `Of axios's ${percent(ratio(US, "axios"))}, of ky's ${percent(ratio(US, "ky"))}.`,
  ];
}

async function latencyTable(title, { names, latencies: measure }) {
  const runs = [];
  for (let run = -1; run < RUNS; run += 1) {
    const times = await measure(CALLS);
    if (run >= 0) runs.push(times);
  }
  const at = (name, share) => runs.map((times) => quantile(times[name].toSorted((a, b) => a - b), share));
  const bare = at(BARE, 0.5);
  const rows = names.map((name) => {
    const p50 = at(name, 0.5);
    const ratio = median(p50.map((ms, run) => ms / bare[run]));
    return [name, median(p50).toFixed(3), median(at(name, 0.95)).toFixed(3), ratio.toFixed(2)];
  });
  return [`### A call on loopback, ${title}`, table(["", "p50 ms", "p95 ms", "ratio to bare fetch"], rows)];
}

function percent(ratio) {
  return `${Math.round(ratio * 100)} %`;
}
