// A Redis server of a test's own: on loopback, without persistence, gone with the test.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { find } from "../browsers/programs.js";

const program = find("REDIS_SERVER", "redis-server", "valkey-server");

/** Why a test has to be skipped, in the form that node:test takes. */
export const skipRedis = !program && "not installed: redis-server, valkey-server";

/** How often another port is tried where somebody was quicker to take one. */
const ATTEMPTS = 5;

/**
 * Starts a server, and returns once it answers.
 *
 * @param {{ port?: number, words?: string[] }} [how] the port, else any that is free; further words of the command line
 * @returns {Promise<{ port: number, stop(): Promise<void> }>}
 */
export async function startRedis({ port, words = [] } = {}) {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort());
    const stop = await start(chosen, words);
    if (stop) return { port: chosen, stop };
    if (port || attempt === ATTEMPTS) throw new Error(`${program} does not start at port ${chosen}`);
  }
}

/** What stops the server, if it came to answer at that port. */
async function start(port, words) {
  const folder = mkdtempSync(join(tmpdir(), "wawp-redis-"));
  const place = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder];
  const forgetful = ["--save", "", "--appendonly", "no"];
  const server = spawn(program, [...place, ...forgetful, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const end = () => {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", end);
  const ended = once(server, "exit").finally(() => process.off("exit", end));
  const isReady = new Promise((resolve) => {
    let log = "";
    server.stdout.on("data", (chunk) => {
      log += chunk;
      if (log.includes("Ready to accept connections")) resolve(true);
    });
  });
  if (!(await Promise.race([isReady, ended.then(() => false)]))) return end();
  return async function stop() {
    end();
    await ended;
  };
}

/** A port that was free a moment ago. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
