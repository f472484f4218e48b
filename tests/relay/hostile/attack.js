// What an attack is, and how it is told that it failed.

import assert from "node:assert/strict";
import { root } from "../../package/helpers.js";
import { told } from "./request.js";
import { HOSTS_WORDS, ORIGIN, TOKEN } from "./world.js";

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {number | number[]} status the answer's status, or those that it may have
 * @property {string | RegExp} [reason] why it is refused; on a wire Node may refuse it before, without a word
 * @property {string} [path] the option that is refused
 * @property {import("./request.js").Plain} plain
 * @property {import("./request.js").Plain[]} [others] others that must fail in the same way
 * @property {boolean} [byWire] whether it can't be said as a `Request`
 * @property {boolean} [directly] whether it can't be said on a wire
 */

/** Checks that an answer is the refusal that an attack must get, and tells nothing else. */
export function assertRefused(answer, attack, gatewayUrl) {
  const { status, reason, path } = told(answer);
  const wanted = [attack.status].flat();
  assert.ok(wanted.includes(status), `${attack.name}: ${status} ${reason}, not ${wanted.join(" or ")}: ${answer.text}`);
  if (attack.reason instanceof RegExp) assert.match(String(reason), attack.reason, attack.name);
  else if (attack.reason) assert.equal(reason, attack.reason, attack.name);
  if (attack.path) assert.equal(path, attack.path, attack.name);
  assertDiscreet(answer, gatewayUrl, attack.name);
  assertReadableFor(answer, attack);
}

/** Checks that an answer shows no secret and nothing from within. */
export function assertDiscreet({ headers, text }, gatewayUrl, name) {
  const all = [...Object.entries(headers).flat(), text].join("\n");
  const { host, port } = new URL(gatewayUrl);
  const inside = {
    host,
    port: `:${port}`,
    url: gatewayUrl,
    folder: root,
    words: HOSTS_WORDS.split(" ")[0],
    token: TOKEN,
    tokenInUrl: encodeURIComponent(TOKEN),
  };
  for (const [what, word] of Object.entries(inside)) assert.ok(!all.includes(word), `${name}: shows the ${what}: ${all}`);
  assert.doesNotMatch(all, /\bat [\w.<>]+ \(|\.rs:\d|\.js:\d|node:internal|wasm-function|file:\/\/|panicked/, name);
}

/** Checks that only a page of ours may read an answer. */
function assertReadableFor({ headers }, { name, plain }) {
  const origins = plain.headers.filter(([header]) => header === "origin").map(([, value]) => value);
  const allowed = headers["access-control-allow-origin"];
  if (allowed === undefined) return;
  assert.deepEqual([allowed, origins], [ORIGIN, [ORIGIN]], `${name}: a page of another origin may read it`);
}
