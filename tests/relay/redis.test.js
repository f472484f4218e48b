// The store in Redis, over both libraries, against a real server.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { redisClaims } from "../../pkg-template/entry/relay/redis.js";
import { skipRedis, startRedis } from "./redis-server.js";

const runtimes = new URL("../runtimes/package.json", import.meta.url);
const require = createRequire(runtimes);
const MINUTE_MS = 60_000;

const skipLibraries =
  !["redis", "ioredis"].every((name) => existsSync(fileURLToPath(new URL(`node_modules/${name}`, runtimes)))) &&
  "not installed: redis, ioredis";
const skip = skipRedis || skipLibraries;
const { createClient, createClientPool, createCluster, RESP_TYPES } = skipLibraries ? {} : require("redis");
const { Redis, Cluster } = skipLibraries ? {} : require("ioredis");

/** Connects, and closes again when all tests of this file are through. */
async function open(client) {
  client.on("error", () => {});
  opened.push(client);
  // Those of ioredis connect by themselves.
  if (client.isOpen === false) await client.connect();
  return client;
}
const opened = [];
after(() => opened.forEach((client) => (client.isOpen ? client.destroy() : client.disconnect?.())));

// Suites that are skipped are not counted; this is.
test("Redis and its clients are here", { skip }, () => {});

/** Every kind of client that is taken, by how it is made for a port. */
const KINDS = {
  "redis": (port) => open(createClient({ socket: { port } })),
  "redis, RESP 2": (port) => open(createClient({ socket: { port }, RESP: 2 })),
  "redis, a pool": (port) => open(createClientPool({ socket: { port } })),
  "redis, with Buffers": async (port) =>
    (await open(createClient({ socket: { port } }))).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }),
  "ioredis": (port) => open(new Redis(port)),
  "ioredis, pipelined by itself": (port) => open(new Redis(port, { enableAutoPipelining: true })),
};
const CLUSTERS = {
  "redis, a cluster": (port) => open(createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })),
  "ioredis, a cluster": (port) => open(new Cluster([{ host: "127.0.0.1", port }])),
};

/** What the store does with each kind of client. */
function behaves(makeClient, server) {
  let claims;
  let client;
  /** A client that only looks on. */
  let onlooker;
  let count = 0;
  let key;
  before(async () => {
    client = await makeClient(server.port);
    claims = redisClaims(client);
    onlooker = await open(createClient({ socket: { port: server.port } }));
  });
  beforeEach(() => (key = `key ${(count += 1)}`));
  const stored = () => onlooker.get(`wawp:${key}`);

  test("keeps the first claim of a key", async () => {
    assert.equal(await claims.claim(key, "first", MINUTE_MS), null);
    assert.equal(await claims.claim(key, "second", MINUTE_MS), "first");
    assert.equal(await stored(), "first");
  });

  test("keeps texts as they are", async () => {
    const text = '{"text":"Grüße 👋\\u0000\n"}\0';
    assert.equal(await claims.claim(key, text, MINUTE_MS), null);
    assert.equal(await claims.claim(key, "second", MINUTE_MS), text);
    await claims.settle(key, "", MINUTE_MS);
    assert.equal(await claims.claim(key, "third", MINUTE_MS), "");
  });

  test("puts the outcome in place of the claim, with its own time", async () => {
    await claims.claim(key, "claimed", MINUTE_MS);
    await claims.settle(key, "done", 10 * MINUTE_MS);
    assert.equal(await claims.claim(key, "again", MINUTE_MS), "done");
    assert.ok((await onlooker.pTTL(`wawp:${key}`)) > 9 * MINUTE_MS);
  });

  test("stores an outcome whose claim is gone", async () => {
    await claims.settle(key, "done", MINUTE_MS);
    assert.equal(await claims.claim(key, "again", MINUTE_MS), "done");
  });

  test("forgets a key that is released", async () => {
    await claims.claim(key, "first", MINUTE_MS);
    await claims.release(key, "first");
    assert.equal(await stored(), null);
    await claims.release(key, "first");
    assert.equal(await claims.claim(key, "second", MINUTE_MS), null);
  });

  test("leaves a key that somebody else has claimed meanwhile", async () => {
    await claims.claim(key, "another's", MINUTE_MS);
    await claims.release(key, "mine");
    assert.equal(await stored(), "another's");
  });

  test("lets a key expire, and does not prolong it for those who ask", async () => {
    await claims.claim(key, "first", 150.4);
    const left = await onlooker.pTTL(`wawp:${key}`);
    assert.ok(left > 0 && left <= 151, `${left}`);
    await claims.claim(key, "second", MINUTE_MS);
    assert.ok((await onlooker.pTTL(`wawp:${key}`)) <= 151);
    await pause(200);
    assert.equal(await claims.claim(key, "third", MINUTE_MS), null);
  });

  test("keeps a day's time to the millisecond", async () => {
    await claims.claim(key, "first", 86_400_000);
    const left = await onlooker.pTTL(`wawp:${key}`);
    assert.ok(left > 86_390_000 && left <= 86_400_000, `${left}`);
  });

  test("uses the prefix it is given", async () => {
    await redisClaims(client, { prefix: "mine/" }).claim(key, "first", MINUTE_MS);
    assert.equal(await onlooker.get(`mine/${key}`), "first");
    assert.equal(await stored(), null);
  });

  test("rejects where something else is stored", async () => {
    await onlooker.rPush(`wawp:${key}`, "a list");
    await assert.rejects(claims.claim(key, "first", MINUTE_MS), /WRONGTYPE/);
    assert.deepEqual(await onlooker.lRange(`wawp:${key}`, 0, -1), ["a list"]);
  });
}

