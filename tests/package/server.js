// An application's server, as a process of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE_MS = 30_000;

/**
 * Starts a server in a folder, and returns once it answers.
 *
 * @param {string} folder
 * @param {string} program
 * @param {(port: number, origin: string) => { words: string[], env?: Record<string, string> }} how its command line, and
 * what it has to know
 */
export async function startServer(folder, program, how) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const { words, env } = how(port, origin);
  const running = spawn(program, words, {
    cwd: folder,
    env: { ...process.env, PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [running.stdout, running.stderr]) stream.on("data", (chunk) => (said += chunk));
  const ended = once(running, "exit");
  const hasEnded = () => running.exitCode !== null || running.signalCode !== null;
  const server = {
    origin,
    /** All that it printed. */
    said: () => said,
    async stop() {
      if (!hasEnded() && running.kill()) await ended;
    },
  };
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until && !hasEnded(); await pause(50)) {
    if (await answers(`${origin}/wawp`)) return server;
  }
  await server.stop();
  throw new Error(`${program} does not answer: ${said}`);
}

/** Whether somebody answers there, whatever it is. */
function answers(url) {
  return fetch(url).then(
    () => true,
    () => false,
  );
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
