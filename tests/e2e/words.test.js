// The page has words for every error that the package can report.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DELIVERIES, ERRORS } from "../../www/words.js";

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
