// Puts a load on a server, and tells what it took.

import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "./numbers.mjs";

const autocannon = createRequire(new URL("../../tests/runtimes/package.json", import.meta.url))("autocannon");

const VISITORS = 1_000;
const headers = { "content-type": "application/json", origin: "https://dashboard.example", "wawp-relay": "1" };
let calls = 0;

/** The calls of a page, each by one of many visitors, each send with a key of its own. */
export const CALLS = {
  status: (instance_id) => ({ call: "reconnect", instance_id }),
  send: (instance_id) => {
    const key = `order-${calls}-shipped`;
    return { call: "send", key, type: "text", number: "84933313000", message: "hello", instance_id };
  },
};

/**
 * Makes one of these calls over and over, and fails unless each was answered and reached the gateway.
 *
 * @param {{ server: object, upstream: object, path: string, call: keyof CALLS, connections: number, seconds: number }} load
 */
export async function measure({ server, upstream, path, call, connections, seconds }) {
  const setupRequest = (request) => {
    calls += 1;
    const visitor = `v${calls % VISITORS}`;
    const body = JSON.stringify(CALLS[call](`I${visitor}`));
    return { ...request, headers: { ...headers, cookie: `session=${visitor}` }, body };
  };
  const latencies = [];
  let bad = 0;
  let endedAt = 0;
  const before = { server: await server.look(), upstream: await upstream.look() };
  const beganAt = performance.now();
  const running = autocannon({
    url: server.origin,
    connections,
    duration: seconds,
    requests: [{ method: "POST", path, headers, body: "{}", setupRequest }],
  });
  running.on("response", (_, status, __, ms) => {
    endedAt = performance.now();
    latencies.push(ms);
    if (status !== 200) bad += 1;
  });
  const { errors } = await running;
  // What was under way when it ended is forwarded all the same.
  await pause(200);
  const after = { server: await server.look(), upstream: await upstream.look() };
  const forwarded = after.upstream.calls - before.upstream.calls;
  const isWhole = forwarded >= latencies.length && forwarded <= latencies.length + 2 * connections;
  if (bad + errors > 0 || !isWhole) {
    throw new Error(`${path}: ${latencies.length} answers, ${bad} bad, ${errors} errors, ${forwarded} forwarded`);
  }
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / ((endedAt - beganAt) / 1_000),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpuUs: ((after.server.cpuMs - before.server.cpuMs) * 1_000) / forwarded,
    rssMb: after.server.rss / 1_048_576,
    forwarded,
  };
}
