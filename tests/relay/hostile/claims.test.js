// What a store is handed: who reads it learns no token, no message, and of a pending call not even to whom it goes.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { FILE, KEYED, PERSON, fieldsOf } from "./calls.js";
import { ask, askDirectly, newKey, told } from "./request.js";
import { TOKEN, makeRelay, useWorld } from "./world.js";

const DAY_MS = 86_400_000;
const TEN_MINUTES_MS = 600_000;
const HASH = /^[0-9a-f]{64}$/;
const SENDS = /^send/;

const world = useWorld();
/** Words that no store may hold. */
const TEXT = "Meet me at the old mill";
const FILENAME = "salaries.pdf";
const NAME = "Quiet shop";

/** A call with words that would be found again. */
function telling(name, key = newKey()) {
  const words = {
    sendText: { message: TEXT },
    sendTextToGroup: { message: TEXT },
    sendMedia: { message: TEXT, filename: FILENAME },
    sendMediaToGroup: { message: TEXT, filename: FILENAME },
    createSession: { name: NAME },
  };
  return ask(fieldsOf(name, world.ada, { key, ...words[name] }), { as: "root" });
}

describe("a claim", () => {
  for (const name of KEYED) {
    test(`of ${name}: hashes, a time and a mark, and no more`, async () => {
      const made = makeRelay(world, { fetch: () => new Promise(() => {}), timeoutMs: 300 });
      const key = newKey();
      const began = Date.now();
      await askDirectly(made, telling(name, key));
      const [[what, claimed, note, keepMs]] = made.noted.claims;
      assert.deepEqual([what, keepMs], ["claim", SENDS.test(name) ? DAY_MS : TEN_MINUTES_MS]);
      assert.match(claimed, HASH);
      const { call, until, mark, ...others } = JSON.parse(note);
      assert.match(call, HASH);
      assert.deepEqual([typeof mark, others], ["string", {}]);
      assert.ok(until > began && until < began + 60_000, String(until - began));
      assertSilent(made.noted.claims[0], [key, PERSON, world.ada, "root"]);
    });
  }

  test("of the same call by another key says nothing else that is the same: nobody finds the number by trying", async () => {
    const made = makeRelay(world);
    await askDirectly(made, telling("sendText"));
    await askDirectly(made, telling("sendText"));
    const notes = made.noted.claims.filter(([what]) => what === "claim").map(([, , note]) => JSON.parse(note));
    assert.equal(new Set(notes.map(({ mark }) => mark)).size, 2);
    assert.equal(new Set(notes.map(({ call }) => call)).size, 2, "the hash of a call depends on nothing that is secret");
  });
});

describe("an outcome", () => {
  for (const name of KEYED.filter((name) => SENDS.test(name))) {
    test(`of ${name}: what the page is told`, async () => {
      const made = makeRelay(world);
      const key = newKey();
      const answer = await askDirectly(made, telling(name, key));
      const [, [what, , note, keepMs]] = made.noted.claims;
      assert.deepEqual([what, keepMs], ["settle", DAY_MS]);
      assert.deepEqual(JSON.parse(note).answer, JSON.parse(answer.text));
      assert.deepEqual(Object.keys(JSON.parse(note).answer.result).sort(), ["at", "id", "state", "to"]);
      assertSilent(made.noted.claims[1], [key, world.ada, "root"]);
    });
  }

  test("of a send that failed: nothing of the gateway's words, and no number", async () => {
    const words = `No account has ${TOKEN} for ${PERSON}: ${TEXT}`;
    const made = makeRelay(world, { fetch: async () => Response.json({ status: "error", message: words, number: PERSON }) });
    assert.equal(told(await askDirectly(made, telling("sendText"))).code, "unconfirmed");
    assertSilent(made.noted.claims[1], [PERSON, "No account"]);
  });

  test("of a code, told again later: it has no longer to live than it has", async () => {
    const png = `data:image/png;base64,${Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").toString("base64")}`;
    const made = makeRelay(world, { fetch: async () => Response.json({ status: "success", base64: png, expires_in: 20 }) });
    const plain = telling("qrCode");
    const first = told(await askDirectly(made, plain)).result;
    await pause(1_100);
    const again = told(await askDirectly(made, plain)).result;
    if (first.expiresInMs === null) return;
    assert.equal(first.image, again.image);
    assert.ok(again.expiresInMs <= first.expiresInMs - 1_000, `${first.expiresInMs} ms, then ${again.expiresInMs} ms`);
  });
});

function assertSilent(words, more) {
  const all = words.join("\n");
  for (const word of [TOKEN, encodeURIComponent(TOKEN), btoa(TOKEN), TEXT, FILENAME, NAME, FILE, ...more])
    assert.ok(!all.includes(word), `it shows ${word}: ${all}`);
}
