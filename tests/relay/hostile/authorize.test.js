// The host's `authorize`: whatever it does, nobody gets more than it names, and no word of it gets out.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { NAMES, fieldsOf } from "./calls.js";
import { assertUnready, hostsError, withNothingForwarded } from "./host.js";
import { ask, askByWire, askDirectly, newKey, told } from "./request.js";
import { makeRelay, serveRelay, useWorld } from "./world.js";

const world = useWorld();
const all = { visitor: "v", instances: "all", operations: "all" };

/** What `authorize` might do, and what then is answered. */
const FAILURES = {
  throws: () => {
    throw hostsError();
  },
  "throws no error": () => {
    throw "hosts-0wn-w0rds";
  },
  "throws nothing": () => {
    throw undefined;
  },
  rejects: () => Promise.reject(hostsError()),
  "rejects late": () => pause(20).then(() => Promise.reject(hostsError())),
  "returns what throws when it is awaited": () => ({
    then() {
      throw hostsError();
    },
  }),
  "reads the body": async (request) => (await request.text(), all),
  "reads the body and does not wait": (request) => (request.json().catch(() => {}), all),
  "takes the body away": async (request) => (await request.body.cancel(), all),
  "makes another request of it": (request) => (new Request(request), all),
  // An exception that nobody catches: it would end the host's process.
  "locks the body": (request) => (request.body.getReader(), all),
  "pipes the body elsewhere": (request) => (request.body.pipeTo(new WritableStream()).catch(() => {}), all),
  "returns an object whose names can't be read": () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw hostsError();
        },
      },
    ),
};

/** What is no permit. */
const JUNK = {
  true: true,
  "a number": 7,
  zero: 0,
  NaN,
  "a text": "ada",
  "an empty text": "",
  "a big integer": 7n,
  "a symbol": Symbol("ada"),
  "a function": () => all,
  "a list": [],
  "a list of a permit": [all],
  "an empty object": {},
  "a date": new Date(),
  "a map": new Map(Object.entries(all)),
  "a Response": new Response("no"),
  "an error": new Error("no"),
  "no visitor": { instances: "all", operations: "all" },
  "an empty visitor": { ...all, visitor: "" },
  "a blank visitor": { ...all, visitor: " " },
  "a visitor of null": { ...all, visitor: null },
  "a number as visitor": { ...all, visitor: 7 },
  "an object as visitor": { ...all, visitor: { id: 1 } },
  "a list as visitor": { ...all, visitor: ["ada"] },
  "a String as visitor": { ...all, visitor: new String("ada") },
  "a text of instances": { ...all, instances: "A" },
  "ALL instances": { ...all, instances: "ALL" },
  "true for instances": { ...all, instances: true },
  "a set of instances": { ...all, instances: new Set(["A"]) },
  "an object of instances": { ...all, instances: { 0: "A", length: 1 } },
  "a list in the list of instances": { ...all, instances: [["A"]] },
  "a number in the list of instances": { ...all, instances: [7] },
  "null in the list of instances": { ...all, instances: ["A", null] },
  "a hole in the list of instances": { ...all, instances: [, "A"] },
  "true for operations": { ...all, operations: true },
  "a text of operations": { ...all, operations: "sendText" },
  "an unknown operation": { ...all, operations: ["sendText", "send"] },
  "an operation in other letters": { ...all, operations: ["SENDTEXT"] },
  "all in a list of operations": { ...all, operations: ["all"] },
  "a word too many": { ...all, roles: ["admin"] },
  "a misspelt word": { visitor: "v", instance: ["A"], operations: "all" },
};

/** What says that nobody asks. */
const NOBODY = {
  undefined,
  null: null,
  false: false,
  "a promise of undefined": Promise.resolve(),
  "a promise of null": Promise.resolve(null),
};

/** Permits that allow less than they seem to, for a call with Ada's instance. */
const NARROW = {
  "no instances": () => ({ visitor: "v", operations: "all" }),
  "instances of undefined": () => ({ ...all, instances: undefined }),
  "instances of null": () => ({ ...all, instances: null }),
  "an empty list of instances": () => ({ ...all, instances: [] }),
  "another's instance": () => ({ ...all, instances: [world.bob] }),
  "an empty instance": () => ({ ...all, instances: [""] }),
  "all in a list of instances": () => ({ ...all, instances: ["all", "*"] }),
  "the instance in small letters": () => ({ ...all, instances: [world.ada.toLowerCase()] }),
  "the instance and a space": () => ({ ...all, instances: [`${world.ada} `] }),
  "no operations": () => ({ visitor: "v", instances: "all" }),
  "operations of null": () => ({ ...all, operations: null }),
  "an empty list of operations": () => ({ ...all, operations: [] }),
  "all operations but this": () => ({
    ...all,
    operations: NAMES.filter((name) => !/Group$|^sendText$|^createInstance$/.test(name)),
  }),
  "instances that throw when they are read": () => ({
    ...all,
    get instances() {
      throw hostsError();
    },
  }),
  "what only its prototype allows": () =>
    Object.create(all, { visitor: { value: "v", enumerable: true }, instances: { value: [], enumerable: true } }),
};

const send = () => ask(fieldsOf("sendText", world.ada));

