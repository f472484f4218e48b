// A store that fails or lies: nothing goes out twice, nothing goes out unnoted, and what the page is told stays true.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { memoryClaims } from "../../../pkg/entry/relay/index.js";
import { fieldsOf } from "./calls.js";
import { assertUnread, assertUnready, hostsError, withNothingForwarded } from "./host.js";
import { ask, askDirectly, told } from "./request.js";
import { makeRelay, useWorld } from "./world.js";

const world = useWorld();
const send = () => ask(fieldsOf("sendText", world.ada));

/** A store of which some methods are others. */
function storeWith(methods) {
  return { ...memoryClaims(), ...methods };
}

/** Claims that can't be trusted. */
const FAILURES = {
  throws: () => {
    throw hostsError();
  },
  rejects: () => Promise.reject(hostsError()),
  "rejects with nothing": () => Promise.reject(),
  "gives true": () => true,
  "gives false": () => false,
  "gives a number": () => 1,
  "gives zero": () => 0,
  "gives an object": () => ({ value: "x" }),
  "gives a list": () => ["x"],
  "gives bytes": () => Buffer.from("x"),
  "gives a function": () => () => {},
  "gives a promise of true": async () => true,
};

/** Notes that nobody wrote. */
const LIES = [
  "", " ", "OK", "null", "true", "[]", "{}", "{", '"x"', '{"call":1}', '{"call":"x"}', '{"until":1}',
  '{"call":null,"until":null}', "\0", "\ufffd",
  "x".repeat(100_000),
];

describe("a claim that fails", () => {
  for (const [what, claim] of Object.entries(FAILURES)) {
    test(`it ${what}: 503, nothing forwarded, and the host is told`, async () => {
      const made = makeRelay(world, { claims: storeWith({ claim }) });
      for (const name of ["sendText", "sendMedia", "createSession", "logout", "qrCode"]) {
        const answer = await withNothingForwarded(world, made, () => askDirectly(made, ask(fieldsOf(name, world.ada))));
        assertUnread(world, answer);
      }
      assert.equal(made.noted.errors.length, 5);
      assert.deepEqual(made.noted.tokens, []);
    });
  }

  test("calls without a key don't need it", async () => {
    const made = makeRelay(world, { claims: storeWith({ claim: FAILURES.throws }) });
    assert.equal(told(await askDirectly(made, ask(fieldsOf("status", world.ada)))).status, 200);
    assert.deepEqual(made.noted.claims, []);
  });
});

describe("a store that lies", () => {
  for (const lie of LIES) {
    test(`a claim that gives ${JSON.stringify(lie).slice(0, 40)}: the call counts as interrupted`, async () => {
      const made = makeRelay(world, { claims: storeWith({ claim: async () => lie }) });
      const { status, code, reason, delivery } = told(await withNothingForwarded(world, made, () => askDirectly(made, send())));
      assert.deepEqual(
        { status, code, reason, delivery },
        { status: 200, code: "unconfirmed", reason: "interrupted", delivery: "unknown" },
      );
    });
  }

  test("a note of another call: the key counts as used", async () => {
    const lie = JSON.stringify({
      call: "0".repeat(64),
      until: 9e15,
      mark: "x",
      answer: { wawp: 1, result: { state: "sent", id: "FORGED" } },
    });
    const made = makeRelay(world, { claims: storeWith({ claim: async () => lie }) });
    const answer = await withNothingForwarded(world, made, () => askDirectly(made, send()));
    assert.deepEqual([told(answer).status, told(answer).reason, answer.text.includes("FORGED")], [409, "key_reused", false]);
  });
});

describe("a store that fails after the claim", () => {
  for (const [what, settle] of Object.entries(FAILURES).slice(0, 3)) {
    test(`noting the outcome ${what}: the page is told it, the key stays claimed, and the host is told`, async () => {
      const made = makeRelay(world, { claims: storeWith({ settle }) });
      const plain = send();
      assert.equal(told(await askDirectly(made, plain)).result?.state, "sent");
      assert.equal(made.noted.errors.length, 1);
      const again = told(await withNothingForwarded(world, made, () => askDirectly(made, plain)));
      assert.deepEqual([again.status, again.reason, again.delivery], [409, "in_progress", "unknown"]);
    });

    test(`giving the key back ${what}: it stays claimed, and the host is told`, async () => {
      const made = makeRelay(world, { claims: storeWith({ release: settle }), accessToken: () => "" });
      const plain = send();
      assertUnready(world, await withNothingForwarded(world, made, () => askDirectly(made, plain)));
      assert.equal(made.noted.errors.length, 2);
      assert.equal(told(await withNothingForwarded(world, made, () => askDirectly(made, plain))).reason, "in_progress");
    });
  }

  test("a store that is full: what is claimed stays known", async () => {
    const made = makeRelay(world, { claims: memoryClaims({ maxEntries: 1 }) });
    const plain = send();
    assert.equal(told(await askDirectly(made, plain)).result?.state, "sent");
    assertUnread(world, await withNothingForwarded(world, made, () => askDirectly(made, send())));
    assert.equal(told(await withNothingForwarded(world, made, () => askDirectly(made, plain))).result?.state, "sent");
  });
});
