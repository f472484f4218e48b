// New instances: the host hears of each before the visitor does, and a visitor whose host failed is not told the id.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertDiscreet } from "./attack.js";
import { fieldsOf } from "./calls.js";
import { hostsError, withNothingForwarded } from "./host.js";
import { ask, askDirectly, told } from "./request.js";
import { makeRelay, useWorld } from "./world.js";

const world = useWorld();
/** The calls that make an instance. */
const CALLS = ["createSession", "createInstance", "reset"];
/** A gateway whose new instance is called so. */
const NEW = "F0RB1DDEN";
const fetch = async () => Response.json({ status: "success", message: "Success", instance_id: NEW });

const FAILURES = {
  throws: () => {
    throw hostsError();
  },
  "throws the id": ({ instanceId }) => {
    throw new Error(instanceId);
  },
  rejects: () => Promise.reject(hostsError()),
  "rejects with nothing": () => Promise.reject(),
};

for (const name of CALLS) {
  describe(name, () => {
    for (const [what, onInstanceCreated] of Object.entries(FAILURES)) {
      test(`the host ${what}: the visitor is not told the id, and is told that the gateway acted`, async () => {
        const made = makeRelay(world, { fetch, onInstanceCreated });
        const plain = ask(fieldsOf(name, world.ada));
        const answer = await askDirectly(made, plain);
        const { status, code, reason, delivery } = told(answer);
        assert.deepEqual(
          { status, code, reason, delivery },
          { status: 200, code: "internal", reason: "relay_failed", delivery: "unknown" },
        );
        assert.ok(!answer.text.includes(NEW));
        assertDiscreet(answer, world.sandbox.gatewayUrl, name);
        assert.equal(made.noted.errors.length, 1);
        // Nor later: not in the note, and not by the same key.
        assert.ok(!JSON.stringify(made.noted.claims).includes(NEW));
        if (name === "createInstance") return;
        const again = await withNothingForwarded(world, made, () => askDirectly(made, plain));
        assert.equal(again.text, answer.text);
      });
    }

    test("the host is told first, once, and whose it is", async () => {
      const order = [];
      const made = makeRelay(world, { fetch, onInstanceCreated: async (created) => void order.push(created) });
      const plain = ask(fieldsOf(name, world.ada));
      const answer = await askDirectly(made, plain);
      order.push(told(answer).result.instanceId);
      const replaces = name === "reset" ? { replaces: world.ada } : {};
      assert.deepEqual(order, [{ instanceId: NEW, visitor: "ada", ...replaces }, NEW]);
      if (name !== "createInstance") await askDirectly(made, plain);
      assert.equal(order.length, 2);
    });
  });
}

test("no other call makes the host hear of an instance", async () => {
  const made = makeRelay(world, { fetch });
  for (const name of ["sendText", "status", "groups", "reboot", "logout", "qrCode", "pairCode", "setWebhook"])
    await askDirectly(made, ask(fieldsOf(name, world.ada)));
  await askDirectly(made, ask(fieldsOf("call"), { as: "root" }));
  assert.deepEqual(made.noted.created, []);
});
