// The store in a Durable Object, and what the store in memory says, in the runtime of Cloudflare Workers.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const runtimes = new URL("../runtimes/package.json", import.meta.url);
const skip = !existsSync(fileURLToPath(new URL("node_modules/workerd", runtimes))) && "not installed: workerd";
// The program itself: the command of the package may be a script that starts it, and would leave it behind.
const program = skip ? "" : createRequire(runtimes)("workerd").default;
const MINUTE_MS = 60_000;

// Suites that are skipped are not counted; this is.
test("workerd is here", { skip }, () => {});

/** A Worker that calls the store as it is told. */
const WORKER = `
import { durableClaims } from "claims.js";
import { memoryClaims } from "entry/relay/memory.js";
export { Claims } from "claims.js";
export default {
  async fetch(request, env) {
    const { call, words } = await request.json();
    try {
      const result = call === "memory" ? memoryClaims() : await durableClaims(env.CLAIMS)[call](...words);
      return Response.json({ result });
    } catch (error) {
      return Response.json({ error: { reason: error.reason, message: String(error) } });
    }
  },
};
`;

/** How the Worker runs. Storage is a folder, so that it outlives the process. */
const config = (enableSql) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "storage", disk = (path = "storage", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  compatibilityDate = "2026-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "claims.js", esModule = embed "claims.js"),
    (name = "entry/relay/memory.js", esModule = embed "entry/relay/memory.js"),
    (name = "entry/error.js", esModule = embed "entry/error.js"),
  ],
  durableObjectNamespaces = [(className = "Claims", uniqueKey = "claims", enableSql = ${enableSql})],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [(name = "CLAIMS", durableObjectNamespace = "Claims")],
);
`;

/** Lays the Worker out in a folder of its own. */
async function layOut(enableSql) {
  const folder = await mkdtemp(join(tmpdir(), "wawp-durable-"));
  await mkdir(join(folder, "storage"));
  await mkdir(join(folder, "entry/relay"), { recursive: true });
  await cp(join(root, "examples/cloudflare/claims.js"), join(folder, "claims.js"));
  for (const file of ["entry/error.js", "entry/relay/memory.js"]) await cp(join(root, "pkg-template", file), join(folder, file));
  await writeFile(join(folder, "worker.js"), WORKER);
  await writeFile(join(folder, "config.capnp"), config(enableSql));
  return folder;
}

/** Starts the Worker of a folder, on a free port. */
async function start(folder) {
  const words = ["serve", "config.capnp", "--control-fd=3"];
  const running = spawn(program, words, { cwd: folder, stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const ended = once(running, "exit").then(([code]) => Promise.reject(new Error(`workerd ended (${code})`)));
  ended.catch(() => {});
  const [line] = await Promise.race([once(createInterface({ input: running.stdio[3] }), "line"), ended]);
  const { port } = JSON.parse(line);
  return {
    async call(call, ...words) {
      const body = JSON.stringify({ call, words });
      const { result, error } = await (await fetch(`http://127.0.0.1:${port}`, { method: "POST", body })).json();
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    },
    async kill() {
      if (running.kill("SIGKILL")) await once(running, "exit");
    },
  };
}

for (const enableSql of [true, false]) {
  describe(`an object with ${enableSql ? "SQLite" : "key-value"} storage`, { skip }, () => {
    let folder;
    let worker;
    let count = 0;
    let key;
    before(async () => {
      folder = await layOut(enableSql);
      worker = await start(folder);
    });
    beforeEach(() => (key = `key ${(count += 1)}`));
    after(async () => {
      await worker?.kill();
      await rm(folder, { recursive: true, force: true });
    });

    test("keeps the first of 50 claims at once, and tells all others", async () => {
      for (let round = 0; round < 5; round += 1) {
        const words = (n) => [`${key} ${round}`, `${n}`, MINUTE_MS];
        const found = await Promise.all(Array.from({ length: 50 }, (_, n) => worker.call("claim", ...words(n))));
        const winners = found.flatMap((value, n) => (value === undefined ? [`${n}`] : []));
        assert.equal(winners.length, 1);
        assert.deepEqual(new Set(found), new Set([undefined, winners[0]]));
      }
    });

    test("puts the outcome in place of the claim", async () => {
      await worker.call("claim", key, "claimed", MINUTE_MS);
      await worker.call("settle", key, "done: Grüße 👋", MINUTE_MS);
      assert.equal(await worker.call("claim", key, "again", MINUTE_MS), "done: Grüße 👋");
    });

    test("stores an outcome whose claim is gone, and an empty text", async () => {
      await worker.call("settle", key, "", MINUTE_MS);
      assert.equal(await worker.call("claim", key, "again", MINUTE_MS), "");
    });

    test("forgets a key that is released, and no other", async () => {
      await worker.call("claim", `${key}, another`, "first", MINUTE_MS);
      await worker.call("claim", key, "first", MINUTE_MS);
      await worker.call("release", key, "another's");
      assert.equal(await worker.call("claim", key, "again", MINUTE_MS), "first");
      await worker.call("release", key, "first");
      await worker.call("release", `${key}, never claimed`, "first");
      assert.equal(await worker.call("claim", key, "second", MINUTE_MS), undefined);
      assert.equal(await worker.call("claim", `${key}, another`, "second", MINUTE_MS), "first");
    });

    test("forgets a key when its time is up, counted from the outcome", async () => {
      await worker.call("claim", key, "claimed", 600);
      await pause(300);
      await worker.call("settle", key, "done", 900);
      await pause(600);
      assert.equal(await worker.call("claim", key, "again", MINUTE_MS), "done");
      await pause(600);
      assert.equal(await worker.call("claim", key, "anew", MINUTE_MS), undefined);
    });

    test("gives a key that was released and claimed anew its whole time", async () => {
      await worker.call("claim", key, "first", 300);
      await worker.call("release", key, "first");
      await worker.call("claim", key, "second", MINUTE_MS);
      await pause(600);
      assert.equal(await worker.call("claim", key, "third", MINUTE_MS), "second");
    });

    test("knows a key after the process was killed", async () => {
      await worker.call("claim", key, "first", MINUTE_MS);
      await worker.kill();
      worker = await start(folder);
      assert.equal(await worker.call("claim", key, "second", MINUTE_MS), "first");
    });

    test("memoryClaims() is refused there", async () => {
      await assert.rejects(worker.call("memory"), { reason: "memory_not_shared", message: /Cloudflare Workers/ });
    });
  });
}
