// Who never ends: visitors who send for ever, and hosts whose functions never answer. Each is left in about ten seconds.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { memoryClaims } from "../../../pkg/entry/relay/index.js";
import { fieldsOf } from "./calls.js";
import { assertUnread, assertUnready } from "./host.js";
import { ask, askDirectly, parse, told, write } from "./request.js";
import { ORIGIN, makeRelay, serveRelay, useWorld } from "./world.js";

/** How long anybody may be waited for, and how late a busy machine may be. */
const [LIMIT_MS, LATE_MS] = [10_000, 4_000];
/** How long a connection may stay open that was answered before all had come. */
const CLOSING_MS = 8_000;
/** A deadline of the host's own. */
const OWN_MS = 500;

const world = useWorld();
const never = () => new Promise(() => {});
const send = () => ask(fieldsOf("sendText", world.ada));

/** Runs something, and gives what it gave and how long it took. */
async function timed(run) {
  const began = performance.now();
  const late = pause(LIMIT_MS + 2 * LATE_MS, undefined, { ref: false }).then(() => assert.fail("there was no end"));
  const result = await Promise.race([run(), late]);
  return { result, tookMs: performance.now() - began };
}

function assertTook(tookMs, limitMs) {
  assert.ok(tookMs < limitMs + LATE_MS, `it took ${Math.round(tookMs)} ms, not ${limitMs}`);
}

/** A connection on which a good call begins. */
function begin({ port }, head) {
  const socket = connect(port, "127.0.0.1");
  const received = [];
  socket.on("data", (chunk) => received.push(chunk)).on("error", () => {});
  socket.write(head);
  return { socket, answer: () => once(socket, "data").then(() => parse(Buffer.concat(received).toString())), received };
}

const USUAL = ["Host: h", "Content-Type: application/json", "Wawp-Relay: 1", `Origin: ${ORIGIN}`, "Authorization: Bearer ada"];
const HEAD = ["POST /wawp HTTP/1.1", ...USUAL, ""].join("\r\n");

async function endsSoon(socket) {
  if (socket.destroyed) return;
  // A reset is an end too.
  const over = once(socket, "close").then(
    () => true,
    () => true,
  );
  const isOver = await Promise.race([over, pause(CLOSING_MS, false, { ref: false })]);
  socket.destroy();
  assert.ok(isOver, "the connection is still open");
}

