// @ts-check
/**
 * The element's inside: built once, then made to show one view after another.
 *
 * @import { LoginMessages } from "../../login-element.js"
 * @import { Message, View } from "./view.js"
 */
import { drawing, el, say, stressed } from "./dom.js";
import { fit } from "./fit.js";
import { icon } from "./icons.js";
import { duration, fill } from "./messages.js";
import { sheet } from "./style.js";

/** The texts and the language that they are in. @typedef {{ lang: string, messages: LoginMessages }} Words */

/**
 * What a person can do.
 *
 * @typedef {object} Hands
 * @property {() => void} refresh
 * @property {() => void} again
 * @property {() => void} extend
 * @property {() => void} turn
 * @property {(phone: string) => void} askForPairCode
 * @property {() => void} dropPairCode
 */

export class Face {
  #root;
  #hands;
  /** @type {View | undefined} */
  #shown;
  /** @type {Words | undefined} */
  #words;
  /** @type {readonly Message[] | undefined} */
  #toldSteps;

  #title = el("h2", { id: "title", part: "title", tabindex: "-1" });
  // Painted with the frame that shows it: some engines take their time over large images.
  #image = el("img", { part: "image", draggable: "false", decoding: "sync" });
  #wait = el("p", { part: "status" });
  #refresh = button("button");
  #cover = el("div", { class: "cover", part: "cover" }, el("span", { class: "spinner" }), this.#wait, this.#refresh);
  #code = el("div", { class: "code", part: "code" }, this.#image, this.#cover);
  #ring = drawing("circle", { cx: "12", cy: "12", r: "10.5", pathLength: "100" });
  #seconds = el("b", {});
  #renews = el("p", { part: "status" });
  #countdown = el(
    "div",
    { class: "countdown", part: "countdown" },
    el("span", { class: "ring", "aria-hidden": "true" }, this.#ring.whole, this.#seconds),
    this.#renews,
  );
  #steps = el("ol", { part: "steps" });
  #intro = el("p", { id: "intro", part: "status" });
  #label = el("label", { for: "phone" });
  #phone = el("input", { id: "phone", part: "input", type: "tel", autocomplete: "tel", dir: "ltr" });
  #hint = el("p", { id: "hint", class: "soft" });
  #problem = el("p", { id: "problem", part: "problem" });
  #ask = button("button", "submit");
  #number = el(
    "form",
    { class: "number", part: "pairing", novalidate: "" },
    this.#intro,
    this.#label,
    this.#phone,
    this.#hint,
    this.#problem,
    this.#ask,
  );
  #pairCode = el("output", { class: "pair-code", part: "pair-code", dir: "ltr" });
  #copy = button("button", "button", "button quiet");
  #ready = el("p", { part: "status" });
  #other = button("link");
  #paired = el("div", { class: "paired" }, this.#ready, el("div", { class: "row" }, this.#pairCode, this.#copy));
  #icon = drawing("path", {});
  #badge = el("div", { class: "badge", part: "icon" }, this.#icon.whole);
  #ending = el("p", { part: "status" });
  #again = button("button");
  #end = el(
    "div",
    { class: "end", part: "ending" },
    this.#ending,
    el("slot", { name: "connected" }),
    this.#again,
  );
  #warning = el("p", {});
  #more = button("button");
  #notice = el("div", { class: "notice", part: "notice" }, this.#warning, this.#more);
  #turn = button("link");
  #timeLeft = el("p", { class: "soft", part: "time" });
  #foot = el("div", { class: "foot" }, this.#other, this.#turn, this.#timeLeft);
  #live = el("div", { class: "unseen", role: "status" });
  #card = el(
    "section",
    { class: "card", part: "card", "aria-labelledby": "title" },
    this.#badge,
    this.#title,
    el("div", { class: "stage" }, this.#code, this.#countdown),
    this.#number,
    this.#paired,
    this.#steps,
    this.#end,
    this.#notice,
    this.#foot,
  );

  /**
   * @param {ShadowRoot} root
   * @param {Hands} hands
   */
  constructor(root, hands) {
    this.#root = root;
    this.#hands = hands;
    root.adoptedStyleSheets = [sheet()];
    root.append(this.#card, this.#live);
    this.#card.hidden = true;
    this.#refresh.addEventListener("click", hands.refresh);
    this.#again.addEventListener("click", hands.again);
    this.#more.addEventListener("click", hands.extend);
    this.#turn.addEventListener("click", hands.turn);
    this.#other.addEventListener("click", hands.dropPairCode);
    this.#copy.addEventListener("click", () => void this.#copyCode());
    this.#number.addEventListener("submit", (event) => this.#submit(event));
    this.#image.addEventListener("load", () => this.#fit());
  }

  /**
   * @param {Words} words
   * @param {View} view
   */
  show(words, view) {
    if (words !== this.#words) this.#translate(words);
    const before = this.#shown;
    this.#shown = view;
    const focused = this.#root.activeElement;
    this.#card.hidden = false;
    this.#card.dataset.panel = view.panel;
    this.#card.dataset.ending = view.ending ?? "";
    say(this.#title, words.messages[view.title]);
    this.#showCode(view);
    this.#showSteps(view);
    this.#showPairing(view, before);
    this.#showEnd(view);
    this.#showTime(view);
    const isLost = focused instanceof HTMLElement && focused !== this.#title && focused.getClientRects().length === 0;
    if (isLost) this.#title.focus();
    this.#announce(view, before, isLost);
  }

  /** @param {string} country digits, for a number that is still to be typed */
  suggest(country) {
    const digits = country.replace(/\D/g, "");
    if (digits && this.#phone.value === "") this.#phone.value = `+${digits} `;
  }

  /** @param {Words} words */
  #translate(words) {
    this.#words = words;
    const { messages, lang } = words;
    this.#card.dir = messages.direction;
    this.#card.lang = this.#live.lang = lang;
    this.#image.alt = messages.image;
    say(this.#refresh, messages.refresh);
    say(this.#label, messages.phone);
    say(this.#hint, messages.phoneHint);
    say(this.#copy, messages.copy);
    say(this.#other, messages.anotherCode);
    say(this.#more, messages.more);
    this.#toldSteps = undefined;
  }

  /** @param {View} view */
  #showCode({ panel, image, text, left, share, canRefresh }) {
    const { lang, messages } = this.#spoken();
    if (image === undefined) this.#image.removeAttribute("src");
    else if (this.#image.getAttribute("src") !== image) this.#image.src = image;
    this.#image.hidden = this.#countdown.hidden = image === undefined;
    this.#cover.hidden = image !== undefined;
    this.#refresh.hidden = !canRefresh;
    say(this.#wait, panel === "scan" ? messages[text] : "");
    say(this.#renews, messages[text]);
    say(this.#seconds, new Intl.NumberFormat(lang).format(Math.ceil(left / 1000)));
    this.#ring.line.style.strokeDashoffset = String(100 * (1 - share));
  }

  /** @param {View} view */
  #showSteps({ steps }) {
    this.#steps.hidden = !steps;
    if (!steps || steps === this.#toldSteps) return;
    this.#toldSteps = steps;
    const { messages } = this.#spoken();
    this.#steps.replaceChildren(...steps.map((step) => el("li", {}, ...stressed(messages[step]))));
  }

  /**
   * @param {View} view
   * @param {View | undefined} before
   */
  #showPairing({ panel, text, phone, problem, isBusy, pairCode }, before) {
    const { messages } = this.#spoken();
    if (phone && panel === "number" && panel !== before?.panel) this.#phone.value = phone;
    if (pairCode !== before?.pairCode) say(this.#copy, messages.copy);
    say(this.#ready, messages.pairCode);
    say(this.#pairCode, pairCode ?? "");
    this.#other.hidden = panel !== "code";
    say(this.#intro, messages.pairStart);
    say(this.#ask, messages[isBusy && panel === "number" ? text : "getCode"]);
    this.#ask.setAttribute("aria-disabled", String(isBusy));
    say(this.#problem, problem ? messages[problem] : "");
    this.#problem.hidden = !problem;
    this.#phone.setAttribute("aria-describedby", problem ? "problem hint" : "hint");
    this.#phone.setAttribute("aria-invalid", String(problem === "phoneWrong"));
  }

  /** @param {View} view */
  #showEnd({ ending, text, account, again }) {
    const { messages } = this.#spoken();
    this.#badge.className = ending ? "badge" : "badge spinner";
    this.#icon.line.setAttribute("d", ending ? icon(ending) : "");
    this.#again.hidden = !again;
    this.#ending.replaceChildren(...withAccount(messages[text], account));
    if (again) say(this.#again, messages[again]);
  }

  /** @param {View} view */
  #showTime({ turn, timeLeft, isLate }) {
    const { lang, messages } = this.#spoken();
    this.#turn.hidden = !turn;
    if (turn) say(this.#turn, messages[turn]);
    const time = duration(timeLeft ?? 0, lang);
    this.#timeLeft.hidden = timeLeft === undefined || isLate;
    say(this.#timeLeft, fill(messages.timeLeft, { time }));
    this.#notice.hidden = !isLate;
    say(this.#warning, fill(messages.warning, { time }));
  }

  /**
   * Tells a change once. A title that takes the focus is told by that.
   *
   * @param {View} view
   * @param {View | undefined} before
   * @param {boolean} titleHasFocus
   */
  #announce(view, before, titleHasFocus) {
    const { lang, messages } = this.#spoken();
    const time = duration(view.timeLeft ?? 0, lang);
    const said = [];
    if (view.title !== before?.title && !titleHasFocus) said.push(messages[view.title]);
    if (view.text !== before?.text) {
      said.push(fill(messages[view.text], { account: view.account ?? "" }));
      if (view.pairCode) said.push(view.pairCode.split("").join(" "));
    }
    if (view.problem && view.problem !== before?.problem) said.push(messages[view.problem]);
    if (view.isLate && !before?.isLate) said.push(fill(messages.warning, { time }), messages.more);
    else if (view.isExtended && !before?.isExtended) said.push(fill(messages.extended, { time }));
    else if (view.timeLeft !== undefined && before?.timeLeft === undefined) said.push(fill(messages.timeLeft, { time }));
    if (said.length > 0) this.#live.textContent = said.join(". ").replace(/([.…?])\./g, "$1");
  }

  #spoken() {
    return /** @type {Words} */ (this.#words);
  }

  #fit() {
    const room = parseFloat(getComputedStyle(this.#code).width);
    this.#image.style.width = `${fit(room, this.#image.naturalWidth, devicePixelRatio)}px`;
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.#shown?.isBusy) return;
    this.#hands.askForPairCode(this.#phone.value.trim());
  }

  async #copyCode() {
    const text = this.#pairCode.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Not allowed here: selected, it is one key away.
      getSelection()?.selectAllChildren(this.#pairCode);
      return;
    }
    const { copied } = this.#spoken().messages;
    say(this.#copy, copied);
    this.#live.textContent = copied;
  }
}

/**
 * @param {"button" | "link"} part
 * @param {"button" | "submit"} [type]
 * @param {string} [style]
 */
function button(part, type = "button", style = part) {
  return el("button", { type, part, class: style });
}

/**
 * A sentence with a name or number in it, which keeps its own direction.
 *
 * @param {string} text
 * @param {string | undefined} account
 */
function withAccount(text, account) {
  return text.split("{account}").flatMap((part, index) => (index ? [el("bdi", account?.startsWith("+") ? { dir: "ltr" } : {}, account ?? ""), part] : [part]));
}
