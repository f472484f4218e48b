// @ts-check
/**
 * `<wawp-login>`: links a phone to an instance, on any page.
 *
 * @import { Client } from "../index.js"
 */
import { Face } from "./login/face.js";
import { Linking } from "./login/linking.js";
import { findMessages, watchMessages } from "./login/messages.js";
import { viewOf } from "./login/view.js";

export { defineMessages } from "./login/messages.js";

// On a server there is none, and nothing but the import has to work.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (/** @type {unknown} */ (class {}));

export class WawpLoginElement extends Base {
  static observedAttributes = ["country", "instance-id", "lang", "no-pairing"];

  /** @type {Client | undefined} */
  #client;
  #linking = new Linking(
    () => this.#render(),
    (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true })),
  );
  #face = new Face(this.attachShadow({ mode: "open" }), {
    refresh: () => this.#linking.refresh(),
    again: () => this.start(),
    extend: () => this.#linking.extend(),
    turn: () => this.#linking.turn(),
    askForPairCode: (phone) => void this.#linking.askForPairCode(phone),
    dropPairCode: () => this.#linking.dropPairCode(),
  });
  /** @type {import("./login/face.js").Words | undefined} */
  #words;
  #isStopped = false;
  #isDue = false;
  #unwatch = () => {};
  #look = () => this.#linking.check();

  get client() {
    return this.#client;
  }

  set client(client) {
    if (client === this.#client) return;
    this.#linking.halt();
    this.#client = client;
    this.#isStopped = false;
    if (client) this.#startSoon();
    else this.#linking.stop();
  }

  get instanceId() {
    return this.#linking.instanceId ?? this.getAttribute("instance-id") ?? undefined;
  }

  set instanceId(id) {
    reflect(this, "instance-id", id);
  }

  get name() {
    return this.getAttribute("name") ?? undefined;
  }

  set name(name) {
    reflect(this, "name", name);
  }

  get country() {
    return this.getAttribute("country") ?? undefined;
  }

  set country(country) {
    reflect(this, "country", country);
  }

  get noPairing() {
    return this.hasAttribute("no-pairing");
  }

  set noPairing(isSet) {
    this.toggleAttribute("no-pairing", isSet);
  }

  get state() {
    return this.#linking.model.state;
  }

  start() {
    this.#isStopped = false;
    this.#startSoon();
  }

  stop() {
    this.#isStopped = true;
    this.#linking.stop();
  }

  connectedCallback() {
    for (const name of /** @type {const} */ (["client", "instanceId", "name", "country", "noPairing"])) adopt(this, name);
    document.addEventListener("visibilitychange", this.#look);
    this.#unwatch = watchMessages(() => void this.#speak());
    void this.#speak();
    this.#startSoon();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#look);
    this.#unwatch();
    this.#linking.halt();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} after
   */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "country") this.#face.suggest(after ?? "");
    else if (name === "lang") void this.#speak();
    else if (name === "no-pairing") this.#render();
    else {
      this.#linking.halt();
      this.#startSoon();
    }
  }

  // What is set in one go is one start.
  #startSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      const client = this.#client;
      if (!client || !this.isConnected || this.#isStopped || this.#linking.isRunning) return;
      const instanceId = this.getAttribute("instance-id") ?? undefined;
      this.#linking.start(client, { instanceId, name: this.name });
    });
  }

  /** @returns {Promise<void>} */
  async #speak() {
    const lang = langOf(this);
    const words = await findMessages(lang);
    // It may have changed while the texts came.
    if (lang !== langOf(this)) return this.#speak();
    this.#words = words;
    this.#render();
  }

  #render() {
    if (this.#words && this.isConnected) this.#face.show(this.#words, viewOf(this.#linking.model, !this.noPairing));
  }
}

/**
 * The language of an element, as the page says it.
 *
 * @param {Element} element
 * @returns {string}
 */
function langOf(element) {
  const said = element.closest("[lang]")?.getAttribute("lang");
  if (said) return said;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? langOf(root.host) : "en";
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | undefined} value
 */
function reflect(element, name, value) {
  if (value === undefined || value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * Takes over a property that was set before the element was defined.
 *
 * @template {keyof WawpLoginElement} K
 * @param {WawpLoginElement} element
 * @param {K} name
 */
function adopt(element, name) {
  if (!Object.hasOwn(element, name)) return;
  const value = element[name];
  delete element[name];
  element[name] = value;
}

const registry = globalThis.customElements;
if (registry && !registry.get("wawp-login")) registry.define("wawp-login", WawpLoginElement);
