// Starts the servers of the load test, each as a process of its own.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts one of the scripts beside this one, and returns once it listens. */
export async function start(script, words = [], execArgv = []) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), words, { execArgv });
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`${script} ended (${code})`)));
  ended.catch(() => {});
  const [{ port }] = await Promise.race([once(child, "message"), ended]);
  return {
    origin: `http://127.0.0.1:${port}`,
    /** What it uses, and what else it tells. */
    async look() {
      child.send("look");
      const [told] = await Promise.race([once(child, "message"), ended]);
      return told;
    },
    async stop() {
      child.disconnect();
      await ended.catch(() => {});
    },
  };
}
