// What callers were told, beside what is true.

/**
 * How often each thing came out, by line.
 *
 * @param {object[]} outcomes what `sendAll` gave
 * @param {(keyof Came)[]} fields what the lines are of
 * @returns {Promise<Record<string, number>>}
 *
 * @typedef {object} Came what came of a message
 * @property {string} told what the caller was told
 * @property {number} arrived how often the message arrived
 * @property {number} forwarded how often the gateway was asked for it
 * @property {number} repeated how often the caller's engine asked for it once more by itself
 * @property {boolean} [reused] whether the relay had used the connection before that the gateway dropped
 */
export async function tally({ sandbox, front, back }, outcomes, fields) {
  await back.settled();
  const { messages } = await sandbox.control("messages");
  const rows = new Map(messages.map((row) => [row.text, row]));
  const counts = {};
  for (const outcome of outcomes) {
    const { text, calls } = outcome;
    const row = rows.get(text);
    const came = {
      told: toldOf(outcome, row),
      arrived: row?.count ?? 0,
      forwarded: back.sendOf(text).arrivals,
      repeated: front.sendOf(text).arrivals - calls,
      reused: back.sendOf(text).wasReused,
    };
    const entry = line(Object.fromEntries(fields.map((field) => [field, came[field]])));
    counts[entry] = (counts[entry] ?? 0) + 1;
  }
  return counts;
}

/** What came of a message, in a line. */
export function line(came) {
  return Object.entries(came).map((words) => words.join(" ")).join(", ");
}

/** What a caller was told. Where that is not true, it says so. */
function toldOf({ state, id, error }, row) {
  // Of doubles the gateway lists the first one's id.
  if (state === "sent") return row && (row.id === id || row.count > 1) ? "sent" : "sent, which is not true";
  if (state) return state;
  const told = `${error.delivery} (${error.reason ?? error.code})`;
  return error.delivery !== "unknown" && row ? `${told}, which is not true` : told;
}
