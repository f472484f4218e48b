// Limits: who asks too often is told when to come back, nothing is forwarded, and the key is free again.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fieldsOf } from "./calls.js";
import { withNothingForwarded } from "./host.js";
import { ask, askDirectly, told } from "./request.js";
import { ORIGIN, makeRelay, useWorld } from "./world.js";

const MINUTE_MS = 60_000;

const world = useWorld();
const send = (as = "ada", instanceId = world.ada) => ask(fieldsOf("sendText", instanceId), { as });

async function assertTooMany(made, plain, wholeSeconds) {
  const answer = await withNothingForwarded(world, made, () => askDirectly(made, plain));
  const { status, code, delivery } = told(answer);
  assert.deepEqual({ status, code, delivery }, { status: 429, code: "rate_limited", delivery: "rejected" });
  assert.equal(answer.headers["retry-after"], String(wholeSeconds));
  assert.equal(answer.headers["access-control-expose-headers"], "retry-after");
  assert.equal(answer.headers["access-control-allow-origin"], ORIGIN);
  const { retryAfterMs } = JSON.parse(answer.text).error;
  assert.ok(retryAfterMs > 0 && retryAfterMs <= wholeSeconds * 1_000, String(retryAfterMs));
}

describe("for a visitor", () => {
  test("each has its own", async () => {
    const made = makeRelay(world, { visitorPerMinute: 3 });
    for (let call = 0; call < 3; call += 1) assert.equal(told(await askDirectly(made, send())).status, 200);
    await assertTooMany(made, send(), 20);
    await assertTooMany(made, ask(fieldsOf("status", world.ada)), 20);
    assert.equal(told(await askDirectly(made, send("bob", world.bob))).status, 200);
    assert.equal(told(await askDirectly(made, send("root"))).status, 200);
  });

  test("at once, no more than there are", async () => {
    const made = makeRelay(world, { visitorPerMinute: 5 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => askDirectly(made, send())));
    assert.deepEqual(
      [
        answers.filter(({ status }) => status === 200).length,
        answers.filter(({ status }) => status === 429).length,
        made.forwarded.length,
      ],
      [5, 25, 5],
    );
  });

  test("what is known already is told all the same, and counts nothing", async () => {
    const made = makeRelay(world, { visitorPerMinute: 1 });
    const plain = send();
    for (let time = 0; time < 5; time += 1) assert.equal(told(await askDirectly(made, plain)).result.state, "sent");
    assert.equal(made.forwarded.length, 1);
    await assertTooMany(made, send(), MINUTE_MS / 1_000);
    assert.equal(told(await askDirectly(made, plain)).result.state, "sent");
  });

  test("what is refused before counts nothing", async () => {
    const made = makeRelay(world, { visitorPerMinute: 1 });
    for (const bad of [
      ask([], { body: "{" }),
      ask(fieldsOf("sendText", world.bob)),
      ask(fieldsOf("sendMedia", world.ada, { media_url: "https://127.0.0.1/" })),
    ])
      await askDirectly(made, bad);
    assert.equal(told(await askDirectly(made, send())).status, 200);
  });
});

describe("for an instance", () => {
  test("all its visitors share one", async () => {
    const made = makeRelay(world, { instancePerMinute: 3 });
    for (const as of ["ada", "root", "ada"]) assert.equal(told(await askDirectly(made, send(as))).status, 200);
    await assertTooMany(made, send("root"), 20);
    await assertTooMany(made, send("ada"), 20);
    assert.equal(told(await askDirectly(made, send("root", world.bob))).status, 200);
  });

  test("it is not got round by other words for the instance", async () => {
    const made = makeRelay(world, { instancePerMinute: 1 });
    assert.equal(told(await askDirectly(made, send())).status, 200);
    for (const id of [`${world.ada}\u200b`, world.ada.toLowerCase(), ` ${world.ada}`, `${world.ada}\u0000`]) {
      assert.notEqual(told(await withNothingForwarded(world, made, () => askDirectly(made, send("ada", id)))).status, 200);
    }
  });
});

test("a key that was refused is free again, and its message goes out once", async () => {
  const made = makeRelay(world, { visitorPerMinute: 60 });
  await Promise.all(Array.from({ length: 60 }, () => askDirectly(made, ask(fieldsOf("status", world.ada)))));
  const plain = send();
  const answer = await askDirectly(made, plain);
  if (answer.status === 429) {
    assert.deepEqual(
      made.noted.claims.map(([what]) => what),
      ["claim", "release"],
    );
    assert.equal(made.noted.claims[0][1], made.noted.claims[1][1]);
    assert.equal(answer.headers["retry-after"], "1");
    await pause(1_050);
  }
  assert.equal(told(await askDirectly(made, plain)).result.state, "sent");
  assert.equal(told(await askDirectly(made, plain)).result.state, "sent");
  assert.equal(made.forwarded.filter((url) => url.endsWith("/send")).length, 1);
});
