// A dashboard's server, as a process of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { accessToken } from "../../helpers.js";

const PATIENCE_MS = 30_000;

/** What session cookies are signed with. */
export const SESSION_SECRET = "the secret of these tests";

/**
 * Starts a dashboard's server, and returns once it answers.
 *
 * @param {{ app: { path: string }, sandbox: { gatewayUrl: string } }} dashboard
 * @param {string} program
 * @param {(port: number) => { words: string[], env?: Record<string, string> }} how its command line, and what it has to know
 */
export async function startServer({ app, sandbox }, program, how) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const { words, env } = how(port);
  const running = spawn(program, words, {
    cwd: app.path,
    env: {
      ...process.env,
      WAWP_TOKEN: accessToken,
      WAWP_GATEWAY: sandbox.gatewayUrl,
      DASHBOARD_ORIGIN: origin,
      SESSION_SECRET,
      PORT: String(port),
      ...env,
    },
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
