// @ts-check
/**
 * Step one: which gateway, and on which way.
 *
 * @import { Client, ClientEvent } from "../pkg/index.js"
 * @import { Choice, Offers } from "./gateway.js"
 */
import { isWawpError } from "../pkg/entry/web.js";
import { announce, button, byId, form, input, labelOf, mark, once, picked, show } from "./dom.js";
import { connect, findOffers, inCode, nameOf } from "./gateway.js";
import { inOneBreath, ofFailedCall, put } from "./outcome.js";
import * as sandbox from "./sandbox.js";
import { refusal } from "./words.js";

/**
 * @typedef {object} Hooks
 * @property {(client: Client, choice: Choice, offers: Offers) => Promise<void>} onConnected
 * @property {() => void} onChange another gateway is wanted
 * @property {(event: ClientEvent) => void} onEvent
 */

/** @param {Hooks} hooks */
export function setUpConnect({ onConnected, onChange, onEvent }) {
  const step = byId("connect");
  const whole = form("connect-form");
  const connectButton = button("connect-button");
  const summary = byId("connect-summary");
  const change = button("connect-change");
  const country = input("country");
  const allowBrowser = input("allow-browser");
  const place = byId("connect-outcome");

  /** @type {Offers} */
  let offers = {};

  const choice = () => /** @type {Choice} */ (picked(whole, "gateway"));

  function look() {
    const isDirect = choice() === "direct";
    byId("code-gateway").textContent = inCode(choice(), offers, allowBrowser.checked);
    show([
      [byId("direct-field"), isDirect],
      [byId("code-key"), !isDirect],
      [byId("server-code"), !isDirect],
    ]);
  }

  async function start() {
    for (const field of [allowBrowser, country]) mark(field);
    put(place);
    const gateway = choice();
    try {
      const client = await connect(gateway, offers, {
        defaultCountryCode: country.value.trim(),
        dangerouslyAllowBrowser: allowBrowser.checked,
        onEvent,
      });
      summary.textContent = nameOf(gateway, offers);
      turn("done");
      await onConnected(client, gateway, offers);
    } catch (error) {
      if (isWawpError(error) && error.path?.includes("accessToken"))
        return refuse(allowBrowser, refusal(error, "The token"));
      if (isWawpError(error) && error.path?.includes("defaultCountryCode"))
        return refuse(country, refusal(error, labelOf(country)));
      const outcome = ofFailedCall(error);
      put(place, outcome);
      announce(inOneBreath(outcome));
    }
  }

  /** @param {"now" | "done"} progress */
  function turn(progress) {
    step.dataset.progress = progress;
    show(
      [
        [whole, progress === "now"],
        [summary, progress === "done"],
        [change, progress === "done"],
      ],
      byId("connect-title"),
    );
  }

  /**
   * @param {HTMLInputElement} field
   * @param {string} why
   */
  function refuse(field, why) {
    mark(field, why);
    field.focus();
  }

  /**
   * Makes a choice possible or not, and says why.
   *
   * @param {Choice} value
   * @param {boolean} isThere
   * @param {string} [hint]
   */
  function offer(value, isThere, hint) {
    input(`gateway-${value}`).disabled = !isThere;
    if (hint) byId(`gateway-${value}-hint`).textContent = hint;
  }

  whole.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(connectButton, start);
  });
  whole.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.hasAttribute("aria-invalid")) mark(event.target);
    look();
  });
  change.addEventListener("click", () => {
    onChange();
    turn("now");
  });

  return {
    /** Finds out what there is to choose. */
    async open() {
      offers = await findOffers();
      const { live } = offers;
      if (live) offer("live", true, `The real thing: ${live.name}, behind this page’s server, which has your token.`);
      const hasSandbox = offers.sandbox !== undefined || (await sandbox.isHere());
      if (!hasSandbox) offer("direct", false, "Not here: no sandbox serves this page.");
      if (!offers.sandbox) {
        offer("sandbox", false, "Not here: no server of the demo’s serves this page.");
        input("gateway-direct").checked = true;
      }
      show([[byId("sandbox-home"), hasSandbox]]);
      look();
    },
  };
}