async function attempt(authorize, plain = send()) {
  const made = makeRelay(world, { authorize });
  const answer = await withNothingForwarded(world, made, () => Promise.race([askDirectly(made, plain), late()]));
  return { answer, ...made };
}

async function late() {
  await pause(3_000, undefined, { ref: false });
  throw new Error("the relay did not answer");
}

describe("that fails", () => {
  for (const [what, authorize] of Object.entries(FAILURES)) {
    test(`it ${what}: 503, and the host is told`, async () => {
      const { answer, noted } = await attempt(authorize);
      assertUnready(world, answer);
      assert.equal(noted.errors.length, 1);
      assert.deepEqual([noted.claims, noted.tokens], [[], []]);
    });
  }
});

describe("that returns", () => {
  for (const [what, junk] of Object.entries(JUNK)) {
    test(`${what}: 503, and the host is told`, async () => {
      const { answer, noted } = await attempt(() => junk);
      assertUnready(world, answer);
      assert.deepEqual(
        noted.errors.map(({ name, code }) => [name, code]),
        [["WawpError", "invalid_argument"]],
      );
    });
  }
  for (const [what, nobody] of Object.entries(NOBODY)) {
    test(`${what}: 401, and the host has made no mistake`, async () => {
      const { answer, noted } = await attempt(() => nobody);
      const { status, reason } = told(answer);
      assert.deepEqual([status, reason, noted.errors], [401, "visitor_unknown", []]);
    });
  }
  for (const [what, tell] of Object.entries(NARROW)) {
    test(`${what}: 403`, async () => {
      const { answer, noted } = await attempt(() => tell());
      const { status, reason } = told(answer);
      assert.deepEqual([status, reason, noted.claims], [403, "not_allowed", []]);
    });
  }
  test("the call by hand, but not all instances: 403", async () => {
    for (const instances of [[], [world.ada], ["all"], undefined]) {
      const { answer } = await attempt(() => ({ visitor: "v", instances, operations: ["call"] }), ask(fieldsOf("call")));
      assert.equal(told(answer).status, 403);
    }
  });
});

test("it may read a copy of the body", async () => {
  const { relay, forwarded } = makeRelay(world, {
    authorize: async (request) => ((await request.clone().json()).call === "send" ? all : undefined),
  });
  assert.equal(told(await askDirectly({ relay }, send())).status, 200);
  assert.equal(forwarded.length, 1);
});

test("it is asked once for each call, and not for what is refused before", async () => {
  const made = makeRelay(world);
  assert.equal(told(await askDirectly(made, send())).status, 200);
  assert.equal(made.noted.authorized, 1);
  for (const changes of [
    { method: "GET" },
    { method: "OPTIONS" },
    { target: "/x" },
    { headers: { origin: "null" } },
    { headers: { "wawp-relay": "2" } },
    { headers: { "content-type": "text/plain" } },
  ]) {
    await askDirectly(made, { ...ask(fieldsOf("sendText", world.ada), changes) });
  }
  assert.equal(made.noted.authorized, 1);
});

test("who has lost a right is not shown an outcome that was noted before", async () => {
  let permit = all;
  const made = makeRelay(world, { authorize: () => permit });
  const plain = ask(fieldsOf("sendText", world.ada, { key: newKey() }));
  assert.equal(told(await askDirectly(made, plain)).status, 200);
  for (const [next, status] of [
    [undefined, 401],
    [{ ...all, instances: [] }, 403],
    [{ ...all, operations: ["status"] }, 403],
    [{ ...all, instances: [world.bob] }, 403],
  ]) {
    permit = next;
    const answer = await withNothingForwarded(world, made, () => askDirectly(made, plain));
    assert.deepEqual([told(answer).status, answer.text.includes("BAE5")], [status, false]);
  }
});

test("no request can choose the gateway, the token, or what the relay allows", async () => {
  const made = await serveRelay(world, makeRelay(world));
  const hints = {
    host: ["evil.example"],
    "x-forwarded-host": "evil.example",
    "x-forwarded-server": "evil.example",
    "x-original-url": "https://evil.example/api",
    "x-rewrite-url": "/elsewhere",
    forwarded: 'host="evil.example";proto=https',
    "x-gateway": "https://evil.example/api",
    gateway: '{"baseUrl":"https://evil.example/api"}',
    "base-url": "https://evil.example/api",
    "x-access-token": "x",
    "access-token": "x",
    cookie: "gateway=https://evil.example; access_token=x",
    "proxy-authorization": "Basic eDp4",
    "x-http-method-override": "GET",
    te: "trailers",
    via: "1.1 evil.example",
    prefer: "respond-async",
  };
  for (const [name, value] of Object.entries(hints)) {
    const plain = ask(fieldsOf("sendText", world.ada), { headers: name === "host" ? {} : { [name]: value } });
    const answers = [
      await askByWire(
        made,
        plain,
        name === "host" ? { order: (headers) => headers.map(([key, one]) => [key, key === "host" ? "evil.example" : one]) } : {},
      ),
    ];
    if (name !== "host") answers.push(await askDirectly(made, { ...plain, fields: fieldsOf("sendText", world.ada) }));
    for (const answer of answers) assert.equal(told(answer).result?.state, "sent", name);
  }
  assert.deepEqual(new Set(made.forwarded), new Set([`${world.sandbox.gatewayUrl}/send`]));
});
