/** @typedef {import("../../relay.js").Relay} Relay */
/** @typedef {import("../../relay.js").NodeRequest} NodeRequest */
/** @typedef {import("../../relay.js").NodeResponse} NodeResponse */

/** The methods that no `Request` can have. */
const FORBIDDEN_METHOD = /^(CONNECT|TRACE|TRACK)$/i;

/** What a request must have once only, where one reader may go by the first and another by the last. */
const SINGLE = ["authorization", "content-type", "host"];

/** How much longer a request is read that has its answer. */
const DRAIN_MS = 1_000;

/** What a host consists of: nothing that would end it inside a URL. */
const HOST = /^[\w.:[\]-]+$/;

/**
 * @param {Relay} relay
 * @returns {(request: NodeRequest, response: NodeResponse) => Promise<void>}
 */
export function nodeHandler(relay) {
  return async function handle(received, response) {
    const chunks = received[Symbol.asyncIterator]();
    const { status, headers, body } = await answer(relay, received, chunks);
    try {
      response.writeHead(status, headers);
      response.end(body);
    } catch {
      // Somebody else has answered meanwhile.
    }
    drain(received, chunks);
  };
}

/**
 * @param {Relay} relay
 * @param {NodeRequest} received
 * @param {AsyncIterator<Uint8Array>} chunks
 */
async function answer(relay, received, chunks) {
  const request = requestOf(received, chunks);
  if (typeof request === "number") return { status: request, headers: {}, body: "" };
  try {
    const response = await relay(request);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  } catch {
    return { status: 500, headers: {}, body: "" };
  }
}

/**
 * The request as `fetch` has it, or the status that refuses it.
 *
 * @param {NodeRequest} received
 * @param {AsyncIterator<Uint8Array>} chunks
 */
function requestOf(received, chunks) {
  const { method = "GET", headers } = received;
  const host = headers.host ?? headers[":authority"] ?? "";
  if (FORBIDDEN_METHOD.test(method)) return 405;
  // Of two, Node names the first; a proxy in front may have gone by the other.
  if (!HOST.test(String(host)) || SINGLE.some((name) => received.headersDistinct?.[name]?.[1] !== undefined)) return 400;
  try {
    const target = received.originalUrl ?? received.url ?? "";
    const url = new URL(`http://${host}${target}`);
    // The relay compares paths: "/x/../wawp" must not reach it straightened out, nor "http://elsewhere/wawp" at all.
    if (url.pathname + url.search !== target) return 404;
    const body = method === "GET" || method === "HEAD" ? null : bodyOf(received, chunks);
    const init = { method, headers: pairs(headers), body, duplex: "half" };
    return new Request(url, /** @type {RequestInit} */ (init));
  } catch {
    return 400;
  }
}

/**
 * @param {NodeRequest["headers"]} headers
 * @returns {[string, string][]}
 */
function pairs(headers) {
  // HTTP/2 has the method and the like among them, as names with a colon.
  const names = Object.keys(headers).filter((name) => !name.startsWith(":"));
  return names.flatMap((name) => [headers[name] ?? []].flat().map((value) => /** @type {const} */ ([name, value])));
}

/**
 * What a body parser has made of the body, or the body itself.
 *
 * @param {NodeRequest} received
 * @param {AsyncIterator<Uint8Array>} chunks
 */
function bodyOf({ body, readableEnded }, chunks) {
  if (body === undefined || readableEnded === false) return streamOf(chunks);
  return typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
}

/**
 * A stream that can be left before its end. `ReadableStream.from` would then close the connection, and with it the answer.
 *
 * @param {AsyncIterator<Uint8Array>} chunks
 */
function streamOf(chunks) {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      // A host may have asked for texts.
      else controller.enqueue(typeof value === "string" ? new TextEncoder().encode(value) : value);
    },
  });
}

/**
 * Reads what the relay has not read, so that the connection can carry the next request; of a visitor who does not come to
 * an end, the connection ends.
 *
 * @param {NodeRequest} received
 * @param {AsyncIterator<Uint8Array>} chunks
 */
async function drain(received, chunks) {
  const timer = setTimeout(() => received.destroy?.(), DRAIN_MS);
  try {
    while (!(await chunks.next()).done);
  } catch {
    // The visitor has left.
  } finally {
    clearTimeout(timer);
  }
}
