// The demo's server as a program, as `cargo xtask demo` starts it.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../package/helpers.js";

/**
 * Starts the demo's server on a free port, and with it a sandbox.
 *
 * @param {{ options?: string[], env?: Record<string, string> }} [how]
 */
export async function startServer({ options = [], env = {} } = {}) {
  const words = ["www/server.js", "--sandbox", sandbox(), "--port", "0", ...options];
  const running = spawn(process.execPath, words, {
    cwd: root,
    // Whoever runs the tests may have a gateway of their own.
    env: { ...process.env, WAWP_ACCESS_TOKEN: undefined, WAWP_GATEWAY_URL: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  running.stderr.on("data", (chunk) => (said += chunk));
  const ended = once(running, "exit");
  const failed = ended.then(([code]) => Promise.reject(new Error(`the server ended (${code}): ${said}`)));
  failed.catch(() => {});
  const [line] = await Promise.race([once(createInterface(running.stdout), "line"), failed]);
  const [origin] = line.match(/http:\/\/127\.0\.0\.1:\d+/);
  return {
    origin,
    pid: running.pid,
    /** What it has written to its log. */
    log: () => said,
    /** Calls one of the sandbox's own routes. */
    async control(path, body) {
      const headers = { "content-type": "application/json" };
      const init = body && { method: "POST", headers, body: JSON.stringify(body) };
      const response = await fetch(`${origin}/sandbox/${path}`, init);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    /** Ends it, by a signal that it can't see coming if that is wanted. */
    async stop(signal = "SIGTERM") {
      if (running.exitCode === null && running.signalCode === null && running.kill(signal)) await ended;
    },
  };
}

/** The sandbox's program. */
function sandbox() {
  const built = process.env.WAWP_SANDBOX;
  if (built) return built;
  execFileSync("cargo", ["build", "--quiet", "--package", "sandbox"], { cwd: root, stdio: "inherit" });
  return join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "sandbox");
}
