// The measuring itself, the same in a page and in Node.

import { reply } from "../support/reply.mjs";

const headers = { "content-type": "application/json" };

/** Answers at once, and goes nowhere. */
export async function immediate() {
  return new Response(reply, { headers });
}

/** Makes calls, one after the other, for about so many milliseconds: how many, and how long they really took. */
export async function repeat(call, ms) {
  const start = performance.now();
  let calls = 0;
  let elapsedMs = 0;
  // The clock is looked at seldom, since that costs too.
  while (elapsedMs < ms) {
    for (let i = 0; i < 100; i += 1) await call();
    calls += 100;
    elapsedMs = performance.now() - start;
  }
  return { calls, elapsedMs };
}

/**
 * Milliseconds of each call by client, in so many runs of so many milliseconds, after one that is not told. The clients
 * take turns, so that all see the same machine.
 */
export async function latencies(clients, runs, ms) {
  const told = [];
  for (let run = -1; run < runs; run += 1) {
    const times = await latencyRun(clients, ms);
    if (run >= 0) told.push(times);
  }
  return told;
}

async function latencyRun(clients, ms) {
  const TURN = 20;
  const names = Object.keys(clients);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const end = performance.now() + ms;
  for (let turn = 0; performance.now() < end; turn += 1) {
    for (const name of turn % 2 ? names.toReversed() : names) {
      for (let i = 0; i < TURN; i += 1) {
        const start = performance.now();
        await clients[name]();
        times[name].push(performance.now() - start);
      }
    }
  }
  return times;
}

/** Fails unless every client does the job. */
export async function check(clients) {
  for (const [name, call] of Object.entries(clients)) {
    const { id, state } = await call();
    if (id !== "BAE594145F4C59B4" || state !== "sent") throw new Error(`${name} gave ${id}, ${state}`);
  }
}
