// One of two relays is killed in mid-send. They share their claims in Redis, so that the other one knows of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { CLIENTS } from "./clients.js";
import { useRedis } from "./redis.js";
import { RELAYS } from "./relays.js";
import { suite, useClient } from "./scenarios.js";
import { line, tally } from "./tally.js";
import { useWorld } from "./world.js";

/** How long a request may take. Some time after that, the relay that lives gives up those of the other one. */
const TIMEOUT_MS = 5_000;
/** How long sends may take to come to where a relay is killed. */
const PATIENCE_MS = 20_000;

const SENT = { told: "sent", arrived: 1, forwarded: 1 };
const CLAIMED = { told: "unknown (interrupted)", arrived: 0, forwarded: 0 };
const FORWARDED = { told: "unknown (interrupted)", arrived: 1, forwarded: 1 };

const world = useWorld();
const redis = useRedis();

suite("One of two relays is killed", redis.skip, () => {
  const [chromium, node] = [CLIENTS.chromium, CLIENTS.node].map((client) => useClient(world, client));

  test("with six sends of twelve: two before their claims, two after, two at the gateway", async () => {
    const steps = { authorize: { hangs: 2 }, token: { hangs: 2 } };
    let open;
    world.back.gate = new Promise((resolve) => (open = resolve));
    const came = await sendAndKill([chromium, node], { steps, runs: 6 }, async (doomed, texts) => {
      const forwarded = () => texts.filter((text) => world.back.sendOf(text).arrivals > 0).length;
      await until(() => doomed.steps.token === 4 && forwarded() === 8);
      await doomed.kill();
      open();
    });
    assert.deepEqual(came, { [line(SENT)]: 8, [line(CLAIMED)]: 2, [line(FORWARDED)]: 2 });
  });

  test("and callers don't wait for what is known of its sends", async () => {
    const steps = { token: { hangs: 3 } };
    await world.slow(0);
    const came = await sendAndKill([node], { steps, runs: 6, timeoutMs: 4_000 }, async (doomed) => {
      await until(() => doomed.steps.token === 3);
      await doomed.kill();
    });
    assert.deepEqual(came, { [line(SENT)]: 3, [line({ ...CLAIMED, told: "unknown (in_progress)" })]: 3 });
  });

  test("amid fifty sends, at any moment of each", async () => {
    const steps = { authorize: { takesMs: 50 }, token: { takesMs: 50 } };
    await world.slow(50);
    const came = await sendAndKill([node], { steps, runs: 50, paceMs: 10 }, async (doomed) => {
      await until(() => doomed.steps.token >= 8);
      await doomed.kill();
    });
    const { [line(SENT)]: sent, [line(CLAIMED)]: claimed = 0, [line(FORWARDED)]: forwarded = 0, ...others } = came;
    assert.deepEqual(others, {});
    assert.ok(sent >= 25 && claimed + forwarded > 0, JSON.stringify(came));
  });
});

/**
 * Lets clients send through two relays, every second message through the one that is to be killed, and tells what came
 * of it all.
 *
 * @param {(doomed: object, texts: string[]) => Promise<void>} kill
 */
async function sendAndKill(clients, { steps, timeoutMs, ...what }, kill) {
  const [first, second] = redis.clients().map((told) => ({ ...told, options: { timeoutMs: TIMEOUT_MS } }));
  const relays = await Promise.all([RELAYS.node.start(world, { ...first, steps }), RELAYS.node.start(world, second)]);
  try {
    world.front.targets = relays.map(({ origin }) => origin);
    const batches = clients.map(() => world.batch("through through"));
    const texts = batches.flatMap(({ words }) => Array.from({ length: what.runs }, (_, number) => `${words} ${number}`));
    const options = { gateway: { relay: world.relayUrl }, timeoutMs };
    const told = clients.map((client, index) => client.sendAll({ ...batches[index], ...what, options, waitsFor: "nothing" }));
    await Promise.all([kill(relays[0], texts), ...told]);
    return await tally(world, (await Promise.all(told)).flat(), ["told", "arrived", "forwarded"]);
  } finally {
    await Promise.all(relays.map((relay) => relay.stop()));
  }
}

async function until(isSo) {
  const end = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > end) throw new Error("the sends did not come so far");
    await pause(5);
  }
}
