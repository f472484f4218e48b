// Every fault of the sandbox against a send: what the package says of the message is what the sandbox knows of it.

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { after, before, test } from "node:test";
import { createClient, isWawpError } from "../../pkg/entry/node.js";
import { accessToken, startSandbox } from "./helpers.js";

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox?.stop());

/** An instance with a phone linked, on a sandbox that has forgotten everything else. */
async function linked() {
  await sandbox.control("reset", {});
  const gateway = { baseUrl: sandbox.gatewayUrl };
  const wawp = await createClient({ accessToken, gateway, timeoutMs: 1_000 });
  const instance = wawp.instance((await wawp.createInstance()).instanceId);
  await instance.qrCode();
  await sandbox.control(`instances/${instance.id}/scan`, {});
  return instance;
}

test("no fault makes a send lie, repeat itself or show the token", async (context) => {
  const { known } = await sandbox.control("faults");
  const faults = known.filter(({ calls }) => calls.length === 0 || calls.includes("send"));
  assert.ok(faults.length >= 25, `only ${faults.length} faults`);
  for (const { name } of faults) {
    await context.test(name, async () => {
      const instance = await linked();
      const text = name === "error_text" ? "Relogin required" : undefined;
      await sandbox.control("faults", { fault: name, call: "send", times: 1, text });
      const told = await instance.sendText({ to: "+84 933 313 000", text: "hello" }).catch((error) => error);

      const { messages } = await sandbox.control("messages");
      const arrived = messages.reduce((sum, { count }) => sum + count, 0);
      const { requests } = await sandbox.control("requests");
      assert.equal(requests.filter(({ path }) => path.endsWith("/send")).length, 1, "it was sent more than once");
      assert.ok(arrived <= 1, `it arrived ${arrived} times`);
      assert.ok(!inspect(told, { depth: 9, showHidden: true }).includes(accessToken), "the token shows");
      if (!isWawpError(told)) {
        assert.ok(["sent", "queued"].includes(told.state), inspect(told));
        assert.equal(arrived, 1, "it claims to be sent");
      } else if (told.delivery !== "unknown") {
        assert.equal(arrived, 0, `it arrived, and is told as ${told.delivery}`);
      } else {
        assert.equal(told.retryable, false, "trying again could double it");
      }
    });
  }
});
