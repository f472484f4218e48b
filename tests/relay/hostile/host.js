// What holds when the host's own part fails: the page is told that it is not its fault, the host is told why, nothing left.

import assert from "node:assert/strict";
import { assertDiscreet } from "./attack.js";
import { told } from "./request.js";
import { HOSTS_WORDS, seenBy } from "./world.js";

/** An error as a host's function throws it. */
export const hostsError = () => new Error(HOSTS_WORDS);

/** Runs something, and checks that the gateway was not asked for anything meanwhile. */
export async function withNothingForwarded(world, { forwarded }, run) {
  const [seen, had] = [await seenBy(world), forwarded.length];
  const result = await run();
  assert.equal(forwarded.length, had, "something was forwarded");
  assert.deepEqual(await seenBy(world), seen, "the gateway has seen something");
  return result;
}

/** Checks that an answer says that the relay was not ready, and no word of the host's. */
export function assertUnready(world, answer) {
  assertUnavailable(world, answer, "relay_unready", "rejected");
}

/** Checks that an answer says that the store did not tell whether the key is known: its call may be under way elsewhere. */
export function assertUnread(world, answer) {
  assertUnavailable(world, answer, "claims_unavailable", "unknown");
}

function assertUnavailable({ sandbox }, answer, reason, delivery) {
  const { status, ...error } = told(answer);
  assert.deepEqual(
    { status, ...error, path: undefined },
    { status: 503, code: "unavailable", reason, delivery, path: undefined },
  );
  assertDiscreet(answer, sandbox.gatewayUrl, "the answer");
}
