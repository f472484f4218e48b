/**
 * `<wawp-login>`: links a phone, in one line of HTML.
 *
 * @packageDocumentation
 */

import type { Client, InstanceState, WawpError } from "./index.js";

/**
 * `<wawp-login>` shows the QR code that links a phone, renews it before it dies, tells what to do on the phone, offers a
 * code by phone number to people who can't scan, and ends with a linked phone or a sentence and one button.
 *
 * Importing the module defines the element; on a server it does nothing. The element starts as soon as it stands in the
 * document and has a {@link WawpLoginElement.client}, stops when it is taken out, and goes on with the same instance when it
 * is put back.
 *
 * ```html
 * <wawp-login name="Support desk"></wawp-login>
 * ```
 * ```js
 * import "wawp-client/login-element";
 *
 * const login = document.querySelector("wawp-login");
 * login.client = await createClient({ accessToken: () => fetchTokenFromMyServer() });
 * login.addEventListener("connected", ({ detail }) => console.log(detail.instanceId, detail.phone));
 * ```
 *
 * It needs nothing of a content security policy but `img-src data:`, and works where Trusted Types are required.
 *
 * - Language: its own `lang`, or the nearest around it. English, Arabic, Spanish and Portuguese are there;
 *   {@link defineMessages} adds and overrides.
 * - Slot `connected`: what to show below the name of the linked phone, for example the way on.
 * - Parts: `card`, `title`, `code` (the white card), `image`, `cover` (what covers a dead code), `countdown`, `status`,
 *   `steps`, `pairing`, `input`, `problem`, `pair-code`, `ending`, `icon`, `notice` (the offer of more time), `time`,
 *   `button`, `link`.
 * - Custom properties: `--wawp-accent`, `--wawp-on-accent`, `--wawp-surface`, `--wawp-ink`, `--wawp-ink-soft`, `--wawp-line`,
 *   `--wawp-radius`, `--wawp-font` (as in `font`), `--wawp-width` (the most it takes), `--wawp-code-size` (never below
 *   232px). Light or dark follows the page's `color-scheme`.
 */
export declare class WawpLoginElement extends HTMLElement {
  /** The client to link with. Setting it starts; setting `undefined` stops. */
  client: Client | undefined;
  /**
   * The instance to link, as the attribute `instance-id` names it; without one the element creates one. Once there is an
   * instance, its id.
   *
   * An instance that turns out to be dead is replaced by a new one when a person starts again.
   */
  get instanceId(): string | undefined;
  set instanceId(id: string | undefined);
  /**
   * The name for `createSession`, as the attribute `name` has it. Without one the instance is made by `createInstance`.
   */
  name: string | undefined;
  /** The digits of the country code that the phone number begins with, as the attribute `country` has them. */
  country: string | undefined;
  /** Whether codes by phone number are not offered, as the attribute `no-pairing` says. */
  noPairing: boolean;
  /** Where the instance stands, as the last `statechange` told. */
  readonly state: InstanceState;
  /** Starts, or starts again after the end: on the same instance, or on a new one if that is dead. */
  start(): void;
  /** Stops, until {@link WawpLoginElement.start} or a press of the button. */
  stop(): void;

