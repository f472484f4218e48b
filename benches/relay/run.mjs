// Prints what the relay costs over a bare proxy that passes the same requests on to the same gateway, and over one that does it
// by `Request` and `fetch`; they are measured in turns. Needs a built package, and what `tests/runtimes` installs.

import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { measure } from "./load.mjs";
import { median } from "./numbers.mjs";
import { start } from "./servers.mjs";

const HELP = `Usage: node benches/relay/run.mjs [options]

  --rounds N       how often each is measured (default 5)
  --seconds N      for how long (default 4)
  --connections N  how many requests are under way at once (default 16)
  --profile DIR    where the relay's CPU profile is written (default: none is)
`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    connections: { type: "string", default: "16" },
    profile: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const [rounds, seconds, connections] = ["rounds", "seconds", "connections"].map((name) => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 1 && number <= 100) return number;
  throw new Error(`--${name}: a whole number from 1 to 100`);
});

const LOADS = [
  { title: "status", call: "status", path: "/api/reconnect", connections },
  { title: "send", call: "send", path: "/api/send", connections },
  { title: "send, one at a time", call: "send", path: "/api/send", connections: 1 },
];

const upstream = await start("upstream.mjs");
const profiler = values.profile ? ["--cpu-prof", `--cpu-prof-dir=${values.profile}`] : [];
const servers = {
  proxy: await start("proxy.mjs", [upstream.origin]),
  "fetch proxy": await start("fetch-proxy.mjs", [upstream.origin]),
  relay: await start("relay.mjs", [upstream.origin], profiler),
};
try {
  console.log(`Node ${process.version}, ${cpus().length} CPUs (${cpus()[0].model}), medians of ${rounds} rounds of ${seconds} s`);
  console.log(row("", ["requests/s", "p50 ms", "p99 ms", "CPU µs", "RSS MB"]));
  for (const load of LOADS) await compare(load);
} finally {
  await Promise.all([upstream, ...Object.values(servers)].map((server) => server.stop()));
}

/** Measures all servers in turns, and prints a line for each and one for what the relay costs over each of the others. */
async function compare({ title, path, ...load }) {
  const names = Object.keys(servers);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  // The first round warms them up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 ? names.toReversed() : names) {
      const address = name === "relay" ? "/wawp" : path;
      const run = await measure({ ...load, server: servers[name], upstream, path: address, seconds: round ? seconds : 1 });
      if (round) runs[name].push(run);
    }
  }
  const { relay, ...others } = Object.fromEntries(names.map((name) => [name, summary(runs[name])]));
  for (const [name, numbers] of Object.entries({ ...others, relay })) print(`${title}: ${name}`, numbers);
  for (const [name, numbers] of Object.entries(others)) {
    print(`  relay / ${name}`, relay.map((number, place) => number / numbers[place]));
  }
}

/** The medians; of memory, what the last run has left. */
function summary(runs) {
  const middle = (name) => median(runs.map((run) => run[name]));
  return [...["perSecond", "p50", "p99", "cpuUs"].map(middle), runs.at(-1).rssMb];
}

function print(title, numbers) {
  console.log(row(title, numbers.map((number) => (number < 100 ? number.toFixed(2) : Math.round(number).toLocaleString("en")))));
}

function row(title, cells) {
  return `${title.padEnd(28)}${cells.map((cell) => cell.padStart(11)).join("")}`;
}
