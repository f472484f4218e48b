// The adapter behind what others have done to a request.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { nodeHandler } from "../../../pkg/entry/relay/index.js";
import { listen } from "../../package/helpers.js";
import { fieldsOf } from "./calls.js";
import { ask, bodyOf, told } from "./request.js";
import { makeRelay, useWorld } from "./world.js";

const world = useWorld();

test("behind what has set an encoding: calls work, and no body can end the process", async () => {
  const made = makeRelay(world);
  const handle = nodeHandler(made.relay);
  const place = await listen(createServer((request, response) => void handle(request.setEncoding("utf8"), response)));
  try {
    const post = async (plain) => {
      const response = await fetch(`${place.origin}/wawp`, {
        method: "POST",
        headers: plain.headers,
        body: bodyOf(plain),
        signal: AbortSignal.timeout(2_000),
      });
      return { status: response.status, text: await response.text() };
    };
    // As a length of a list of bytes, the last ones are none.
    for (const body of ["7", "1000000", "99999999999", "-1"])
      assert.equal(told(await post(ask([], { body }))).reason, "relay_request_malformed", body);
    assert.equal(told(await post(ask(fieldsOf("sendText", world.ada)))).result?.state, "sent");
  } finally {
    await place.stop();
  }
});
