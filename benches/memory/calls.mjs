// Calls that end in every way there is, over a `fetch` that answers at once: nine of ten succeed.

import { reply } from "../support/reply.mjs";

const instanceId = "6A0B1C2D3E4F5";
const message = { to: "84933313000", text: "hello" };
const json = { "content-type": "application/json" };

const refused = JSON.stringify({ status: "error", message: "Access token does not exist" });
const good = () => new Response(reply, { headers: json });

/** How a call fails: what `fetch` does, its options, its message. */
const FAILURES = [
  { code: "network", fetch: () => Promise.reject(new TypeError("Failed to fetch")) },
  { code: "unauthorized", fetch: () => new Response(refused, { headers: json }) },
  { code: "unavailable", fetch: () => new Response("<!doctype html><h1>Bad gateway</h1>", { status: 502 }) },
  { code: "rate_limited", fetch: () => new Response("", { status: 429, headers: { "retry-after": "5" } }) },
  { code: "bad_response", fetch: () => new Response("[1, 2", { headers: json }) },
  { code: "aborted", fetch: unwanted, options: () => ({ signal: AbortSignal.abort() }) },
  { code: "aborted", abort: true, fetch: hang },
  { code: "timeout", fetch: hang, options: () => ({ timeoutMs: 1 }) },
  { code: "invalid_argument", fetch: unwanted, message: { to: "nobody", text: "hello" } },
];

/**
 * @returns {Promise<(count: number) => Promise<void>>} makes so many calls, one after the other, and fails if one ends
 * otherwise than it should
 */
export async function makeCalls(createClient) {
  let answer = good;
  const clients = [];
  // With what a client can have, and without.
  for (const options of [{ onEvent: () => {} }, { accessToken: () => "c0ffee" }, {}]) {
    const gateway = { baseUrl: "https://gateway.example/api" };
    const fetch = async (_url, init) => answer(init);
    const common = { accessToken: "c0ffee", dangerouslyAllowBrowser: true, maxRetries: 0 };
    clients.push(await createClient({ ...common, gateway, fetch, ...options }));
  }
  const instances = clients.map((client) => client.instance(instanceId));
  // One signal for thousands of calls: none of them may leave a listener.
  const lasting = new AbortController();
  let made = 0;

  return async function run(count) {
    for (const end = made + count; made < end; made += 1) {
      const instance = instances[made % 3] ?? instances[0];
      const failure = made % 10 === 0 ? FAILURES[(made / 10) % FAILURES.length] : undefined;
      const controller = new AbortController();
      const options = failure?.options?.() ?? { signal: made % 2 ? lasting.signal : controller.signal };
      answer = failure?.fetch ?? good;
      const call = instance.sendText(failure?.message ?? message, options);
      if (failure?.abort) queueMicrotask(() => controller.abort());
      const ended = await call.then(({ state }) => state, ({ code }) => code);
      const expected = failure?.code ?? "sent";
      if (ended !== expected) throw new Error(`call ${made}: ${ended} in place of ${expected}`);
    }
  };
}

/** It hangs until its call is given up, and then says so, as `fetch` does. */
function hang({ signal }) {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

function unwanted() {
  throw new Error("nothing should have been sent");
}
