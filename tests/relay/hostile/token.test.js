// The host's token function: without a token nothing leaves, and the key is free again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NAMES, fieldsOf } from "./calls.js";
import { assertUnready, hostsError, withNothingForwarded } from "./host.js";
import { ask, askDirectly, told } from "./request.js";
import { HOSTS_WORDS, TOKEN, makeRelay, useWorld } from "./world.js";

const world = useWorld();

const FAILURES = {
  throws: () => {
    throw hostsError();
  },
  "throws a text": () => {
    throw HOSTS_WORDS;
  },
  "throws the token": () => {
    throw new Error(`cannot use ${TOKEN}`);
  },
  rejects: () => Promise.reject(hostsError()),
  "rejects with nothing": () => Promise.reject(),
  "returns an empty text": () => "",
  "returns a blank text": () => " \t\n",
  "returns undefined": () => undefined,
  "returns null": () => null,
  "returns a number": () => 7,
  "returns an object": () => ({ token: TOKEN }),
  "returns a list": () => [TOKEN],
  "returns bytes": () => Buffer.from(TOKEN),
  "returns a function": () => () => TOKEN,
  "returns a promise of nothing": () => Promise.resolve(),
  "returns what throws when it is awaited": () => ({
    then() {
      throw hostsError();
    },
  }),
};

for (const [what, fail] of Object.entries(FAILURES)) {
  test(`it ${what}: 503, the host is told, and the key is free again`, async () => {
    let isWell = false;
    const made = makeRelay(world, { accessToken: () => (isWell ? TOKEN : fail()) });
    for (const name of ["sendText", "status"]) {
      isWell = false;
      const plain = ask(fieldsOf(name, world.ada));
      const answer = await withNothingForwarded(world, made, () => askDirectly(made, plain));
      assertUnready(world, answer);
      assert.equal(made.noted.errors.length, 1);
      const [{ code, reason, path }] = made.noted.errors.splice(0);
      assert.deepEqual(
        { code, reason, path },
        { code: "invalid_argument", reason: "token_unavailable", path: "options.accessToken" },
      );
      isWell = true;
      assert.equal(told(await askDirectly(made, plain)).status, 200, "the same call, later");
    }
  });
}

test("it fails: the same for each call", async () => {
  const made = makeRelay(world, { accessToken: () => Promise.reject(hostsError()) });
  for (const name of NAMES) {
    const answer = await withNothingForwarded(world, made, () =>
      askDirectly(made, ask(fieldsOf(name, world.ada), { as: "root" })),
    );
    assertUnready(world, answer);
  }
  assert.deepEqual(
    made.noted.claims.filter(([what]) => what === "settle"),
    [],
  );
});

test("it hangs: 503 in time, the host is told, and the key is free again", async () => {
  let isWell = false;
  const made = makeRelay(world, { timeoutMs: 500, accessToken: () => (isWell ? TOKEN : new Promise(() => {})) });
  const plain = ask(fieldsOf("sendText", world.ada));
  assertUnready(world, await withNothingForwarded(world, made, () => askDirectly(made, plain)));
  assert.equal(made.noted.errors.length, 1);
  isWell = true;
  assert.equal(told(await askDirectly(made, plain)).status, 200);
});

test("it is asked for the visitor of the permit", async () => {
  const made = makeRelay(world);
  for (const [as, instanceId] of [
    ["ada", world.ada],
    ["bob", world.bob],
    ["root", world.bob],
  ]) {
    assert.equal(
      told(
        await askDirectly(
          made,
          ask(fieldsOf("sendText", instanceId, { visitor: undefined }), { as, headers: { "x-visitor": "root" } }),
        ),
      ).status,
      200,
    );
  }
  assert.deepEqual(made.noted.tokens, ["ada", "bob", "root"]);
});
