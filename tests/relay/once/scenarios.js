// What happens to sends and what has to come of it: the same tests for every client and every relay.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessToken } from "../../package/helpers.js";
import { line, tally } from "./tally.js";

/** How long a gateway takes that is slower than any repetition, in milliseconds. */
const SLOW_MS = 150;

const SENT = { told: "sent", arrived: 1, forwarded: 1 };
const LOST = { told: "unknown (network)", arrived: 1, forwarded: 1 };
const UNHEARD = { ...LOST, arrived: 0 };

/** Where connections drop, by the words of a message that tell the proxies, and what comes of it. */
const DROPS = {
  "between page and relay": [
    { when: "when the relay has answered", words: "answered through", ends: SENT },
    { when: "as soon as the relay has it", words: "working through", ends: SENT },
    { when: "while the gateway is slow", words: "working through", gatewayMs: SLOW_MS, ends: SENT },
    { when: "while the gateway is slow, the relay's end too", words: "left through", gatewayMs: SLOW_MS, ends: SENT },
  ],
  "between relay and gateway": [
    { when: "before the gateway hears of it", words: "through unheard", ends: UNHEARD },
    { when: "while the gateway is slow", words: "through working", gatewayMs: SLOW_MS, ends: LOST },
    { when: "when the gateway has answered", words: "through answered", ends: LOST },
  ],
  "on both sides": [
    { when: "before the gateway hears of it", words: "working unheard", ends: UNHEARD },
    { when: "when both have answered", words: "answered answered", ends: LOST },
  ],
};

/** A suite that counts as one test where it has to be skipped: node:test does not count suites. */
export function suite(name, skip, define) {
  if (skip) test(name, { skip }, () => {});
  else describe(name, define);
}

/** Relays for the tests of one `describe`: one for each of what `each` gives, see `relayOptions`. */
export function useRelays(world, { reuses, start }, each = () => [{}]) {
  const relays = { reuses, running: [] };
  before(async () => (relays.running = await Promise.all(each().map((told) => start(world, told)))));
  after(() => Promise.all(relays.running.map((relay) => relay.stop())));
  return relays;
}

/** A client for the tests of one `describe`. */
export function useClient(world, { repeats, open }) {
  const client = { repeats };
  before(async () => Object.assign(client, await open(world.app, world.front)));
  after(() => client.close?.());
  return client;
}

/** Without a relay: an engine that repeats makes doubles and does not know it. So the tests below are able to fail. */
export function provesDoubles(world, client, runs) {
  const ends = client.repeats ? { told: "sent", arrived: 2, forwarded: 2, repeated: 1 } : { ...LOST, repeated: 0 };
  test(`${runs} sends without a relay`, async () => {
    world.front.targets = [world.back.origin];
    const gateway = { baseUrl: `${world.front.origin}/api` };
    const options = { gateway, accessToken, dangerouslyAllowBrowser: true };
    await allEnd(world, client, { options, words: "answered through", runs }, ends);
  });
}

/**
 * Through a relay: nothing arrives twice, and what the caller is told is true.
 *
 * @param {ReturnType<typeof useRelays>} relays those behind the front
 * @param {number} sends how many for each side of the relay
 */
export function provesOnce(world, client, relays, sends) {
  for (const [where, drops] of Object.entries(DROPS)) {
    for (const { when, ends, ...drop } of drops) {
      const runs = Math.ceil(sends / drops.length);
      test(`${runs} sends, a drop ${where} ${when}`, async () => {
        world.front.targets = relays.running.map(({ origin }) => origin);
        const options = { gateway: { relay: world.relayUrl } };
        const wholly = { ...ends, ...circumstances(drop.words, client, relays) };
        await allEnd(world, client, { ...drop, options, runs }, wholly);
      });
    }
  }
}

/** How connections have to be used, so that a test shows what it says. */
function circumstances(words, client, relays) {
  if (!words.startsWith("through")) return { repeated: client.repeats ? 1 : 0 };
  // With a single relay, and one send after the other, it is certain which connection is taken.
  return { repeated: 0, ...(relays.running.length === 1 && { reused: relays.reuses }) };
}

/** Lets a client send so many messages, all of which have to end so. */
async function allEnd(world, client, { words, gatewayMs = 0, ...what }, ends) {
  await world.slow(gatewayMs);
  const drops = client.repeats ? "repetition" : "drop";
  const waitsFor = words.startsWith("through") ? "outcome" : drops;
  const outcomes = await client.sendAll({ ...world.batch(words), ...what, waitsFor });
  assert.deepEqual(await tally(world, outcomes, Object.keys(ends)), { [line(ends)]: what.runs });
}
