// Answers of a gateway that are odd, huge or hostile themselves: a page gets what a client with the token gets, without the
// token.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createClient } from "../../../pkg/entry/node.js";
import { fieldsOf } from "./calls.js";
import { ask, askDirectly } from "./request.js";
import { ORIGIN, TOKEN, makeRelay, useWorld } from "./world.js";

const world = useWorld();

/** What a client with the token and one behind a relay make of the same answer. */
async function both(respond, run) {
  const fetch = async () => respond();
  const direct = await createClient({ accessToken: () => TOKEN, gateway: { baseUrl: world.sandbox.gatewayUrl }, fetch });
  const { relay } = makeRelay(world, { fetch, authorize: () => ({ visitor: "v", instances: "all", operations: "all" }) });
  const relayed = await createClient({
    gateway: { relay: "https://relay.example/wawp" },
    fetch: (url, init) => relay(new Request(url, { ...init, headers: { ...init.headers, origin: ORIGIN } })),
  });
  const told = (client) =>
    run(client).then(
      (result) => ({ result }),
      ({ code, reason, delivery }) => ({ code, reason, delivery }),
    );
  return { direct: await told(direct), relayed: await told(relayed) };
}

describe("what a call by hand gives crosses as it is", () => {
  for (const [what, text] of Object.entries({
    "an object": '{"status":"success","b":1,"a":[null,true,"x"]}',
    "a list": "[1,2,3]",
    "a number with a fraction": '{"x":0.1,"y":1.1,"z":2.2250738585072011e-308}',
    "a number beyond the whole ones": '{"x":9007199254740993,"y":12345678901234567890}',
    "letters of all planes": '{"x":"\u00e9\u{1f44b}\\u0000\u2028"}',
    "names of prototypes": '{"__proto__":{"a":1},"constructor":"x"}',
    "a name twice": '{"a":1,"a":2}',
    "lists in lists": `{"a":${"[".repeat(100)}${"]".repeat(100)}}`,
    "a long text": JSON.stringify({ text: "x".repeat(20_000) }),
    "many texts": JSON.stringify(Array.from({ length: 2_000 }, (_, n) => `text ${n}`)),
    "a byte order mark": '\ufeff{"a":1}',
    "no JSON": "Success",
    "a page": "<!doctype html><title>x</title>",
  })) {
    test(what, async () => {
      const { direct, relayed } = await both(
        () => new Response(text),
        (client) => client.call({ path: "anything" }),
      );
      assert.deepEqual(relayed, direct);
    });
  }
});

describe("what the relay's JSON has no word for is unknown", () => {
  for (const [what, text] of Object.entries({
    "a number beyond all": '{"x":1e400}',
    "half a letter": '{"x":"\\ud800"}',
    "lists in lists in lists": `{"a":${"[".repeat(200)}${"]".repeat(200)}}`,
  })) {
    test(what, async () => {
      const { relayed } = await both(
        () => new Response(text),
        (client) => client.call({ path: "anything" }),
      );
      assert.deepEqual(relayed, { code: "bad_response", reason: "not_json", delivery: "unknown" });
    });
  }
});

describe("a code crosses whole", () => {
  for (const kilobytes of [1, 8, 16, 64, 256]) {
    const png = Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), Buffer.alloc(kilobytes * 1024, 7)]);
    const ways = {
      "as base64 in JSON": () => Response.json({ status: "success", base64: `data:image/png;base64,${png.toString("base64")}` }),
      "as bytes": () => new Response(png, { headers: { "content-type": "image/png" } }),
    };
    for (const [how, respond] of Object.entries(ways)) {
      test(`${kilobytes} KB ${how}`, async () => {
        const { direct, relayed } = await both(respond, (client) => client.instance("A").qrCode());
        assert.equal(direct.result?.state, "scan");
        assert.equal(relayed.result?.image?.length, direct.result.image.length);
        assert.deepEqual(relayed.result, direct.result);
      });
    }
  }
});

describe("a token that a gateway repeats", () => {
  const inUrl = encodeURIComponent(TOKEN);
  const escaped = [...TOKEN].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  const forms = {
    plain: TOKEN,
    url: inUrl,
    twice: encodeURIComponent(inUrl),
    form: String(new URLSearchParams({ t: TOKEN })).slice(2),
    base64: btoa(TOKEN),
    json: JSON.stringify(TOKEN).slice(1, -1),
    escapes: escaped,
  };
  const bodies = Object.fromEntries(
    Object.entries(forms).flatMap(([form, text]) => [
      [`as a text, ${form}`, { status: "success", echo: text }],
      [`in a text, ${form}`, { status: "success", echo: `https://gateway.example/x?access_token=${text}&y=1` }],
      [`as a name, ${form}`, { status: "success", [text]: "x" }],
      [`deep inside, ${form}`, { status: "success", a: [{ b: [[{ c: `x${text}x` }]] }] }],
      [`in JSON in a text, ${form}`, { status: "success", inner: JSON.stringify({ token: text }) }],
      [`far behind, ${form}`, { status: "success", echo: `${"x".repeat(50_000)}${text}` }],
    ]),
  );
  for (const [how, body] of Object.entries(bodies)) {
    test(how, async () => {
      const made = makeRelay(world, { fetch: async () => Response.json(body) });
      for (const name of ["call", "groups", "status", "sendText", "createSession", "pairCode"]) {
        const answer = await askDirectly(made, ask(fieldsOf(name, world.ada), { as: "root" }));
        const shown = [answer.text, ...made.noted.claims.flat(), ...made.noted.created.flatMap(Object.values)].join("\n");
        for (const [form, text] of Object.entries(forms))
          assert.ok(!shown.includes(text), `${name} shows it as ${form}: ${answer.text.slice(0, 300)}`);
      }
    });
  }

  test("in the fields that results are made of", async () => {
    const replies = {
      groups: {
        status: "success",
        data: [{ id: "84987600001-1618740000@g.us", name: `Group ${TOKEN}`, subject: TOKEN, size: 3 }],
      },
      status: { status: "success", data: { loggedIn: true, jid: "84987600001:1@s.whatsapp.net", name: TOKEN } },
      pairCode: { status: "success", code: TOKEN, pairing_code: TOKEN },
      createInstance: { status: "success", instance_id: `ID-${TOKEN}` },
      sendText: { status: "success", message: { key: { id: TOKEN, remoteJid: "84933313000@s.whatsapp.net" } } },
    };
    for (const [name, reply] of Object.entries(replies)) {
      const made = makeRelay(world, { fetch: async () => Response.json(reply) });
      const answer = await askDirectly(made, ask(fieldsOf(name, world.ada), { as: "root" }));
      for (const text of Object.values(forms)) assert.ok(!answer.text.includes(text), `${name}: ${answer.text}`);
    }
  });
});