  addEventListener<K extends keyof WawpLoginEventMap>(
    type: K,
    listener: (this: WawpLoginElement, event: WawpLoginEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends Exclude<keyof HTMLElementEventMap, keyof WawpLoginEventMap>>(
    type: K,
    listener: (this: WawpLoginElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** The element's own events. They bubble, and leave shadow trees. */
export interface WawpLoginEventMap {
  /**
   * The state changed. `pending` means that no living code is on the screen, `expired` that nobody scanned in time, `gone`
   * that the instance died, `failed` any other end.
   */
  statechange: CustomEvent<{ state: InstanceState }>;
  /** A phone is linked. */
  connected: CustomEvent<LinkedPhone>;
  /**
   * Something failed: the attempt, which has ended then, or a request for a code by phone number. What a person reads is in the
   * element's own words.
   */
  error: CustomEvent<WawpError>;
}

/** What `connected` tells. */
export interface LinkedPhone {
  instanceId: string;
  /** Digits with the country code. */
  phone: string | undefined;
  /** The account's display name. */
  name: string | undefined;
}

/**
 * Adds the texts of a language, or overrides some: what is left out stays as it is, or English. Elements on the page
 * change at once.
 *
 * ```js
 * defineMessages("en", { title: "Link your shop’s WhatsApp" });
 * defineMessages("he", { direction: "rtl", title: "…" });
 * ```
 *
 * @param lang a language tag, for example `"pt"`, or `"pt-br"` for that region only
 */
export declare function defineMessages(lang: string, messages: Partial<LoginMessages>): void;

/** The texts of one language. `*...*` stands out; `{time}` and `{account}` are filled in. */
export interface LoginMessages {
  /** How the language is written. */
  direction: "ltr" | "rtl";
  /** The heading over the QR code. */
  title: string;
  /** The first code is on its way. */
  starting: string;
  /** A code is shown. */
  scan: string;
  /** The shown code died, the next is on its way. */
  renewing: string;
  /** A button: asks for a code that does not come. */
  refresh: string;
  /** The heading while a phone is being linked. */
  connectingTitle: string;
  /** A phone has scanned. */
  connecting: string;
  /** It looks as if a phone is linked. */
  checking: string;
  /** The gateway does not reach WhatsApp. */
  offline: string;
  /** The gateway is not ready. */
  unavailable: string;
  /** The phone was unlinked. */
  loggedOut: string;
  /** WhatsApp restricts the account. */
  restricted: string;
  /** The gateway's answer is not clear. */
  unknown: string;
  /** The text for the image. */
  image: string;
  /** The first step. */
  openWhatsApp: string;
  /** The second step, in the words of WhatsApp's menu. */
  linkedDevices: string;
  /** The third step. */
  scanStep: string;
  /** How much of `{time}` is left in all. */
  timeLeft: string;
  /** It ends in `{time}`. */
  warning: string;
  /** A button: more time. */
  more: string;
  /** There is `{time}` again. */
  extended: string;
  /** A button: from the QR code to the phone number. */
  usePhone: string;
  /** A button: from the phone number to the QR code. */
  useScan: string;
  /** The heading over the phone number. */
  pairTitle: string;
  /** What the phone number is for. */
  pairStart: string;
  /** The label of the field. */
  phone: string;
  /** How to write the number. */
  phoneHint: string;
  /** A button: asks for the code. */
  getCode: string;
  /** The code is being asked for. */
  asking: string;
  /** The code is there. */
  pairCode: string;
  /** The third step with such a code, in the words of WhatsApp's menu. */
  pairStep: string;
  /** A button: copies the code. */
  copy: string;
  /** It was copied. */
  copied: string;
  /** A button: back to the number, for another code. */
  anotherCode: string;
  /** The number was refused. */
  phoneWrong: string;
  /** The gateway has no such codes. */
  pairingOff: string;
  /** A phone is linked already. */
  alreadyPaired: string;
  /** No code came. */
  pairFailed: string;
  /** A button: starts again. */
  again: string;
  /** The end: a phone is linked. */
  linkedTitle: string;
  /** The same, where the gateway tells neither name nor number. */
  linked: string;
  /** The same, with the name or number as `{account}`. */
  linkedAs: string;
  /** The end: nobody scanned in time. */
  expiredTitle: string;
  /** The same in a sentence. */
  expired: string;
  /** The end: the instance died. */
  goneTitle: string;
  /** The same in a sentence. */
  gone: string;
  /** The end: the gateway can't be reached. */
  networkTitle: string;
  /** The same in a sentence. */
  network: string;
  /** The end: too many calls, or an engine that is not ready. */
  busyTitle: string;
  /** The same in a sentence. */
  busy: string;
  /** The end: the token is not accepted. */
  refusedTitle: string;
  /** The same in a sentence. */
  refused: string;
  /** The end: the plan's limit is reached. */
  fullTitle: string;
  /** The same in a sentence. */
  full: string;
  /** Any other end. */
  failedTitle: string;
  /** The same in a sentence. */
  failed: string;
  /** The page stopped it. */
  stoppedTitle: string;
  /** The same in a sentence. */
  stopped: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "wawp-login": WawpLoginElement;
  }
}
