// The page has words for every error that the package can report.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DELIVERIES, ERRORS, RELAY_REASONS } from "../../www/words.js";

const source = await readFile(new URL("../../pkg-template/index.d.ts", import.meta.url), "utf8");
const types = source.replace(/\/\*\*.*?\*\//gs, "");

/** The members of a closed union of the public types. */
function membersOf(union) {
  const [, body] = types.match(new RegExp(`export type ${union} =([^;]+);`));
  return [...body.matchAll(/"(\w+)"/g)].map(([, member]) => member).sort();
}

for (const [union, words] of Object.entries({ WawpErrorCode: ERRORS, Delivery: DELIVERIES })) {
  test(`every ${union} has words`, () => {
    assert.deepEqual(Object.keys(words).sort(), membersOf(union));
  });
}

test("every reason of a relay has words", async () => {
  const errors = await readFile(new URL("../../docs/errors.md", import.meta.url), "utf8");
  const [, ofRelay] = errors.split("## Of a relay");
  const reasons = [...ofRelay.matchAll(/^\| `(\w+)`/gm)].map(([, reason]) => reason);
  // A gateway gives this one too, and it needs no other words.
  assert.deepEqual(Object.keys(RELAY_REASONS).sort(), reasons.filter((reason) => reason !== "rate_limited").sort());
});
