// What a hostile request costs: the time that a process spends on one is time that it has for nobody else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf } from "./calls.js";
import { ask, askDirectly, newKey, told } from "./request.js";
import { makeRelay, useWorld } from "./world.js";

const KILOBYTE = 1024;
const world = useWorld();

/** An object of so many bytes, with as many names as fit. */
function manyFields(bytes, others = "") {
  const parts = [];
  for (let size = 2 + others.length, count = 0; ; count += 1) {
    const part = `"${count.toString(36)}":""`;
    size += part.length + 1;
    if (size > bytes) return `{${[others, ...parts].filter(Boolean).join(",")}}`;
    parts.push(part);
  }
}

/** Bodies that are hard to read, by size. */
const HARD = {
  "fields without number": (bytes) => manyFields(bytes),
  "a call by hand whose query has fields without number": (bytes) =>
    JSON.stringify({ call: "call", key: newKey(), path: "x y", method: "GET", query: manyFields(bytes * 0.55) }),
  "lists in lists": (bytes) => "[".repeat(bytes),
  "a name without end": (bytes) => `{"${"n".repeat(bytes - 8)}":""}`,
  "a text of escapes": (bytes) => `{"call":"${"\\u0041".repeat(Math.floor((bytes - 12) / 6))}"}`,
  "white space": (bytes) => " ".repeat(bytes),
};

for (const [what, write] of Object.entries(HARD)) {
  for (const [kilobytes, limitMs] of [
    [64, 100],
    [256, 400],
  ]) {
    test(`${kilobytes} KB of ${what}: refused in ${limitMs} ms of the processor`, async () => {
      const made = makeRelay(world, { maxBodyBytes: kilobytes * KILOBYTE });
      const plain = ask([], { as: "root", body: write(kilobytes * KILOBYTE) });
      await askDirectly(made, ask(fieldsOf("status", world.ada)));
      const before = process.cpuUsage();
      assert.equal(told(await askDirectly(made, plain)).status, 400);
      const spentMs = process.cpuUsage(before).user / 1_000;
      assert.ok(spentMs < limitMs, `${Math.round(spentMs)} ms`);
    });
  }
}
