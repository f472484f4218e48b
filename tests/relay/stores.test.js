// The store in memory: what it keeps, for how long, and where it refuses to keep anything.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, mock, test } from "node:test";
import { fileURLToPath } from "node:url";
import { memoryClaims } from "../../pkg-template/entry/relay/memory.js";

const DAY_MS = 24 * 60 * 60_000;
const TEN_MINUTES_MS = 10 * 60_000;

/** A clock that only the tests move: the one that the store goes by. */
let now = 0;
beforeEach(() => (now = 1_000_000));
before(() => mock.method(performance, "now", () => now));
after(() => mock.restoreAll());

describe("what it keeps", () => {
  test("the first claim of a key", async () => {
    const claims = memoryClaims();
    assert.equal((await claims.claim("a", "first", DAY_MS)) ?? null, null);
    assert.equal(await claims.claim("a", "second", DAY_MS), "first");
    assert.equal((await claims.claim("b", "other", DAY_MS)) ?? null, null);
  });

  test("one winner of a thousand at once, known to all others", async () => {
    const claims = memoryClaims();
    const found = await Promise.all(Array.from({ length: 1000 }, (_, n) => claims.claim("a", `${n}`, DAY_MS)));
    assert.deepEqual(new Set(found.slice(1)), new Set(["0"]));
    assert.equal(found[0] ?? null, null);
  });

  test("the outcome in place of the claim", async () => {
    const claims = memoryClaims();
    await claims.claim("a", "claimed", DAY_MS);
    await claims.settle("a", "done", DAY_MS);
    assert.equal(await claims.claim("a", "again", DAY_MS), "done");
  });

  test("nothing of a key that was released, or never claimed", async () => {
    const claims = memoryClaims();
    await claims.claim("a", "claimed", DAY_MS);
    await claims.release("a", "claimed");
    await claims.release("never", "claimed");
    assert.equal((await claims.claim("a", "again", DAY_MS)) ?? null, null);
  });

  test("a key that somebody else has claimed meanwhile", async () => {
    const claims = memoryClaims();
    await claims.claim("a", "another's", DAY_MS);
    await claims.release("a", "mine");
    assert.equal(await claims.claim("a", "again", DAY_MS), "another's");
  });

  test("an outcome whose claim is gone", async () => {
    const claims = memoryClaims();
    await claims.settle("a", "done", DAY_MS);
    assert.equal(await claims.claim("a", "again", DAY_MS), "done");
  });

  test("an empty text", async () => {
    const claims = memoryClaims();
    await claims.claim("a", "", DAY_MS);
    assert.equal(await claims.claim("a", "again", DAY_MS), "");
  });

  test("nothing of another store", async () => {
    await memoryClaims().claim("a", "elsewhere", DAY_MS);
    assert.equal((await memoryClaims().claim("a", "here", DAY_MS)) ?? null, null);
  });
});

describe("for how long", () => {
  test("each key for its own time", async () => {
    const claims = memoryClaims();
    await claims.claim("long", "first", DAY_MS);
    await claims.claim("short", "first", TEN_MINUTES_MS);
    now += TEN_MINUTES_MS - 1;
    assert.equal(await claims.claim("short", "second", TEN_MINUTES_MS), "first");
    now += 1;
    assert.equal((await claims.claim("short", "third", TEN_MINUTES_MS)) ?? null, null);
    assert.equal(await claims.claim("long", "second", DAY_MS), "first");
    now += DAY_MS;
    assert.equal((await claims.claim("long", "third", DAY_MS)) ?? null, null);
  });

  test("an outcome from when it came", async () => {
    const claims = memoryClaims();
    await claims.claim("a", "claimed", TEN_MINUTES_MS);
    now += TEN_MINUTES_MS - 1;
    await claims.settle("a", "done", TEN_MINUTES_MS);
    now += TEN_MINUTES_MS - 1;
    assert.equal(await claims.claim("a", "again", TEN_MINUTES_MS), "done");
  });

  test("whatever the wall clock is set to", async () => {
    const claims = memoryClaims();
    await claims.claim("a", "first", DAY_MS);
    const wall = mock.method(Date, "now", () => 8.64e15);
    assert.equal(await claims.claim("a", "second", DAY_MS), "first");
    wall.mock.restore();
  });
});