for (const [name, makeClient] of Object.entries(KINDS)) {
  describe(name, { skip }, () => {
    const server = { port: 0 };
    before(async () => Object.assign(server, await startRedis()));
    after(() => server.stop());
    behaves(makeClient, server);
  });
}

for (const [name, makeClient] of Object.entries(CLUSTERS)) {
  describe(name, { skip }, () => {
    const server = { port: 0 };
    before(async () => {
      Object.assign(server, await startRedis({ words: ["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"] }));
      const founder = await open(createClient({ socket: { port: server.port } }));
      await founder.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
      while (!(await founder.sendCommand(["CLUSTER", "INFO"])).includes("cluster_state:ok")) await pause(20);
    });
    after(() => server.stop());
    behaves(makeClient, server);
  });
}

describe("many at once", { skip }, () => {
  let server;
  before(async () => (server = await startRedis()));
  after(() => server.stop());

  test("200 claims of one key over four connections: one wins, all others learn of it", async () => {
    const { port } = server;
    const clients = await Promise.all([
      open(createClient({ socket: { port } })),
      open(createClient({ socket: { port } })),
      open(new Redis(port)),
      open(new Redis(port)),
    ]);
    const stores = clients.map((client) => redisClaims(client));
    for (let round = 0; round < 20; round += 1) {
      const claims = Array.from({ length: 200 }, (_, n) => stores[n % 4].claim(`round ${round}`, `${n}`, MINUTE_MS));
      const found = await Promise.all(claims);
      const winners = found.flatMap((value, n) => (value === null ? [`${n}`] : []));
      assert.equal(winners.length, 1);
      assert.deepEqual(new Set(found), new Set([null, winners[0]]));
    }
  });
});

describe("a server that is full and evicts nothing", { skip }, () => {
  let server;
  before(async () => (server = await startRedis({ words: ["--maxmemory-policy", "noeviction"] })));
  after(() => server.stop());

  test("refuses claims, and keeps those that it has", async () => {
    const client = await open(createClient({ socket: { port: server.port } }));
    const claims = redisClaims(client);
    await claims.claim("before", "first", MINUTE_MS);
    await client.configSet("maxmemory", "1");
    await assert.rejects(claims.claim("afterwards", "first", MINUTE_MS), /OOM/);
    assert.equal(await client.get("wawp:before"), "first");
  });
});

