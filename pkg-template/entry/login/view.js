// @ts-check
/**
 * What a person sees of a model, as plain data: which panel, which texts, which buttons.
 *
 * @import { InstanceState } from "../../index.js"
 * @import { LoginMessages } from "../../login-element.js"
 * @import { Ending, Model } from "./linking.js"
 */
import { LIMIT_MS } from "./linking.js";

/** How long before the end more time is offered. WCAG 2.2.1 asks for 20 s at least. */
const WARNING_MS = 30_000;
/** How long nothing comes before a person is offered to ask again. */
const PATIENCE_MS = 8_000;

/** @typedef {Exclude<keyof LoginMessages, "direction">} Message */

/** @type {readonly Message[]} */
const SCAN_STEPS = ["openWhatsApp", "linkedDevices", "scanStep"];
/** @type {readonly Message[]} */
const PAIR_STEPS = ["openWhatsApp", "linkedDevices", "pairStep"];

/**
 * @typedef {object} View
 * @property {"scan" | "number" | "code" | "wait" | "end"} panel
 * @property {Message} title
 * @property {Message} text what is going on, in a sentence
 * @property {string | undefined} [image]
 * @property {number} left how long it still lives, in milliseconds
 * @property {number} share the same, of all its life
 * @property {boolean} isBusy
 * @property {boolean} canRefresh
 * @property {readonly Message[] | undefined} [steps] what to do on the phone
 * @property {Message | undefined} [turn] the way to the other way of linking
 * @property {string} phone
 * @property {Message | undefined} [problem]
 * @property {string | undefined} [pairCode]
 * @property {Ending | undefined} [ending]
 * @property {Message | undefined} [again] the button of an ending
 * @property {string | undefined} [account]
 * @property {number | undefined} [timeLeft] until the instance dies, in milliseconds
 * @property {boolean} isLate whether more time is offered
 * @property {boolean} isExtended whether it was taken
 */

/** What is said while there is no code. A state that is not named here is `unknown`. @type {Readonly<Partial<Record<InstanceState, Message>>>} */
const WAITS = {
  starting: "starting",
  pending: "starting",
  connecting: "connecting",
  maybe_connected: "checking",
  offline: "offline",
  unavailable: "unavailable",
  logged_out: "loggedOut",
  restricted: "restricted",
};

/** A phone was here: neither a code nor a number is wanted. @type {readonly InstanceState[]} */
const AFTER_SCAN = ["connecting", "maybe_connected", "offline", "restricted"];

/**
 * @param {Model} model
 * @param {boolean} canPair whether pairing codes are offered
 * @returns {View}
 */
export function viewOf(model, canPair) {
  const { mode, state, ending, image, account } = model;
  const rest = {
    left: model.imageLeft,
    share: model.imageLife > 0 ? model.imageLeft / model.imageLife : 0,
    isBusy: false,
    canRefresh: false,
    phone: model.phone,
    isLate: false,
    isExtended: false,
  };
  if (ending) return { ...rest, panel: "end", ending, account, ...endingOf(model) };

  const left = model.limitLeft;
  const isLate = left !== undefined && left <= WARNING_MS && !model.more && state !== "connecting";
  const timeLeft = left === undefined ? undefined : left + (model.more ? LIMIT_MS : 0);
  const time = { ...rest, timeLeft, isLate, isExtended: model.more };
  const waiting = WAITS[state] ?? "unknown";
  if (AFTER_SCAN.includes(state)) {
    const title = state === "connecting" ? "connectingTitle" : "title";
    return { ...time, panel: "wait", title, text: waiting, isBusy: true };
  }
  if (mode === "pair") {
    const pair = { ...time, title: /** @type {const} */ ("pairTitle"), turn: /** @type {const} */ ("useScan") };
    if (model.pairCode) return { ...pair, panel: "code", text: "pairCode", steps: PAIR_STEPS, pairCode: model.pairCode };
    const text = model.asking ? "asking" : "pairStart";
    return { ...pair, panel: "number", text, isBusy: model.asking, problem: model.problem };
  }
  const scan = {
    ...time,
    panel: /** @type {const} */ ("scan"),
    title: /** @type {const} */ ("title"),
    steps: SCAN_STEPS,
    turn: canPair ? /** @type {const} */ ("usePhone") : undefined,
  };
  if (image) return { ...scan, text: "scan", image };
  const isRenewal = model.hadImage && (state === "pending" || state === "starting");
  return {
    ...scan,
    text: isRenewal ? "renewing" : waiting,
    isBusy: true,
    canRefresh: model.waited >= PATIENCE_MS && state !== "starting",
  };
}

/**
 * @param {Model} model
 * @returns {{ title: Message, text: Message, again?: Message }}
 */
function endingOf({ ending = "failed", account }) {
  if (ending === "linked") return { title: "linkedTitle", text: account ? "linkedAs" : "linked" };
  return { title: `${ending}Title`, text: ending, again: "again" };
}