describe("how much", () => {
  test("no more claims than it may hold, and never one less", async () => {
    const claims = memoryClaims({ maxEntries: 3 });
    for (const key of ["a", "b", "c"]) await claims.claim(key, "first", DAY_MS);
    await assert.rejects(claims.claim("d", "first", DAY_MS), /full/);
    for (const key of ["a", "b", "c"]) assert.equal(await claims.claim(key, "second", DAY_MS), "first");
    await claims.release("b", "first");
    assert.equal((await claims.claim("d", "first", DAY_MS)) ?? null, null);
    await assert.rejects(claims.claim("b", "first", DAY_MS), /full/);
  });

  test("an outcome even where it is full", async () => {
    const claims = memoryClaims({ maxEntries: 1 });
    await claims.claim("a", "first", DAY_MS);
    await claims.settle("gone", "done", DAY_MS);
    assert.equal(await claims.claim("gone", "again", DAY_MS), "done");
    assert.equal(await claims.claim("a", "again", DAY_MS), "first");
  });

  test("room again a second after keys have expired, behind others that live on", async () => {
    const claims = memoryClaims({ maxEntries: 1000 });
    for (let n = 0; n < 500; n += 1) await claims.claim(`long ${n}`, "first", DAY_MS);
    for (let n = 0; n < 500; n += 1) await claims.claim(`short ${n}`, "first", TEN_MINUTES_MS);
    await assert.rejects(claims.claim("new", "first", DAY_MS), /full/);
    now += TEN_MINUTES_MS + 1000;
    for (let n = 0; n < 500; n += 1) await claims.claim(`new ${n}`, "first", DAY_MS);
    await assert.rejects(claims.claim("new", "first", DAY_MS), /full/);
    assert.equal(await claims.claim("long 0", "second", DAY_MS), "first");
  });

  test("as quickly when it is full as when it is empty", async () => {
    mock.restoreAll();
    const claims = memoryClaims();
    const began = performance.now();
    for (let n = 0; n < 100_000; n += 1) await claims.claim(`${n}`, "first", n % 2 ? DAY_MS : TEN_MINUTES_MS);
    const filled = performance.now();
    for (let n = 0; n < 100_000; n += 1) await claims.claim(`more ${n}`, "first", DAY_MS).catch(() => {});
    const refused = performance.now();
    mock.method(performance, "now", () => now);
    assert.ok(filled - began < 5000 && refused - filled < 10_000, `${filled - began} ms, ${refused - filled} ms`);
  });

  for (const maxEntries of [0, -1, 1.5, NaN, Infinity, 10_000_001, "5", null, {}]) {
    test(`not ${String(maxEntries)} (${typeof maxEntries}) entries`, () => {
      const error = { name: "WawpError", code: "invalid_argument", delivery: "not_sent", path: "options.maxEntries" };
      assert.throws(() => memoryClaims({ maxEntries }), { ...error, reason: "out_of_range", retryable: false, attempts: 0 });
    });
  }
});

/** What a refusal looks like. */
const NOT_SHARED = {
  name: "WawpError",
  code: "invalid_argument",
  reason: "memory_not_shared",
  path: "options.claims",
  delivery: "not_sent",
  retryable: false,
  attempts: 0,
};

