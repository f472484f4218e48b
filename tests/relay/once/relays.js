// The relay in each runtime, as a process of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { accessToken } from "../../package/helpers.js";
import { programs } from "./programs.js";
import { prepareWorker } from "./workerd.js";

/**
 * Whether each relay uses a connection to the gateway twice, and the words after the program that start it for an
 * application.
 */
const KINDS = {
  node: { name: "Node", reuses: true, command: async () => ["relay-node.js"] },
  deno: {
    name: "Deno",
    reuses: false,
    command: async () => ["run", "--allow-all", "--no-lock", "--node-modules-dir=manual", "relay-deno.js"],
  },
  bun: { name: "Bun", reuses: true, command: async () => ["relay-bun.js"] },
  workerd: { name: "workerd", reuses: true, command: prepareWorker },
};

/** Each relay's name, why it has to be skipped, and how it is started. */
export const RELAYS = Object.fromEntries(
  Object.entries(KINDS).map(([key, { command, ...relay }]) => {
    const { place, skip } = programs[key];
    return [key, { ...relay, skip, start: async (world, told = {}) => run(place, await command(world.app), world, told) }];
  }),
);

/**
 * Starts a relay between a world's front and its back.
 *
 * @param {object} told what `relayOptions` takes; the options that every relay here has may be left out
 */
async function run(program, words, { app, front, gatewayUrl }, { options, ...others }) {
  const all = {
    accessToken,
    gateway: { baseUrl: gatewayUrl },
    origins: [front.origin],
    visitorPerMinute: 100_000,
    instancePerMinute: 100_000,
    ...options,
  };
  const running = spawn(program, words, {
    cwd: app.path,
    env: { ...process.env, RELAY: JSON.stringify({ options: all, ...others }) },
    stdio: ["pipe", "pipe", "inherit", "pipe"],
  });
  const ended = once(running, "exit");
  const failed = ended.then(([code]) => Promise.reject(new Error(`${program} ended (${code})`)));
  failed.catch(() => {});
  const steps = { authorize: 0, token: 0 };
  const port = await Promise.race([listening(running, steps), failed]);
  const kill = async (signal) => {
    if (running.exitCode === null && running.signalCode === null && running.kill(signal)) await ended;
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    /** How often each step of the host's own began. */
    steps,
    stop: () => kill("SIGTERM"),
    kill: () => kill("SIGKILL"),
  };
}

/** The port that is told, by our scripts in words, by workerd in JSON on a stream of its own. Counts steps from then on. */
function listening({ stdio: [, output, , control] }, steps) {
  return new Promise((resolve) => {
    const read = (line) => {
      const [, port] = line.match(/port"?: ?(\d+)/) ?? [];
      if (port) resolve(port);
      const [, step] = line.match(/^step: (\w+)/) ?? [];
      if (step) steps[step] += 1;
    };
    for (const stream of [output, control]) createInterface({ input: stream }).on("line", read);
  });
}
