// Each fault with one call of each kind, in turn, and those that repeat the token or lead elsewhere with all calls.

import { describe } from "node:test";
import { CALLS } from "../../faults/matrix.js";
import { callsOf, provesSecrets } from "./secrets.js";

const LEAKY = /token|^status_500_json$|^qr_url$/;

/** One call of each kind, another one for the next fault. */
function inTurn(fault, turn) {
  return ["send", "repeatable", "once"].flatMap((kind) => {
    const calls = callsOf(fault).filter((name) => CALLS[name].effect === kind);
    return calls.length > 0 ? [calls[turn % calls.length]] : [];
  });
}

describe("each fault with each kind of call", () => {
  const pick = (faults) =>
    faults.flatMap((fault, turn) =>
      (LEAKY.test(fault.name) ? callsOf(fault) : inTurn(fault, turn)).map((call) => ({ fault, call })),
    );
  provesSecrets(pick, 200);
});