describe("an answer of the server that is lost", { skip }, () => {
  let server;
  let wire;
  before(async () => {
    server = await startRedis();
    wire = await startWire(server.port);
  });
  after(async () => {
    await wire.stop();
    await server.stop();
  });

  // ioredis asks again after a loss, and then finds its own claim.
  for (const [name, makeClient] of Object.entries({ redis: KINDS.redis, ioredis: KINDS.ioredis })) {
    test(`${name}: does not win the key, which stays claimed`, async () => {
      const claims = redisClaims(await makeClient(wire.port));
      await claims.claim(`${name} before`, "first", MINUTE_MS);
      wire.cutAtNextAnswer();
      const found = await claims.claim(name, "first", MINUTE_MS).catch((error) => error);
      assert.ok(found instanceof Error || found === "first", `${found}`);
      const other = redisClaims(await makeClient(server.port));
      assert.equal(await other.claim(name, "second", MINUTE_MS), "first");
    });
  }
});

/** Clients as they should be for claims: what can't be sent now is not sent later. */
const PROMPT = {
  "redis": (port) => open(createClient({ socket: { port }, disableOfflineQueue: true })),
  "ioredis": async (port) => {
    const settings = { enableOfflineQueue: false, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 };
    const client = await open(new Redis(port, settings));
    await once(client, "ready");
    return client;
  },
};

for (const [name, makeClient] of Object.entries(PROMPT)) {
  describe(`${name}, when the server is away`, { skip }, () => {
    let server;
    before(async () => (server = await startRedis()));
    after(() => server.stop());

    test("rejects at once, stores nothing later, and works again afterwards", async () => {
      const claims = redisClaims(await makeClient(server.port));
      await claims.claim("before", "first", MINUTE_MS);
      await server.stop();
      const began = performance.now();
      await assert.rejects(claims.claim("meanwhile", "first", MINUTE_MS));
      await assert.rejects(claims.settle("meanwhile", "done", MINUTE_MS));
      await assert.rejects(claims.release("meanwhile", "first"));
      assert.ok(performance.now() - began < 1000);

      server = await startRedis({ port: server.port });
      let isBack = false;
      while (!isBack) {
        await pause(50);
        isBack = await claims.settle("afterwards", "done", MINUTE_MS).then(() => true, () => false);
      }
      const onlooker = await open(createClient({ socket: { port: server.port } }));
      assert.deepEqual(await onlooker.keys("*"), ["wawp:afterwards"]);
    });
  });
}

describe("no such client", () => {
  const replies = (value) => ({ isOpen: true, set: async () => value, del: async () => 1 });

  for (const [name, client] of Object.entries({
    "nothing": undefined,
    "null": null,
    "a text": "redis://localhost",
    "an object": {},
    "a Map": new Map(),
    "one that only has the same names": { set: async () => null, del: async () => 1, sendCommand: async () => null },
    "one without SET": { isOpen: true, del: async () => 1 },
    "a list of commands of redis": skipLibraries ? {} : createClient().multi(),
    "the callback interface of redis": skipLibraries ? {} : createClient().legacy(),
  })) {
    test(`${name} is refused`, () => {
      assert.throws(() => redisClaims(client), {
        name: "WawpError",
        code: "invalid_argument",
        reason: "not_a_redis_client",
        path: "options.claims",
        delivery: "not_sent",
        retryable: false,
        attempts: 0,
      });
    });
  }

  for (const [name, client] of Object.entries({
    "undefined": replies(undefined),
    "a number": replies(1),
    "true": replies(true),
    "an object": replies({}),
    "a list of commands of ioredis": skipLibraries ? replies({}) : new Redis({ lazyConnect: true }).pipeline(),
  })) {
    test(`${name} as an answer does not win a key`, async () => {
      await assert.rejects(redisClaims(client).claim("key", "first", MINUTE_MS), /neither/);
    });
  }
});

/** A wire to a server that can be cut just before an answer gets through. */
async function startWire(target) {
  let isToBeCut = false;
  const sockets = new Set();
  const wire = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    sockets.add(near).add(far);
    near.pipe(far);
    far.on("data", (chunk) => {
      if (!isToBeCut) return near.write(chunk);
      isToBeCut = false;
      near.destroy();
      far.destroy();
    });
  }).listen(0, "127.0.0.1");
  await once(wire, "listening");
  return {
    port: wire.address().port,
    cutAtNextAnswer: () => (isToBeCut = true),
    async stop() {
      wire.close();
      for (const socket of sockets) socket.destroy();
      await once(wire, "close");
    },
  };
}
