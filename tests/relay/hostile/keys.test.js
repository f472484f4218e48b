// Keys: replayed, forged, shared out and hurried. Each message goes out once, and nobody learns of another's.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { KEYED, fieldsOf } from "./calls.js";
import { withNothingForwarded } from "./host.js";
import { ask, askByWire, askDirectly, newKey, told } from "./request.js";
import { makeRelay, seenBy, serveRelay, useWorld } from "./world.js";

const CROWD = 50;

const world = useWorld();
const send = (key, { as = "ada", instanceId = world.ada, ...changes } = {}) =>
  ask(fieldsOf("sendText", instanceId, { key, ...changes }), { as });

test("a key that is replayed gives the same outcome, in whatever words", async () => {
  const made = await serveRelay(world, makeRelay(world));
  const plain = send(newKey());
  const first = await askDirectly(made, plain);
  assert.equal(told(first).result.state, "sent");
  const { fields } = plain;
  for (const again of [
    plain,
    { ...plain, fields: [...fields].reverse() },
    { ...plain, body: ` ${JSON.stringify(Object.fromEntries(fields)).replace("hello", "h\\u0065llo")}\n` },
  ]) {
    for (const door of [askDirectly, askByWire]) {
      const answer = await withNothingForwarded(world, made, () => door(made, again));
      assert.deepEqual(JSON.parse(answer.text), JSON.parse(first.text));
    }
  }
});

test("a key that is used for another call: 409, whatever differs", async () => {
  const made = makeRelay(world);
  const key = newKey();
  assert.equal(told(await askDirectly(made, send(key))).result.state, "sent");
  const others = [
    send(key, { message: "hello " }),
    send(key, { message: "Hello" }),
    send(key, { message: "hell\u00f6" }),
    send(key, { number: "84933313001" }),
    ask(fieldsOf("sendTextToGroup", world.ada, { key })),
    ask(fieldsOf("sendMedia", world.ada, { key, message: "hello" })),
    ...KEYED.filter((name) => !["sendText", "createSession", "call"].includes(name)).map((name) =>
      ask(fieldsOf(name, world.ada, { key })),
    ),
  ];
  for (const other of others) {
    const { status, reason, delivery } = told(await withNothingForwarded(world, made, () => askDirectly(made, other)));
    assert.deepEqual({ status, reason, delivery }, { status: 409, reason: "key_reused", delivery: "rejected" });
  }
});

test("letters that look the same are others", async () => {
  const made = makeRelay(world);
  const key = newKey();
  assert.equal(told(await askDirectly(made, send(key, { message: "caf\u00e9" }))).result.state, "sent");
  assert.equal(told(await askDirectly(made, send(key, { message: "cafe\u0301" }))).reason, "key_reused");
});

describe("one key in several hands", () => {
  test("of two visitors: two messages, and neither learns of the other's", async () => {
    const made = makeRelay(world);
    const key = newKey();
    const { messages } = await seenBy(world);
    const ids = [];
    for (const [as, instanceId] of [
      ["ada", world.ada],
      ["root", world.ada],
      ["bob", world.bob],
      ["root", world.bob],
    ]) {
      ids.push(told(await askDirectly(made, send(key, { as, instanceId }))).result.id);
    }
    assert.equal(new Set(ids).size, 4);
    assert.equal((await seenBy(world)).messages, messages + 4);
    assert.equal(new Set(made.noted.claims.filter(([what]) => what === "claim").map(([, name]) => name)).size, 4);
  });

  test("of a visitor with another's outcome in mind: nothing but the own", async () => {
    const made = makeRelay(world);
    const key = newKey();
    const { result } = told(await askDirectly(made, send(key)));
    const answer = await withNothingForwarded(world, made, () => askDirectly(made, send(key, { as: "bob" })));
    assert.deepEqual([told(answer).status, answer.text.includes(result.id)], [403, false]);
  });

  test("what is put together of other parts is another claim", async () => {
    const names = [];
    // Visitor, instance and key, which spell the same one after the other.
    for (const [visitor, instanceId, key] of [
      ["ab", "cdef", "ghijklmnop"],
      ["abc", "def", "ghijklmnop"],
      ["a", "bcdefg", "hijklmnop"],
      ["ab", "cdefg", "hijklmnop"],
      ["ab\0", "cdef", "ghijklmnop"],
    ]) {
      const made = makeRelay(world, { authorize: () => ({ visitor, instances: "all", operations: "all" }) });
      await askDirectly(made, send(key, { instanceId }));
      names.push(made.noted.claims[0][1]);
    }
    assert.equal(new Set(names).size, 5);
  });
});

describe(`${CROWD} at once`, () => {
  test("with one key and one text: one is forwarded, the others are told its outcome or to ask again", async () => {
    const made = await serveRelay(world, makeRelay(world));
    const plain = send(newKey());
    const had = await seenBy(world);
    const answers = await Promise.all(
      Array.from({ length: CROWD }, (_, place) => (place % 2 ? askByWire : askDirectly)(made, plain)),
    );
    const has = await seenBy(world);
    assert.deepEqual([made.forwarded.length, has.messages - had.messages, has.requests - had.requests], [1, 1, 1]);
    const outcomes = answers.filter(({ status }) => status === 200).map(({ text }) => text);
    assert.ok(outcomes.length >= 1 && new Set(outcomes).size === 1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      const { status, code, reason, delivery } = told(answer);
      assert.deepEqual(
        { status, code, reason, delivery },
        { status: 409, code: "unconfirmed", reason: "in_progress", delivery: "unknown" },
      );
      assert.equal(answer.headers["retry-after"], "1");
    }
    assert.deepEqual(told(await askDirectly(made, plain)).result, JSON.parse(outcomes[0]).result);
  });

  test("with one key and as many texts: one is forwarded, the others are told that the key is used", async () => {
    const made = await serveRelay(world, makeRelay(world));
    const key = newKey();
    const had = await seenBy(world);
    const answers = await Promise.all(
      Array.from({ length: CROWD }, (_, place) => askDirectly(made, send(key, { message: `text ${place}` }))),
    );
    const has = await seenBy(world);
    assert.deepEqual([made.forwarded.length, has.messages - had.messages], [1, 1]);
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal(answers.filter((answer) => told(answer).reason === "key_reused").length, CROWD - 1);
  });

  test("with as many keys: each is forwarded once", async () => {
    const made = makeRelay(world);
    const had = await seenBy(world);
    const answers = await Promise.all(Array.from({ length: CROWD }, () => askDirectly(made, send(newKey()))));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.deepEqual([made.forwarded.length, (await seenBy(world)).messages - had.messages], [CROWD, CROWD]);
  });

  for (const name of KEYED.filter((name) => name !== "sendText")) {
    test(`of ${name}: one is forwarded`, async () => {
      const made = makeRelay(world, {
        fetch: async () => Response.json({ status: "success", instance_id: "NEW", message: "Success" }),
      });
      const plain = ask(fieldsOf(name, world.ada), { as: "root" });
      const answers = await Promise.all(Array.from({ length: CROWD }, () => askDirectly(made, plain)));
      assert.equal(made.forwarded.length, 1);
      assert.ok(answers.every((answer) => answer.status === 200 || told(answer).reason === "in_progress"));
    });
  }
});

test("a key is refused where none is needed, and none is noted", async () => {
  const made = makeRelay(world);
  for (const name of ["status", "groups", "createInstance", "setWebhook"])
    assert.equal(told(await askDirectly(made, ask(fieldsOf(name, world.ada)))).status, 200);
  assert.deepEqual(made.noted.claims, []);
});
