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
    what: "The connection could not be made, or broke before the answer was here.",
  },
  timeout: { title: "It took too long", what: "The gateway did not answer in time." },
  aborted: { title: "Stopped", what: "You stopped waiting for the answer." },
  unauthorized: { title: "Token refused", what: "The gateway does not accept this token." },
  instance_invalid: { title: "Session gone", what: "The gateway does not know this session any more." },
  not_connected: { title: "No phone linked", what: "The session is there, but no phone is linked to it." },
  rate_limited: { title: "Too fast", what: "These were too many calls in a short time." },
  quota_exceeded: { title: "Plan limit reached", what: "The account’s plan does not allow more." },
  rejected: { title: "Refused", what: "It was refused." },
  unconfirmed: { title: "Not confirmed", what: "The gateway’s answer does not tell whether the message went out." },
  unavailable: { title: "Gateway not ready", what: "The gateway or its engine is in trouble." },
  bad_response: { title: "Not an answer", what: "What came back is not what a gateway says." },
  internal: { title: "A fault in wawp-client", what: "That should not happen. Please report it." },
};

/** @type {Readonly<Record<Delivery, string>>} */
export const DELIVERIES = {
  not_sent: "No. It did not get as far as the gateway.",
  rejected: "No. It was refused.",
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

/** What the relay itself says no to, or can't tell. @type {Readonly<Record<string, { title: string, what: string }>>} */
export const RELAY_REASONS = {
  relay_request_malformed: {
    title: "Not understood",
    what: "This page and its server differ in their version. Reload the page.",
  },
  visitor_unknown: {
    title: "Not signed in",
    what: "This page’s server does not know you: it was started anew since the page was opened. Reload the page.",
  },
  origin_refused: { title: "Not from here", what: "This page’s server takes calls from its own pages only." },
  not_allowed: { title: "Not yours", what: "This page’s server lets you use only the sessions that you created here." },
  relay_not_here: { title: "No relay here", what: "This page’s server has no relay at this address." },
  method_refused: { title: "Not understood", what: "This page’s server takes calls by POST only." },
  in_progress: { title: "Still under way", what: "This page’s server waits for the gateway’s answer itself." },
  key_reused: { title: "Key used before", what: "The key of this message belongs to another one." },
  request_too_large: { title: "Too long", what: "This page’s server takes no message of this length." },
  type_refused: { title: "Not understood", what: "This page’s server takes calls in JSON only." },
  claims_unavailable: {
    title: "Server not ready",
    what: "This page’s server could not look up whether it has sent this before. Its log says why.",
  },
  relay_unready: {
    title: "Server not ready",
    what: "This page’s server could not do its part, and sent nothing. Its log says why.",
  },
  interrupted: { title: "Interrupted", what: "This page’s server was stopped while it had this in hand." },
  relay_failed: {
    title: "Server in trouble",
    what: "The gateway did it, but this page’s server could not do its part. Its log says why.",
  },
};

/**
 * The message with the field's name in place of the option's path: "Phone number is too short".
 *
 * @param {WawpError} error
 * @param {string} [subject]
 */
export function refusal({ message, path }, subject) {
  // A relay's refusal says around it which call it was, and that nothing was sent.
  const said = path ? message.slice(message.indexOf(`${path}: `) + path.length + 2) : message;
  const bare = said.replace(/\. Nothing was sent$/, "");
  return subject ? `${subject} ${bare}` : bare.charAt(0).toUpperCase() + bare.slice(1);
}

/**
 * Whether the relay itself said so, not the gateway.
 *
 * @param {WawpError} error
 */
export function isOfRelay({ reason = "" }) {
  return Object.hasOwn(RELAY_REASONS, reason);
}

/**
 * @param {{ code: WawpErrorCode, reason?: string | undefined }} error
 */
export function titleOf({ code, reason = "" }) {
  return (RELAY_REASONS[reason] ?? ERRORS[code]).title;
}

/**
 * What happened.
 *
 * @param {WawpError} error
 */
export function whatHappened(error) {
  const { code, reason = "" } = error;
  if (code === "invalid_argument") return refusal(error);
  return RELAY_REASONS[reason]?.what ?? REASONS[reason] ?? ERRORS[code].what;
}

/**
 * May I send again what may have been sent?
 *
 * @param {boolean} hasKey whether a relay knows the message by its key
 */
export function mayRepeatUnknown(hasKey) {
  const look = "look into the chat on the phone first.";
  return hasKey
    ? `Asking again is safe: this page’s server sends a message once at most. Sent again, it may arrive twice: ${look}`
    : `Only if arriving twice does no harm: ${look}`;
}

/**
 * May I send again what was not sent?
 *
 * @param {WawpError} error
 */
export function mayRepeat(error) {
  if (error.retryable) return error.retryAfterMs ? `Yes, in ${seconds(error.retryAfterMs)}.` : "Yes, in a moment.";
  switch (error.code) {
    case "invalid_argument":
      return "Yes, once the field is fixed.";
    case "unauthorized":
      return error.reason === "visitor_unknown"
        ? "Yes, after reloading the page."
        : "Not before this page’s server may do it.";
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
