// @ts-check
/**
 * How a call ended, as a card: what happened, was it sent, may I send again.
 *
 * @import { RetryEvent, SentMessage, WarningEvent, WawpError, WawpErrorCode } from "../pkg/index.js"
 */
import { isWawpError } from "../pkg/entry/web.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { DELIVERIES, ERRORS, isOfRelay, mayRepeat, mayRepeatUnknown } from "./words.js";
import { recipient, seconds, titleOf, whatHappened } from "./words.js";

/** @typedef {"good" | "waiting" | "maybe" | "bad"} Tone */

/**
 * @typedef {object} Outcome
 * @property {Tone} tone
 * @property {string} title
 * @property {readonly (readonly [question: string, answer: string])[]} facts
 * @property {WawpError} [error]
 */

/**
 * @param {SentMessage} sent
 * @returns {Outcome}
 */
export function ofSent(sent) {
  if (sent.state === "queued") {
    return {
      tone: "waiting",
      title: `Queued for ${recipient(sent.to)}`,
      facts: [["Was it sent?", "Not yet. The gateway took it and gave no id: it may go out later."]],
    };
  }
  /** @type {[string, string][]} */
  const facts = [["Message id", sent.id]];
  if (sent.at !== undefined) facts.push(["At", clock(sent.at)]);
  return { tone: "good", title: `Sent to ${recipient(sent.to)}`, facts };
}

/**
 * @param {unknown} error
 * @param {{ hasKey: boolean, wasDoubtful: boolean }} message whether a relay knows it by its key, and whether it may have
 *   been sent before
 * @returns {Outcome}
 */
export function ofFailedSend(error, { hasKey, wasDoubtful }) {
  if (!isWawpError(error)) return ofFault(error);
  // Who refuses to tell does not take back that it may have been sent.
  const isTold = error.delivery === "rejected" && !isOfRelay(error);
  const delivery = wasDoubtful && !isTold ? "unknown" : error.delivery;
  const isUnknown = delivery === "unknown";
  return {
    tone: isUnknown ? "maybe" : "bad",
    title: isUnknown ? "May have been sent" : titleOf(error),
    facts: [
      ["What happened", whatHappened(error)],
      ["Was it sent?", DELIVERIES[delivery]],
      ["Send again?", isUnknown ? mayRepeatUnknown(hasKey) : mayRepeat(error)],
    ],
    error,
  };
}

/**
 * A call that is about to be made again.
 *
 * @param {RetryEvent} event
 * @returns {Outcome}
 */
export function ofRetry({ attempt, code, reason, delayMs }) {
  const isRefused = code === "rate_limited" || reason === "session_unavailable" || reason === "relay_unready";
  const known = isRefused ? "and nothing was sent" : "so this page’s server is asked what became of it";
  return {
    tone: "waiting",
    title: `Trying again in ${seconds(delayMs)}`,
    facts: [
      ["What happened", `${titleOf({ code, reason })}, ${known}.`],
      ["Attempt", String(attempt)],
    ],
  };
}

/**
 * A failure of a call that sends no message.
 *
 * @param {unknown} error
 * @returns {Outcome}
 */
export function ofFailedCall(error) {
  if (!isWawpError(error)) return ofFault(error);
  /** @type {[string, string][]} */
  const facts = [["What happened", whatHappened(error)]];
  if (error.retryAfterMs) facts.push(["Try again?", `Yes, in ${seconds(error.retryAfterMs)}.`]);
  else if (error.retryable) facts.push(["Try again?", "Yes, in a moment."]);
  return { tone: "bad", title: titleOf(error), facts, error };
}

/**
 * A failure that was told by other means than an error.
 *
 * @param {WawpErrorCode} code
 * @returns {Outcome}
 */
export function ofCode(code) {
  return { tone: "bad", title: ERRORS[code].title, facts: [["What happened", ERRORS[code].what]] };
}

/**
 * @param {unknown} error
 * @returns {Outcome}
 */
function ofFault(error) {
  return {
    tone: "bad",
    title: "That did not work",
    facts: [["What happened", error instanceof Error ? error.message : String(error)]],
  };
}

/**
 * Puts a card into its place, or empties the place.
 *
 * @param {HTMLElement} place
 * @param {Outcome} [outcome]
 * @param {readonly WarningEvent[]} [warnings]
 */
export function put(place, outcome, warnings = []) {
  place.replaceChildren(...(outcome ? [card(outcome, warnings)] : []));
}

/**
 * The same in one breath, for the live region.
 *
 * @param {Outcome} outcome
 */
export function inOneBreath({ title, facts }) {
  return [`${title}.`, ...facts.filter(([question]) => question !== "Message id").map(([, answer]) => answer)].join(
    " ",
  );
}

/** @param {number} at */
export function clock(at) {
  return new Date(at).toLocaleTimeString(undefined, { timeStyle: "medium" });
}

/**
 * @param {Tone} tone
 * @param {string} [label]
 */
export function toneIcon(tone, label) {
  return icon(/** @type {const} */ ({ good: "ticks", waiting: "tick", maybe: "question", bad: "cross" })[tone], label);
}

/**
 * @param {Outcome} outcome
 * @param {readonly WarningEvent[]} warnings
 */
function card({ tone, title, facts, error }, warnings) {
  const body = el("div", "outcome-body", el("h3", "", title), pairs("facts", facts));
  for (const warning of warnings) body.append(el("p", "outcome-note", warning.message));
  if (error) body.append(reportOf(error));
  const whole = el("div", "outcome", toneIcon(tone), body);
  whole.dataset.tone = tone;
  return whole;
}

/**
 * What the package says of an error, for those who build pages.
 *
 * @param {WawpError} error
 */
export function reportOf(error) {
  return el("details", "", el("summary", "", "What the package reported"), pairs("report", reported(error)));
}

/**
 * @param {WawpError} error
 * @returns {[string, string][]}
 */
function reported(error) {
  const { code, reason, delivery, retryable, endpoint, path, status, retryAfterMs, attempts, message, body } = error;
  const all = { code, reason, delivery, retryable, endpoint, path, status, retryAfterMs, attempts, message, body };
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
}

/**
 * @param {string} className
 * @param {readonly (readonly [string, string])[]} rows
 */
function pairs(className, rows) {
  return el("dl", className, ...rows.map(([term, value]) => el("div", "", el("dt", "", term), el("dd", "", value))));
}
