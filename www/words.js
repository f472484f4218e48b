// @ts-check
/**
 * Errors in plain words, keyed by the package's closed unions: a new member without words is a type error (and
 * `tests/e2e/words.test.js` says so at run time). States are told by `<wawp-login>`.
 *
 * @import { Delivery, WawpError, WawpErrorCode } from "../pkg/index.js"
 */

/** @type {Readonly<Record<WawpErrorCode, { title: string, what: string }>>} */
export const ERRORS = {
  invalid_argument: { title: "Something needs fixing", what: "The package refused it before anything was sent." },
  load_failed: {
    title: "The package did not load",
    what: "Its WebAssembly could not be loaded. Check the connection, then try again.",
  },
  network: {
    title: "No answer",
    what: "The browser could not finish the call and does not say why: no connection, a wrong address, a certificate, or a gateway that does not let web pages in (CORS).",
  },
  timeout: { title: "It took too long", what: "The gateway did not answer in time." },
  aborted: { title: "Stopped", what: "You stopped waiting for the answer." },
  unauthorized: { title: "Token refused", what: "The gateway does not accept this token." },
  instance_invalid: { title: "Session gone", what: "The gateway does not know this session any more." },
  not_connected: { title: "No phone linked", what: "The session is there, but no phone is linked to it." },
  rate_limited: { title: "Too fast", what: "The gateway wants fewer calls." },
  quota_exceeded: { title: "Plan limit reached", what: "The account’s plan does not allow more." },
  rejected: { title: "Refused", what: "The gateway said no." },
  unconfirmed: { title: "Not confirmed", what: "The gateway’s answer does not tell whether the message went out." },
  unavailable: { title: "Gateway not ready", what: "The gateway or its engine is in trouble." },
  bad_response: { title: "Not an answer", what: "What came back is not what a gateway says." },
  internal: { title: "A fault in wawp-client", what: "That should not happen. Please report it." },
};

/** @type {Readonly<Record<Delivery, string>>} */
export const DELIVERIES = {
  not_sent: "No. Nothing left this page.",
  rejected: "No. The gateway refused it.",
  unknown: "It may have been sent. Nobody can tell from here.",
};

/** Finer words for some reasons; the union is open, so the rest fall back to the code's. @type {Readonly<Record<string, string>>} */
const REASONS = {
  content_missing: "The gateway says that the message is empty.",
  duplicate_suppressed: "The gateway had the same text for this chat a moment ago and held this one back.",
  gateway_unreachable: "An error page or nothing came back in place of an answer.",
  generic_error: "The gateway said “Error” and nothing else.",
  license_problem: "The gateway’s own license is not valid.",
  not_json: "What came back can’t be read as an answer.",
  number_missing_or_malformed: "The gateway does not take this number.",
  quota_instances: "The account’s plan does not allow more sessions.",
  quota_messages: "The account’s plan does not allow more messages this month, or it has ended.",
  redirected: "The gateway pointed elsewhere. That is not followed, since the token would travel along.",
  relogin_required: "The phone was logged out and has to be linked again.",
  send_failed_silently: "The gateway said success, but gave no message id. Many do that when sending failed.",
  server_error: "The gateway failed inside.",
  session_unavailable: "The gateway’s engine is not ready yet.",
  unrecognised: "The gateway reports an error in words that the package does not know.",
};

/**
 * The message with the field's name in place of the option's path: "Phone number is too short".
 *
 * @param {WawpError} error
 * @param {string} [subject]
 */
export function refusal({ message, path }, subject) {
  const bare = path && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return subject ? `${subject} ${bare}` : bare.charAt(0).toUpperCase() + bare.slice(1);
}

/**
 * What happened.
 *
 * @param {WawpError} error
 */
export function whatHappened(error) {
  if (error.code === "invalid_argument") return refusal(error);
  return (error.reason && REASONS[error.reason]) || ERRORS[error.code].what;
}

/**
 * May I send again?
 *
 * @param {WawpError} error
 */
export function mayRepeat(error) {
  if (error.delivery === "unknown")
    return "Only if arriving twice does no harm. Look into the chat on the phone first.";
  if (error.retryable) return error.retryAfterMs ? `Yes, in ${seconds(error.retryAfterMs)}.` : "Yes, in a moment.";
  switch (error.code) {
    case "invalid_argument":
      return "Yes, once the field is fixed.";
    case "unauthorized":
      return "Yes, after connecting with the right token.";
    case "instance_invalid":
    case "not_connected":
      return "Yes, after linking a phone again.";
    case "quota_exceeded":
      return "Not before the plan allows it.";
    case "aborted":
    case "load_failed":
      return "Yes.";
    default:
      return "Not like this: it would be refused again.";
  }
}

/**
 * @param {number} ms
 */
export function seconds(ms) {
  const whole = Math.max(1, Math.ceil(ms / 1000));
  if (whole < 120) return whole === 1 ? "1 second" : `${whole} seconds`;
  return `${Math.ceil(whole / 60)} minutes`;
}

/**
 * A number or a group id as a person reads it.
 *
 * @param {string} to
 */
export function recipient(to) {
  return /^\d+$/.test(to) ? `+${to}` : to;
}
