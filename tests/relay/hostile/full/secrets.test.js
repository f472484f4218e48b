// Each fault with each call: some minutes.

import { describe } from "node:test";
import { callsOf, provesSecrets } from "../secrets.js";

describe("each fault with each call", () => {
  provesSecrets((faults) => faults.flatMap((fault) => callsOf(fault).map((call) => ({ fault, call }))), 700);
});
