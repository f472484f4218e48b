// A server between two others. Where a message asks for it, it reads the whole send and drops the connection in place of
// an answer, once; whatever comes after that passes through.

import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { listen } from "../../package/helpers.js";

/** When a connection is dropped, by name. All of them come after the whole send was read. */
const MOMENTS = {
  /** The other side never hears of it. */
  unheard: async () => {},
  /** The other side has it, and did not answer yet. */
  working: async ({ forward }) => (await forward()).written,
  /** The gateway has it, and the other side sees its own connection drop. */
  left: async ({ forward, reached }) => {
    const passed = await forward();
    await reached();
    passed.abandon();
  },
  /** The other side has answered. */
  answered: async ({ forward }) => (await forward()).answer,
};

/** How long `until` waits for what should come, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Starts a proxy on a free port. What it does with a message, the message says in one of its words: the name of a moment,
 * or anything else to pass.
 *
 * @param {object} how
 * @param {number} how.word which word of a message is for this proxy
 * @param {boolean} [how.sparesNew] drops no connection that was not used before, because on such a one nobody repeats
 * @param {(text: string) => Promise<void>} [how.reached] resolves when the gateway has a message
 * @param {(request: object, response: object) => boolean} [how.handles] answers what is not to be passed on
 */
export async function startProxy({ word, sparesNew = false, reached = async () => {}, handles = () => false }) {
  const used = new WeakSet();
  const sends = new Map();
  const answers = [];
  const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const isReused = used.has(request.socket);
    used.add(request.socket);
    if (handles(request, response)) return;
    try {
      const body = await buffer(request);
      const text = textOf(request, body);
      const send = proxy.sendOf(text);
      // Every repetition reaches another process.
      const turn = send.number + send.arrivals;
      const forward = async () => {
        const passed = await pass(request, body, turned(proxy.targets, turn));
        answers.push(passed.answer);
        return passed;
      };
      const moment = MOMENTS[text?.split(" ")[word]];
      send.arrivals += 1;
      if (moment && !send.isClaimed && (isReused || !sparesNew)) {
        send.isClaimed = true;
        send.wasReused = isReused;
        await moment({ forward, reached: () => reached(text) });
        request.socket.destroy();
        send.isDropped = true;
      } else {
        const { status, headers, body: answer } = await (await forward()).answer;
        if (text !== undefined) await proxy.gate;
        response.writeHead(status, headers).end(answer);
        send.isAnswered = true;
      }
    } catch {
      // Where one side is lost, so is the other.
      request.socket.destroy();
    }
  });

  const proxy = {
    ...(await listen(server)),
    /** The origins that requests are passed on to, in turn. */
    targets: [],
    /** What answers to sends wait for. */
    gate: undefined,
    /** What became of a message here; of its dropped connection, whether it was used before. */
    sendOf(text) {
      const states = { isClaimed: false, wasReused: undefined, isDropped: false, isAnswered: false };
      if (!sends.has(text)) sends.set(text, { number: sends.size, arrivals: 0, ...states });
      return sends.get(text);
    },
    /** Resolves when the other side has answered whatever it was asked, also where nobody waited for it. */
    settled: () => Promise.allSettled(answers),
    /** Resolves as soon as something is so of a message. */
    async until(text, isSo) {
      const end = Date.now() + PATIENCE_MS;
      while (!isSo(proxy.sendOf(text)) && Date.now() < end) await pause(2);
    },
  };
  return proxy;
}

/** The message of a request that sends one: a page's to a relay, or anybody's to a gateway. */
function textOf({ method, headers }, body) {
  if (method !== "POST") return undefined;
  const text = body.toString();
  if (headers["content-type"]?.startsWith("application/json")) return JSON.parse(text).message;
  return new URLSearchParams(text).get("message") ?? undefined;
}

function turned(list, turn) {
  return list.map((_, index) => list[(index + turn) % list.length]);
}

/** Passes a request on to the first of these that can be reached. */
async function pass({ method, url, headers }, body, origins) {
  const socket = await connectToFirst(origins);
  const asking = ask({ createConnection: () => socket, method, path: url, headers: endToEnd(headers) });
  const answer = once(asking, "response").then(async ([response]) => ({
    status: response.statusCode,
    headers: endToEnd(response.headers),
    body: await buffer(response),
  }));
  // Not everybody waits for it.
  answer.catch(() => {});
  const written = once(asking, "finish");
  asking.end(body);
  return { written, answer, abandon: () => asking.destroy() };
}

async function connectToFirst(origins) {
  for (const origin of origins) {
    const { hostname, port } = new URL(origin);
    const socket = connect(port, hostname);
    const [connected] = await Promise.allSettled([once(socket, "connect")]);
    if (connected.status === "fulfilled") return socket;
  }
  throw new Error("there is nobody to pass it on to");
}

/** The headers without those that are about one connection only. */
function endToEnd(headers) {
  const { connection, "keep-alive": keepAlive, "transfer-encoding": transferEncoding, ...others } = headers;
  return others;
}