describe("where", () => {
  for (const [variable, place] of Object.entries({
    VERCEL: "Vercel",
    AWS_LAMBDA_FUNCTION_NAME: "AWS Lambda",
    DENO_DEPLOYMENT_ID: "Deno Deploy",
  })) {
    test(`not on ${place}`, () => {
      process.env[variable] = "1";
      try {
        assert.throws(() => memoryClaims(), { ...NOT_SHARED, message: new RegExp(`^options\\.claims: .*${place}`) });
      } finally {
        delete process.env[variable];
      }
    });
  }

  test("not on Cloudflare Workers", () => {
    const was = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" }, configurable: true });
    try {
      assert.throws(() => memoryClaims(), { ...NOT_SHARED, message: /Cloudflare Workers/ });
    } finally {
      if (was) Object.defineProperty(globalThis, "navigator", was);
      else delete globalThis.navigator;
    }
  });

  test("where there is no process object", () => {
    const { process } = globalThis;
    globalThis.process = undefined;
    try {
      memoryClaims();
    } finally {
      globalThis.process = process;
    }
  });
});

describe("where, in programs of their own", () => {
  const folder = mkdtempSync(join(tmpdir(), "wawp-stores-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const memory = new URL("../../pkg-template/entry/relay/memory.js", import.meta.url);
  const bin = fileURLToPath(new URL("../runtimes/node_modules/.bin/", import.meta.url));
  const own = (name) => ({ program: join(bin, name), skip: !existsSync(join(bin, name)) && `not installed: ${name}` });
  const { program: deno, skip: skipDeno } = own("deno");
  const { program: bun, skip: skipBun } = own("bun");

  /** What a program says of a store that it makes: "made", or the reason of the refusal. */
  function ask([program, ...words], env = {}) {
    const file = join(folder, "ask.mjs");
    const lines = [
      `import { memoryClaims } from ${JSON.stringify(memory)};`,
      "try { memoryClaims(); console.log('made'); } catch (error) { console.log(error.reason ?? String(error)); }",
    ];
    writeFileSync(file, lines.join("\n"));
    return run(program, [...words, file], env);
  }

  function run(program, words, env) {
    const options = { encoding: "utf8", env: { ...process.env, NO_COLOR: "1", ...env }, timeout: 30_000 };
    const { stdout, stderr, error } = spawnSync(program, words, options);
    assert.equal(stderr, "");
    assert.equal(error, undefined);
    return stdout.trim();
  }

  /** What a worker of a cluster says of a store that it makes. */
  function askWorker(program) {
    const file = join(folder, "cluster.mjs");
    const lines = [
      'import cluster from "node:cluster";',
      `import { memoryClaims } from ${JSON.stringify(memory)};`,
      "if (cluster.isPrimary) { memoryClaims(); cluster.fork(); }",
      "else { try { memoryClaims(); console.log('made'); } catch (error) { console.log(error.reason); } process.exit(); }",
    ];
    writeFileSync(file, lines.join("\n"));
    return run(program, [file], {});
  }

  test("Node: in a process", () => assert.equal(ask([process.execPath]), "made"));
  test("Node: not in a worker of a cluster", () => assert.equal(askWorker(process.execPath), "memory_not_shared"));
  test("Bun: in a process", { skip: skipBun }, () => assert.equal(ask([bun]), "made"));
  test("Bun: not in a worker of a cluster", { skip: skipBun }, () => assert.equal(askWorker(bun), "memory_not_shared"));

  // What is read without permission is refused here, and prompted for at a terminal: either would show in the output.
  const deployed = { DENO_DEPLOYMENT_ID: "d" };
  for (const [words, env, says] of [
    [[], {}, "made"],
    [["--no-prompt"], deployed, "made"],
    [["--deny-env"], deployed, "made"],
    [["--allow-env=HOME"], deployed, "made"],
    [["--allow-env=DENO_DEPLOYMENT_ID"], deployed, "memory_not_shared"],
    [["--allow-env"], deployed, "memory_not_shared"],
    [["--allow-all"], {}, "made"],
  ]) {
    test(`Deno ${words.join(" ") || "without permissions"}: ${says}`, { skip: skipDeno }, () => {
      assert.equal(ask([deno, "run", ...words], env), says);
    });
  }
});
