// What the expressions of tests/web.rs can use: a page's own things and the doubles that stand in for a gateway.

class WawpError extends Error {
  constructor({ message, ...fields }, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "WawpError";
    Object.assign(this, fields);
  }
}

const makeError = (fields, cause) => new WawpError(fields, cause);

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff]);

const key = { remoteJid: "84933313000@s.whatsapp.net", fromMe: true, id: "BAE5" };
const sent = { status: "success", message: { key, messageTimestamp: "1686646368", status: "SUCCESS" } };
const code = { status: "success", message: "Success", base64: "data:image/png;base64,iVBORw0KGgo=", expires_in: 45 };
const linked = { status: "success", message: "Success", data: { id: "84987600001:7@s.whatsapp.net", name: "Shop" } };
const says = (message) => ({ status: "error", message });

/** A reply of the gateway. */
const json = (body, init) => new Response(JSON.stringify(body), init);

/** A fetch that notes each request in `log` and answers with what `answer` makes of its path. */
const gateway = (log, answer) => async (...words) => {
  const request = new Request(...words);
  const { method, url, redirect, cache } = request;
  const type = request.headers.get("content-type") ?? "";
  log.push({ method, url, type, redirect, cache, body: await request.text() });
  return answer(new URL(url).pathname.split("/").at(-1));
};

/** A fetch that notes each request to a relay in `log` and answers with what `answer` makes of its call. */
const relay = (log, answer) => async (...words) => {
  const request = new Request(...words);
  const call = JSON.parse(await request.text());
  const { method, url, credentials, headers } = request;
  log.push({ method, path: new URL(url).pathname, credentials, marker: headers.get("wawp-relay"), ...call });
  return answer(call.call);
};

/** What a relay answers. */
const result = (value) => json({ wawp: 1, result: value });
const inHand = () =>
  json(
    { wawp: 1, error: { code: "unconfirmed", reason: "in_progress", delivery: "unknown", retryable: true, message: "m", retryAfterMs: 20 } },
    { status: 409 },
  );

const never = () => new Promise(() => {});
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A body that begins and never ends. */
const endless = () =>
  new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode("{")) }));

/** A body that breaks off with something that is no Error. */
const broken = (reason) => new Response(new ReadableStream({ start: (stream) => stream.error(reason) }));

/** A signal of somebody else's making, which counts its listeners. */
function countingSignal() {
  const signal = {
    aborted: false,
    reason: undefined,
    listeners: new Set(),
    added: 0,
    addEventListener(type, listener) {
      signal.added += type === "abort" ? 1 : 0;
      signal.listeners.add(listener);
    },
    removeEventListener(_type, listener) {
      signal.listeners.delete(listener);
    },
    abort(reason) {
      signal.aborted = true;
      signal.reason = reason;
      for (const listener of signal.listeners) {
        listener.call(signal, new Event("abort"));
      }
    },
  };
  return signal;
}

/** The signal of a controller that aborts after so many milliseconds. */
function abortingIn(ms, reason) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), ms);
  return controller.signal;
}

const aborted = (reason) => AbortSignal.abort(reason);

/** How a promise settles, told in plain words, or that it does not. */
async function outcome(promise, ms) {
  const started = performance.now();
  const told = Promise.resolve(promise).then(
    (value) => ({ value }),
    (error) => ({
      isError: error instanceof Error,
      ...error,
      message: error?.message,
      ...("cause" in Object(error) ? { cause: String(error.cause?.message ?? error.cause) } : {}),
    }),
  );
  const settled = await Promise.race([told, sleep(ms).then(() => ({ isStuck: true }))]);
  return { ...settled, isQuick: performance.now() - started < 1500 };
}
