// CORS: which pages may ask, and which may read the answers.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fieldsOf } from "./calls.js";
import { withNothingForwarded } from "./host.js";
import { ask, askByWire, askDirectly, told } from "./request.js";
import { ORIGIN, makeRelay, serveRelay, useWorld } from "./world.js";

const SECOND = "http://localhost:3000";

let relay;
const world = useWorld(async (world) => {
  relay = await serveRelay(world, makeRelay(world, { origins: [ORIGIN, SECOND] }));
});

const preflight = (origin, asked = {}) =>
  ask([], {
    method: "OPTIONS",
    headers: {
      origin,
      "content-type": undefined,
      "wawp-relay": undefined,
      authorization: undefined,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,wawp-relay",
      ...asked,
    },
    body: "",
  });

/** The headers of CORS that an answer has. */
function cors({ headers }) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("access-control-")));
}

describe("a page's question whether it may ask", () => {
  for (const door of [askDirectly, askByWire]) {
    for (const origin of [ORIGIN, SECOND]) {
      test(`of ${origin}, ${door.name}: by POST, with what a client sends`, async () => {
        const answer = await withNothingForwarded(world, relay, () => door(relay, preflight(origin)));
        assert.deepEqual([answer.status, answer.text, answer.headers.vary], [204, "", "origin"]);
        assert.deepEqual(cors(answer), {
          "access-control-allow-credentials": "true",
          "access-control-allow-headers": "authorization, content-type, wawp-relay",
          "access-control-allow-methods": "POST",
          "access-control-allow-origin": origin,
          "access-control-expose-headers": "retry-after",
          "access-control-max-age": "7200",
        });
      });
    }

    test(`whatever else it asks for, ${door.name}: it is allowed no more`, async () => {
      for (const asked of [
        { "access-control-request-method": "DELETE" },
        { "access-control-request-method": "*" },
        { "access-control-request-headers": "*" },
        { "access-control-request-headers": "x-evil, cookie, host" },
        { "access-control-request-private-network": "true" },
      ]) {
        const answer = await door(relay, preflight(ORIGIN, asked));
        assert.deepEqual(cors(answer), cors(await door(relay, preflight(ORIGIN))), JSON.stringify(asked));
      }
    });

    for (const origin of [
      "https://evil.example", "null", "*", "http://dash.example", "https://dash.example.evil.example", "http://localhost:3001",
      "https://localhost:3000", `${ORIGIN} ${SECOND}`, `${ORIGIN}, ${SECOND}`, "", undefined,
    ]) {
      test(`of ${JSON.stringify(origin)}, ${door.name}: no`, async () => {
        const answer = await withNothingForwarded(world, relay, () => door(relay, preflight(origin)));
        assert.deepEqual([answer.status, cors(answer), answer.headers.vary], [403, {}, "origin"]);
      });
    }
  }

  test("it needs no visitor, and is not kept as an answer to a call", async () => {
    const { noted } = relay;
    const had = noted.authorized;
    const answer = await askDirectly(relay, preflight(ORIGIN));
    assert.deepEqual([noted.authorized, answer.headers["cache-control"]], [had, "no-store"]);
  });
});

describe("answers", () => {
  /** Requests that end in each way, and the status. */
  const ENDS = [
    [() => ask(fieldsOf("status", world.ada)), 200],
    [() => ask(fieldsOf("sendText", world.ada, { message: "" })), 400],
    [() => ask([], { body: "{" }), 400],
    [() => ask(fieldsOf("status", world.ada), { as: "nobody" }), 401],
    [() => ask(fieldsOf("status", world.bob)), 403],
    [() => ask(fieldsOf("status", world.ada), { target: "/x" }), 404],
    [() => ask(fieldsOf("status", world.ada), { method: "PUT" }), 405],
    [() => ask([], { body: " ".repeat(70_000) }), 413],
    [() => ask(fieldsOf("status", world.ada), { headers: { "content-type": "text/plain" } }), 415],
  ];
  for (const [tell, status] of ENDS) {
    test(`${status}: a page of ours may read it, no other, and no cache keeps it`, async () => {
      for (const door of [askDirectly, askByWire]) {
        const plain = tell();
        const answer = await door(relay, plain);
        assert.equal(answer.status, status);
        assert.deepEqual(cors(answer), {
          "access-control-allow-credentials": "true",
          "access-control-allow-origin": ORIGIN,
          "access-control-expose-headers": "retry-after",
        });
        assert.deepEqual(
          [answer.headers.vary, answer.headers["cache-control"], answer.headers["x-content-type-options"]],
          ["origin", "no-store", "nosniff"],
        );
        assert.match(answer.headers["content-type"], /^application\/json\b/);
        assert.equal(JSON.parse(answer.text).wawp, 1);
        for (const origin of ["https://evil.example", "null", undefined]) {
          const headers = plain.headers
            .filter(([name]) => name !== "origin")
            .concat(origin === undefined ? [] : [["origin", origin]]);
          const other = await door(relay, { ...plain, headers });
          assert.deepEqual([cors(other), other.headers.vary], [{}, "origin"]);
          assert.notEqual(told(other).status, 200);
        }
      }
    });
  }
});
