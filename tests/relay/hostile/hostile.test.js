// Hostile requests, by hand and by a generator, on sockets and handed over directly: all are refused, nothing is forwarded.
// A good call after each few shows that the relay still works and that what counts can see.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertDiscreet, assertRefused } from "./attack.js";
import { bodies } from "./attacks/bodies.js";
import { bytes } from "./attacks/bytes.js";
import { fields } from "./attacks/fields.js";
import { heads } from "./attacks/heads.js";
import { permits } from "./attacks/permits.js";
import { unlisted, urls } from "./attacks/urls.js";
import { fieldsOf } from "./calls.js";
import { ask, askByWire, askDirectly, bodyOf, parse, send, told } from "./request.js";
import { both, makeDice, respell, vary } from "./variations.js";
import { makeRelay, seenBy, serveRelay, useWorld } from "./world.js";

/** How many other requests are made of each attack. */
const VARIATIONS = 1;
/** How many attacks come between two good calls. */
const BATCH = 10;
/** How many requests attack twice. */
const DOUBLES = 200;

let relay;
let listed;
const world = useWorld(async (world) => {
  relay = await serveRelay(world, makeRelay(world));
  listed = await serveRelay(world, makeRelay(world, { mediaOrigins: ["https://files.example"] }));
});
const dice = makeDice(20260726);
const made = { attacks: 0, requests: 0 };

/** What a relay has done so far. */
function done({ noted, forwarded }) {
  return { forwarded: forwarded.length, tokens: noted.tokens.length, claims: noted.claims.length };
}

/** Attacks a relay in all ways that there are. */
async function attack(place, one) {
  const again = Array.from({ length: VARIATIONS }, () => ({ ...one, plain: vary(dice, one), isVaried: true }));
  for (const { isVaried, ...attempt } of [one, ...again]) {
    const body = bodyOf(attempt.plain);
    if (!attempt.directly) {
      made.requests += 1;
      const answer = await askByWire(place, attempt.plain, isVaried ? respell(dice, body) : {});
      // Node refuses some before the adapter sees them, without a body.
      assertRefused(
        answer,
        answer.text === "" ? { ...attempt, reason: undefined, path: undefined } : attempt,
        world.sandbox.gatewayUrl,
      );
    }
    if (!attempt.byWire && sayable(attempt.plain)) {
      made.requests += 1;
      assertRefused(await askDirectly(place, attempt.plain), attempt, world.sandbox.gatewayUrl);
    }
  }
}

/** Whether a request can be one that `fetch` knows. */
function sayable({ headers }) {
  return headers.every(([, value]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value));
}

/** Shows that nothing has come of what was done since the gateway was last looked at, and that a good call still works. */
async function assertUnhurt(place, seen) {
  assert.deepEqual(await seenBy(world), seen, "the gateway has seen something");
  const had = done(place);
  const { status, result } = told(await askByWire(place, ask(fieldsOf("sendText", world.ada))));
  assert.deepEqual([status, result?.state], [200, "sent"]);
  const has = done(place);
  assert.deepEqual([has.forwarded, has.tokens], [had.forwarded + 1, had.tokens + 1]);
  assert.deepEqual(new Set(place.forwarded.map((url) => new URL(url).origin)), new Set([world.sandbox.origin]));
  const { requests, messages, newest } = await seenBy(world);
  assert.equal(messages, seen.messages + 1);
  // The gateway keeps the last 500 requests.
  assert.ok(requests === seen.requests + 1 || (requests === 500 && newest > seen.newest));
}

/** Runs a test for each attack; in between it looks at the gateway. */
async function each(t, all, place, run) {
  for (let start = 0; start < all.length; start += BATCH) {
    const seen = await seenBy(world);
    for (const one of all.slice(start, start + BATCH)) {
      await t.test(one.name, async () => {
        made.attacks += 1;
        const had = done(place);
        await run(one);
        assert.deepEqual(done(place), had, "something was forwarded, or prepared for it");
      });
    }
    await t.test("nothing has come of these, and a good call works", () => assertUnhurt(place, seen));
  }
}

function attacks(title, tell, relayOf = () => relay) {
  test(title, (t) => each(t, tell(world), relayOf(), (one) => attack(relayOf(), one)));
}

attacks("in the head", heads);
attacks("in the body", bodies);
attacks("in the fields", fields);
attacks("on what is others'", permits);
attacks("by addresses that point inside", urls);
attacks("by addresses beside a list", unlisted, () => listed);

test("on the wire", (t) =>
  each(t, bytes(world), relay, async ({ name, bytes, statuses }) => {
    made.requests += 1;
    const received = await send(relay, bytes);
    const answers = received
      .split(/(?=HTTP\/1\.1 \d{3} )/)
      .filter(Boolean)
      .map(parse);
    const answered = answers.map(({ status }) => status);
    // A connection may also end without a word.
    assert.deepEqual(answered, statuses.slice(0, answered.length), received);
    for (const answer of answers) assertDiscreet(answer, world.sandbox.gatewayUrl, name);
  }));

test(`${DOUBLES} requests that attack twice`, async () => {
  const [before, after] = [
    heads(world).filter(({ byWire, directly }) => !byWire && !directly),
    [...fields(world), ...permits(world), ...urls(world)],
  ];
  const [had, seen] = [done(relay), await seenBy(world)];
  for (let turn = 0; turn < DOUBLES; turn += 1) {
    const one = both(dice.one(before), dice.one(after));
    made.requests += 1;
    assertRefused(
      turn % 2 || !sayable(one.plain) ? await askByWire(relay, one.plain) : await askDirectly(relay, one.plain),
      one,
      world.sandbox.gatewayUrl,
    );
  }
  assert.deepEqual(done(relay), had);
  await assertUnhurt(relay, seen);
});

test("there were enough of them", (t) => {
  t.diagnostic(`${made.attacks} attacks, ${made.requests} requests`);
  assert.ok(made.attacks >= 500 && made.requests >= 4_000, JSON.stringify(made));
});