// All at once: they mostly wait.
describe("without end", { concurrency: true }, () => {
  describe("a host that never answers", { concurrency: true }, () => {
    test("authorize: 503", async () => {
      const made = makeRelay(world, { authorize: never });
      const { result, tookMs } = await timed(() => askDirectly(made, send()));
      assertUnready(world, result);
      assertTook(tookMs, LIMIT_MS);
      assert.deepEqual([made.noted.errors.length, made.noted.claims, made.forwarded], [1, [], []]);
    });

    test("the store at the claim: 503, and nothing is forwarded", async () => {
      const made = makeRelay(world, { claims: { ...memoryClaims(), claim: never } });
      const { result, tookMs } = await timed(() => askDirectly(made, send()));
      assertUnread(world, result);
      assertTook(tookMs, LIMIT_MS);
      assert.deepEqual([made.noted.errors.length, made.forwarded], [1, []]);
    });

    test("the store at the outcome: the page is told it all the same", async () => {
      const made = makeRelay(world, { claims: { ...memoryClaims(), settle: never } });
      const { result, tookMs } = await timed(() => askDirectly(made, send()));
      assert.equal(told(result).result?.state, "sent");
      assertTook(tookMs, LIMIT_MS);
      assert.equal(made.noted.errors.length, 1);
    });

    test("the store when the key is given back: 503", async () => {
      const made = makeRelay(world, { claims: { ...memoryClaims(), release: never }, accessToken: () => "" });
      const { result, tookMs } = await timed(() => askDirectly(made, send()));
      assertUnready(world, result);
      assertTook(tookMs, LIMIT_MS);
    });

    test("onInstanceCreated: the visitor is not told the id", async () => {
      const made = makeRelay(world, {
        onInstanceCreated: never,
        fetch: async () => Response.json({ status: "success", instance_id: "F0RB1DDEN" }),
      });
      const { result, tookMs } = await timed(() => askDirectly(made, ask(fieldsOf("createSession"))));
      assert.deepEqual([told(result).reason, result.text.includes("F0RB1DDEN")], ["relay_failed", false]);
      assertTook(tookMs, LIMIT_MS);
    });

    const hanging = {
      authorize: { authorize: never },
      "the store": { claims: { ...memoryClaims(), claim: never } },
      "the token function": { accessToken: never },
      fetch: { fetch: never },
      onInstanceCreated: {
        onInstanceCreated: never,
        fetch: async () => Response.json({ status: "success", instance_id: "F0RB1DDEN" }),
      },
    };
    for (const [what, options] of Object.entries(hanging)) {
      test(`${what}, with a deadline of the host's own: it holds`, async () => {
        const made = makeRelay(world, { timeoutMs: OWN_MS, ...options });
        const { result, tookMs } = await timed(() => askDirectly(made, ask(fieldsOf("createSession"))));
        assert.ok(result.status === 503 || told(result).code !== undefined, result.text);
        assertTook(tookMs, OWN_MS);
      });
    }
  });

  describe("a visitor who never ends", { concurrency: true }, () => {
    for (const [what, framing, start] of [
      ["with a length", "Content-Length: 1000\r\n\r\n", '{"call":'],
      ["with chunks", "Transfer-Encoding: chunked\r\n\r\n", '8\r\n{"call":\r\n'],
      ["without a byte", "Content-Length: 1000\r\n\r\n", ""],
    ]) {
      test(`and sends no more, ${what}: refused, and the connection ends`, async () => {
        const place = await serveRelay(world, makeRelay(world));
        const { socket, answer } = begin(place, HEAD + framing + start);
        const { tookMs, result } = await timed(answer);
        assert.deepEqual([told(result).status, told(result).reason], [400, "relay_request_malformed"]);
        assertTook(tookMs, LIMIT_MS);
        await endsSoon(socket);
        assert.deepEqual([place.noted.claims, place.forwarded], [[], []]);
      });
    }

    test("and sends a byte at a time: refused, and the connection ends", async () => {
      const place = await serveRelay(world, makeRelay(world));
      const { socket, answer } = begin(place, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      const drip = setInterval(() => socket.writable && socket.write("1\r\n \r\n"), 200);
      try {
        const { tookMs, result } = await timed(answer);
        assert.equal(told(result).status, 400);
        assertTook(tookMs, LIMIT_MS);
        await endsSoon(socket);
      } finally {
        clearInterval(drip);
        socket.destroy();
      }
    });

    for (const [what, head] of [
      ["", HEAD],
      [" of another origin", HEAD.replace(ORIGIN, "https://evil.example")],
    ]) {
      test(`and sends as fast as it can${what}: refused at once, and the connection ends`, async () => {
        const place = await serveRelay(world, makeRelay(world));
        const { socket, answer } = begin(place, `${head}Transfer-Encoding: chunked\r\n\r\n`);
        const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
        const fill = () => {
          while (socket.writable && socket.write(chunk));
        };
        socket.on("drain", fill);
        fill();
        try {
          const { tookMs, result } = await timed(answer);
          assert.ok([403, 413].includes(result.status));
          assertTook(tookMs, 0);
          await endsSoon(socket);
        } finally {
          socket.destroy();
        }
      });
    }

    test("in a Request: refused, and its body is let go", async () => {
      const made = makeRelay(world);
      let isLetGo = false;
      const body = new ReadableStream({ cancel: () => void (isLetGo = true) });
      const { method, headers } = send();
      const request = new Request("https://relay.example/wawp", { method, headers, body, duplex: "half" });
      const { result, tookMs } = await timed(() => made.relay(request));
      assert.deepEqual([result.status, isLetGo], [400, true]);
      assertTook(tookMs, LIMIT_MS);
    });

    test("with a deadline of the host's own: it holds", async () => {
      const made = makeRelay(world, { timeoutMs: OWN_MS });
      const { method, headers } = send();
      const request = new Request("https://relay.example/wawp", { method, headers, body: new ReadableStream(), duplex: "half" });
      const { result, tookMs } = await timed(() => made.relay(request));
      assert.notEqual(result.status, 200);
      assertTook(tookMs, OWN_MS);
    });
  });

  test("a good call with a slow body is taken", async () => {
    const place = await serveRelay(world, makeRelay(world));
    const bytes = write(send());
    const { socket, answer } = begin(place, bytes.subarray(0, -20));
    await pause(1_000);
    socket.write(bytes.subarray(-20));
    assert.equal(told(await answer()).result?.state, "sent");
  });
});
