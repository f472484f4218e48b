// What each reply and each fault must end in, asked of the package in whatever runtime loads this: a gateway of one answer
// stands in for `fetch`.

const number = "84933313000";
const group = "120363290960123456@g.us";
const mediaUrl = "https://files.example/prices.pdf";

/** The calls that a row can name. */
const calls = {
  call: (client, _, options) => client.call({ path: "number_verify", query: { number } }, options),
  createInstance: (client, _, options) => client.createInstance(options),
  createSession: (client, _, options) => client.createSession({ name: "Support" }, options),
  groups: (_, instance, options) => instance.groups(options),
  logout: (_, instance, options) => instance.logout(options),
  pairCode: (_, instance, options) => instance.pairCode({ phone: number }, options),
  qrCode: (_, instance, options) => instance.qrCode(options),
  reboot: (_, instance, options) => instance.reboot(options),
  reset: (_, instance, options) => instance.reset(options),
  sendMedia: (_, instance, options) => instance.sendMedia({ to: number, mediaUrl }, options),
  sendMediaToGroup: (_, instance, options) => instance.sendMedia({ to: group, mediaUrl }, options),
  sendText: (_, instance, options) => instance.sendText({ to: number, text: "hello" }, options),
  sendTextToGroup: (_, instance, options) => instance.sendText({ to: group, text: "hello" }, options),
  setWebhook: (_, instance, options) => instance.setWebhook({ url: "https://hooks.example/in" }, options),
  status: (_, instance, options) => instance.status(options),
};

/** What a fault does to the exchange, and the call options that belong to it. */
const faults = {
  network: () => ({ fetch: () => Promise.reject(new TypeError("Failed to fetch")) }),
  timeout: () => ({ fetch: never, options: { timeoutMs: 20 } }),
  aborted() {
    const controller = new AbortController();
    const fetch = () => {
      queueMicrotask(() => controller.abort());
      return never();
    };
    return { fetch, options: { signal: controller.signal } };
  },
  aborted_before: () => ({ fetch: unwanted, options: { signal: AbortSignal.abort() } }),
  body_breaks: () => ({ fetch: async () => new Response(brokenBody()) }),
};

/**
 * The rows of `classification.json` that the package reads otherwise, each in words. One after the other: a call that waits
 * for its turn behind all others is late before it begins.
 */
export async function runVectors(pkg, rows) {
  const differences = [];
  for (const { name, call, reply, fault, want } of rows) {
    const { fetch, options } = fault ? faults[fault]() : { fetch: async () => response(reply) };
    differences.push(difference(name, await outcome(pkg, call, fetch, options), want));
  }
  return differences.filter(Boolean);
}

/** The rows of `retry-after.json` that the package reads otherwise. One after the other, because a row sets the clock. */
export async function runRetryAfter(pkg, rows) {
  const clock = Date.now;
  const differences = [];
  for (const { name, headers, now, waitMs } of rows) {
    const fetch = async () => new Response("", { status: 429, headers });
    Date.now = now === undefined ? clock : () => Date.parse(now);
    const { retryAfterMs: got = null } = await outcome(pkg, "sendText", fetch);
    differences.push(difference(name, got, waitMs));
  }
  Date.now = clock;
  return differences.filter(Boolean);
}

/** Makes a call over this `fetch` and tells how it ended, in the words of the rows. */
async function outcome({ createClient, isWawpError }, call, fetch, options = {}) {
  const gateway = { baseUrl: "https://gateway.example/api" };
  const client = await createClient({ accessToken: () => "a-token", gateway, fetch, maxRetries: 0 });
  try {
    const result = await calls[call](client, client.instance("6A0B1C2D3E4F5"), options);
    return { result: result ?? null };
  } catch (error) {
    if (!isWawpError(error)) return { thrown: String(error) };
    const { code, reason, delivery, retryable, retryAfterMs, status } = error;
    return { code, reason, delivery, retryable, retryAfterMs, status };
  }
}

/** The response that a row describes. */
function response({ status = 200, body, json, bodyBase64, headers, redirected, opaqueRedirect }) {
  if (opaqueRedirect) return withProperties(new Response(null), { type: "opaqueredirect", status: 0 });
  const text = json === undefined ? body : JSON.stringify(json);
  const content = bodyBase64 === undefined ? text : Uint8Array.from(atob(bodyBase64), (letter) => letter.charCodeAt(0));
  const made = new Response(content ?? null, { status, headers });
  return redirected ? withProperties(made, { redirected }) : made;
}

/** Gives an object properties that its constructor does not take. */
function withProperties(object, properties) {
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(object, name, { value });
  return object;
}

/** A body that begins and then breaks off. */
function brokenBody() {
  return new ReadableStream({
    start: (stream) => stream.enqueue(new TextEncoder().encode('{"status":"success"')),
    pull: (stream) => stream.error(new TypeError("terminated")),
  });
}

function never() {
  return new Promise(() => {});
}

function unwanted() {
  throw new Error("nothing should have been sent");
}

/** Tells two JSON values apart, whatever the order of their fields. */
function difference(name, ...values) {
  const [got, want] = values.map((value) => JSON.stringify(value, sorted));
  return got === want ? undefined : `${name}\n   got ${got}\n  want ${want}`;
}

function sorted(_, value) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort()) : value;
}
