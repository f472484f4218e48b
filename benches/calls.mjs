// What a call costs: CPU alone, over a `fetch` that answers at once, and for real, against a server on loopback; in
// Chromium and in Node, beside bare `fetch`, axios and ky.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { makeClients } from "./calls/clients.mjs";
import { check, immediate, latencies, repeat } from "./calls/measure.mjs";
import { profile } from "./calls/profile.mjs";
import { median, quantile } from "./relay/numbers.mjs";
import { openAlone } from "./support/alone.mjs";
import { startBrowser, startServer } from "./support/browser.mjs";
import { makePage } from "./support/bundle.mjs";
import { benches, pkg } from "./support/places.mjs";
import { aims, publish, table } from "./support/results.mjs";
import { describe } from "./support/versions.mjs";

const HELP = `Usage: node benches/calls.mjs [options]

  --cpu         measure CPU only; nothing is written
  --only NAME   chromium or node; nothing is written
  --profile     print what our call spends its CPU time on in Chromium, in place of all else. The WebAssembly's functions
                have names when WAWP_PKG is a copy of the package with the file that \`cargo xtask bench parts\` has made,
                target/benches/wawp_client/wawp_client_bg.wasm, in place of its own.
`;

const RUNS = 7;
const CPU_MS = 150;
const PROFILE_MS = 2_000;
const LATENCY_MS = 2_500;
const US = "wawp-client";
const BARE = "bare fetch";

const { values } = parseArgs({
  options: {
    cpu: { type: "boolean" },
    only: { type: "string" },
    profile: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}

const page = await makePage(join(benches, "calls", "page.mjs"));
const server = await startServer(page.path);
const browser = await startBrowser();
try {
  if (values.profile) await printProfile();
  else await measureAll();
} finally {
  await browser.close();
  await server.stop();
  await page.remove();
}

async function measureAll() {
  const tables = { cpu: [], latency: [] };
  const reached = [];
  for (const [name, open] of Object.entries({ Chromium: inChromium, Node: inNode })) {
    if (values.only && values.only !== name.toLowerCase()) continue;
    const runtime = await open();
    await runtime.check();
    tables.cpu.push(...(await cpuTable(name, runtime, reached)));
    if (!values.cpu) tables.latency.push(...(await latencyTable(name, runtime, reached)));
  }
  const paragraphs = [
    "## A call",
    "The same send by each client: a form is posted, the JSON of the answer read, the message's id given. Medians of seven " +
      "runs that take turns; a ratio is the median of the runs' ratios. \"With a deadline\" is what one would write by hand: " +
      "a `Request`, an `AbortController` and a timer.",
    aims(reached),
    "CPU alone: `fetch` answers at once, from memory. CPU time is that of the page's thread, in Node of the process.",
    ...tables.cpu,
    "On loopback: a server that answers at once, in a process of its own; one call after the other. Each client as it is by " +
      "default: axios goes over XMLHttpRequest in Chromium and over `node:http` in Node. The page runs alone: with developer " +
      "tools attached, Chromium notes for each request who made it, frame by frame.",
    ...tables.latency,
    describe("calls", { peers: ["axios", "ky"], browser }),
  ];
  if (values.cpu || values.only) console.log(paragraphs.join("\n\n"));
  else publish("calls", paragraphs);
}

async function printProfile() {
  const { repeat, devtools } = await inChromium();
  await repeat(US, PROFILE_MS);
  const spent = await profile(devtools, () => repeat(US, PROFILE_MS));
  const total = spent.reduce((sum, [, us]) => sum + us, 0);
  const rows = spent.slice(0, 40).map(([name, us]) => [name, us.toFixed(2), `${((us / total) * 100).toFixed(1)} %`]);
  console.log(table(["function", "µs a call", "share"], rows));
}

async function inChromium() {
  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/index.html`);
  await tab.waitForFunction(() => globalThis.bench);
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send("Performance.enable");
  return {
    devtools,
    names: await tab.evaluate(() => globalThis.bench.names),
    check: () => tab.evaluate(() => globalThis.bench.check()),
    repeat: (name, ms) => tab.evaluate((options) => globalThis.bench.repeat(options), { name, ms }),
    /** Of the page's thread, in microseconds. */
    async cpuTime() {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return metrics.find((metric) => metric.name === "ThreadTime").value * 1_000_000;
    },
    latencies: (runs, ms) => openAlone(server, `/index.html?runs=${runs}&ms=${ms}`),
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
    latencies: (runs, ms) => latencies(really, runs, ms),
  };
}

async function cpuTable(runtime, { names, repeat, cpuTime }, reached) {
  const cpu = Object.fromEntries(names.map((name) => [name, []]));
  const elapsed = structuredClone(cpu);
  // The first runs warm the engine up.
  for (let run = -2; run < RUNS; run += 1) {
    for (const name of run % 2 ? names.toReversed() : names) {
      const before = await cpuTime();
      const { calls, elapsedMs } = await repeat(name, CPU_MS);
      const used = (await cpuTime()) - before;
      if (run < 0) continue;
      cpu[name].push(used / calls);
      elapsed[name].push((elapsedMs * 1_000) / calls);
    }
  }
  const ratio = (one, other) => Number(median(cpu[one].map((us, run) => us / cpu[other][run])).toFixed(2));
  if (runtime === "Chromium") {
    reached.push(["CPU in Chromium, as a part of axios's", ratio(US, "axios"), 0.33]);
    reached.push(["CPU in Chromium, as a part of ky's", ratio(US, "ky"), 0.1]);
  }
  const rows = names.map((name) => {
    return [name, median(cpu[name]).toFixed(0), ratio(name, BARE).toFixed(2), median(elapsed[name]).toFixed(0)];
  });
  return [table([`${runtime}, CPU alone`, "µs of CPU", "over bare fetch", "µs elapsed"], rows)];
}

async function latencyTable(runtime, { names, latencies }, reached) {
  const runs = await latencies(RUNS, LATENCY_MS);
  const at = (name, share) => runs.map((times) => quantile(times[name].toSorted((a, b) => a - b), share));
  const bare = at(BARE, 0.5);
  const ratio = (name) => Number(median(at(name, 0.5).map((ms, run) => ms / bare[run])).toFixed(2));
  reached.push([`On loopback in ${runtime}, over bare fetch`, ratio(US), runtime === "Node" ? 1.15 : 1.05]);
  const rows = names.map((name) => {
    const [p50, p95] = [0.5, 0.95].map((share) => median(at(name, share)).toFixed(2));
    return [name, p50, p95, ratio(name).toFixed(2)];
  });
  return [table([`${runtime}, on loopback`, "p50 ms", "p95 ms", "over bare fetch"], rows)];
}
