/**
 * Link a WhatsApp number by QR code and send text and media to people and groups
 * through the Wawp REST gateway, or through any gateway that speaks its dialect.
 *
 * @packageDocumentation
 */

/**
 * Loads the WebAssembly (once), checks the options and returns a client.
 *
 * Nothing is sent. Importing the package does nothing either: the first call of this function loads it.
 *
 * @example
 * ```js
 * const wawp = await createClient({ accessToken: () => fetchTokenFromMyServer() });
 * const session = await wawp.createSession({ name: "Support desk" });
 * const instance = wawp.instance(session.instanceId);
 * await instance.waitForLogin({ onQr: (qr) => (img.src = qr.image) });
 * const sent = await instance.sendText({ to: "+84 933 313 000", text: "hello" });
 * ```
 *
 * @throws {WawpError} `invalid_argument` for an option of the wrong type, an unknown option, or a literal token in a
 * browser page; `load_failed` when the WebAssembly could not be loaded (call again to retry).
 */
export function createClient(options: ClientOptions): Promise<Client>;

/**
 * Loads the WebAssembly ahead of {@link createClient}, or from a place of your own.
 *
 * Nobody needs it where the package's own file can be fetched. With a source the WebAssembly is loaded from there and
 * from nowhere else: for a CDN, for an offline cache, for a service worker whose bundler left the file behind. The file
 * has to be of this version of the package: it is `wawp-client/wasm`.
 *
 * It is loaded once: who calls while it loads waits for that, and once it is loaded the source makes no difference. A
 * load that failed can be tried again, also with another source.
 *
 * @example
 * ```js
 * await init("https://cdn.example/wawp_client_bg.wasm");
 * const wawp = await createClient({ gateway: { relay: "/wawp" } });
 * ```
 *
 * @throws {WawpError} `invalid_argument` for what is no source; `load_failed` when the WebAssembly could not be loaded,
 * at the latest after 15 s (call again to retry).
 */
export function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/**
 * Where the WebAssembly may come from: its address (in Node, Deno and Bun also a `file:` URL), the answer to a request
 * for it, its bytes, or what is compiled from them.
 *
 * An answer is compiled while it arrives if its type is exactly `application/wasm`.
 */
export type WasmSource = string | URL | Response | ArrayBuffer | Uint8Array | WebAssemblyModule;

/** A `WebAssembly.Module`. TypeScript's own type of it is any object, and is not there without the library `dom`. */
export type WebAssemblyModule = object;

/** Options of {@link createClient}: of a page behind a relay, or of whoever has the token and calls the gateway itself. */
export type ClientOptions = RelayedClientOptions | DirectClientOptions;

/** Options of a client that calls your relay, which has the token: `wawp-client/relay`. */
export interface RelayedClientOptions extends CommonClientOptions {
  gateway: RelayGateway;
  /** The relay's business. */
  accessToken?: undefined;
}

/** Options of a client that calls the gateway itself. */
export interface DirectClientOptions extends CommonClientOptions {
  /**
   * The account's token, or a function that returns it (or a promise of it) and is asked before every call.
   *
   * The token is the whole account: whoever has it can read, send and unlink. A literal one is refused in a browser
   * page unless {@link DirectClientOptions.dangerouslyAllowBrowser} is set.
   */
  accessToken: string | (() => string | Promise<string>);
  /**
   * Which gateway to talk to.
   *
   * @default "wawp"
   */
  gateway?: "wawp" | ClassicGateway;
  /**
   * Allows a literal {@link DirectClientOptions.accessToken} in a browser page, where every visitor can read it.
   *
   * @default false
   */
  dangerouslyAllowBrowser?: boolean;
}

/** Options of every client. */
export interface CommonClientOptions {
  /** Used in place of the global `fetch`. Called as `fetch(url, init)`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /**
   * How long one call may take in milliseconds, from 1 to 2147483647: waiting for the token, every attempt to the end of
   * its body, and the pauses between them.
   *
   * @default 75000 for sends, 65000 for the QR code, 20000 for the rest; 25000 more behind a relay
   */
  timeoutMs?: number;
  /**
   * How often a failed call is made again, from 0 to 10, where that can't double anything: where its error would be
   * {@link WawpError.retryable}.
   *
   * That is so for calls that only ask or may be made twice (`status`, `groups`, `createInstance`, `setWebhook`) after a
   * lost connection, an attempt of 10 s without an answer, 408, 429, 5xx, and while the gateway's engine is not ready; for
   * sends and all others only where the answer proves that nothing was done (429, an engine that is not ready). Behind a
   * relay every call is made again after a lost connection: the relay knows it by its key, and forwards it once.
   *
   * The pause before a retry is never shorter than the gateway asks for, and of random length on top: up to 0.5 s, then
   * twice as long each time, at most 8 s. A pause that would pass the deadline fails at once. A client makes at most ten
   * retries in a row and one more every 5 s, so that an outage is not made worse.
   *
   * @default 2
   */
  maxRetries?: number;
  /** Digits of the country code that numbers without `+` or `00` belong to, for example `"84"`. */
  defaultCountryCode?: string;
  /**
   * Rewrites numbers of Mexico, Argentina and Brazil as the gateways' engines expect them. Without it a number is
   * never rewritten.
   *
   * @default false
   */
  countryRules?: boolean;
  /**
   * Allows text with `{a|b}` in it. Gateways replace such a part by one branch, picked at random, without saying so.
   *
   * @default false
   */
  allowSpintax?: boolean;
  /**
   * Called with each step of each call, and with warnings, such as a media URL that will arrive as a document.
   *
   * An event has names, numbers and this package's own words only: no token, no address, no text of yours or the
   * gateway's. What the function throws is ignored.
   */
  onEvent?: (event: ClientEvent) => void;
}

/** Your own relay, which has the token: `wawp-client/relay`. */
export interface RelayGateway {
  /**
   * Its address: a path of the page's own origin, such as `"/wawp"`, or an absolute URL, which has to be `https:` except
   * on loopback. The page's cookies go along.
   */
  relay: string;
}

/** A gateway of the classic dialect (Waziper, Stackposts and their kin). */
export interface ClassicGateway {
  /** Where its calls live, `/api` included: `https://gateway.example/api`. `http:` is for loopback only. */
  baseUrl: string;
  /**
   * How sends are encoded. Every known server of the dialect reads forms; few read JSON in full.
   *
   * @default "form"
   */
  encoding?: "form" | "json";
}

/** What {@link CommonClientOptions.onEvent} is called with. */
export type ClientEvent = RequestEvent | ResponseEvent | RetryEvent | WarningEvent;

/** What all events of a call have. */
interface CallEvent {
  /** The call, counted from 1 within its client. */
  callId: number;
  /** The call's name on the wire, for example `send`; `call` for one by hand. */
  endpoint: string;
  /** The attempt, counted from 1 within its call; of a retry, the one to come. */
  attempt: number;
}

/** A request is handed to `fetch`. */
export interface RequestEvent extends CallEvent {
  type: "request";
  method: "GET" | "POST";
}

/** An attempt ended: by a reply, or without one. */
export interface ResponseEvent extends CallEvent {
  type: "response";
  /** How long the attempt took in milliseconds. */
  durationMs: number;
  /** The HTTP status, where there was a reply. */
  status?: number;
  /** What went wrong, where something did. */
  code?: WawpErrorCode;
  /** The same, finer. */
  reason?: string;
}

/** The call will be made again after a pause. */
export interface RetryEvent extends CallEvent {
  type: "retry";
  /** How long the pause will be in milliseconds. */
  delayMs: number;
  /** The HTTP status of the attempt before, where there was a reply. */
  status?: number;
  /** Why the attempt before failed. */
  code: WawpErrorCode;
  /** The same, finer. */
  reason?: string;
}

/** A call will not do what one may think. */
export interface WarningEvent {
  type: "warning";
  /** What is wrong. */
  code: "media_without_extension" | "media_arrives_as_document" | "media_host_private";
  /** The same in words. */
  message: string;
  /** The call's name on the wire, for example `send`. */
  endpoint: string;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call when it aborts. A send that had left by then fails with `delivery: "unknown"`. */
  signal?: AbortSignal;
  /** How long this call may take in milliseconds, from 1 to 2147483647. */
  timeoutMs?: number;
  /** How often this call may be made again, from 0 to 10, in place of {@link CommonClientOptions.maxRetries}. */
  maxRetries?: number;
}

/** Options of one send. */
export interface SendCallOptions extends CallOptions {
  /**
   * What this message is known by, behind a relay: 8 to 200 printable ASCII characters without spaces, the id of an order
   * for example. A key is sent once within 24 hours: asked again with the same key and the same message, by the same visitor,
   * the relay tells what became of it, a failure too, also after a reload of the page: to try again what the gateway refused
   * takes another key. With another message the key is refused.
   *
   * Without one each call makes its own.
   */
  idempotencyKey?: string;
}

/** A connection to one gateway account. */
export interface Client {
  /**
   * Starts a new instance that a phone can be linked to.
   *
   * Wire: `GET /createSession`; on a classic gateway `GET /create_instance`, where the name stays in the result.
   */
  createSession(options: { name: string }, callOptions?: CallOptions): Promise<Session>;
  /**
   * Makes an instance by `create_instance`, or returns the one that still waits for its first login.
   *
   * Wire: `/create_instance`.
   */
  createInstance(callOptions?: CallOptions): Promise<Session>;
  /** The instance with this id. Sends nothing and does not check that the id exists. */
  instance(instanceId: string): Instance;
  /**
   * Makes a call that has no method here, with the same transport, redaction and errors. The token is added.
   *
   * Treated as a call that must not be repeated. Resolves with the parsed JSON of the reply.
   */
  call(options: RawCall, callOptions?: CallOptions): Promise<unknown>;
}

/** A call by hand, for {@link Client.call}. */
export interface RawCall {
  /** The call's path below the gateway's API, for example `"number_verify"`. */
  path: string;
  /** @default "GET" */
  method?: "GET" | "POST";
  /** Sent in the query. */
  query?: Record<string, string>;
  /** Sent as the body, in the gateway's encoding. Needs `method: "POST"`; the token then travels in the body too. */
  body?: Record<string, string>;
}

/** One WhatsApp account on the gateway. */
export interface Instance {
  /** The instance's id. */
  readonly id: string;
  /**
   * Asks for a QR code once. Asking can reset a scan in progress on some gateways:
   * {@link Instance.waitForLogin} paces it.
   *
   * Wire: `GET /get_qrcode`.
   */
  qrCode(callOptions?: CallOptions): Promise<QrCode>;
  /**
   * Shows codes until a phone is linked: asks for a code, again when it dies, and for the status in between, with 30
   * requests a minute at most. While a page is hidden for more than a minute it rests; on return it asks where the
   * instance stands.
   *
   * Rejects with `instance_invalid` when the instance dies (create a new one), and with `timeout` after `timeoutMs`
   * (by default 300000, the life of an instance that nobody scans).
   */
  waitForLogin(options?: WaitOptions): Promise<LinkedStatus>;
  /**
   * Links a phone step by step, for those who draw each state themselves: the same as {@link Instance.waitForLogin}, as an
   * async iterator that begins with its first step. The last step is `connected`; what `waitForLogin` rejects with,
   * the iterator throws. Leaving the loop ends the login.
   *
   * `<wawp-login>` of `wawp-client/login-element` draws it for you.
   */
  login(options?: LoginOptions): Login;
  /**
   * Where the instance stands.
   *
   * Wire: `POST /reconnect`, `GET` on a classic gateway.
   */
  status(callOptions?: CallOptions): Promise<InstanceStatus>;
  /**
   * Sends a text to a person or a group. Made again only where the gateway proved that nothing was sent.
   *
   * Wire: `POST /send`; to a group `POST /send_group`.
   */
  sendText(options: SendTextOptions, callOptions?: SendCallOptions): Promise<SentMessage>;
  /**
   * Sends an image, a video, a voice message or a document to a person or a group. Made again only
   * where the gateway proved that nothing was sent.
   *
   * Wire: `POST /send`; to a group `POST /send_group`.
   */
  sendMedia(options: SendMediaOptions, callOptions?: SendCallOptions): Promise<SentMessage>;
  /**
   * The groups that the gateway knows. On some engines the list fills with traffic: empty does not mean none.
   *
   * Wire: `/get_groups`.
   */
  groups(callOptions?: CallOptions): Promise<Group[]>;
  /**
   * Reconnects to WhatsApp after the connection was lost, and tells where the instance stands.
   *
   * Wire: `POST /reconnect`, `GET` on a classic gateway.
   */
  reconnect(callOptions?: CallOptions): Promise<InstanceStatus>;
  /**
   * Logs out, for a fresh scan. On many gateways the id is dead afterwards: `qrCode()` then says `gone`.
   *
   * Wire: `POST /reboot`, `GET` on a classic gateway.
   */
  reboot(callOptions?: CallOptions): Promise<InstanceReset>;
  /**
   * Logs out, deletes the instance's data and changes its id. Most gateways don't tell the new id:
   * `next` then says what to call.
   *
   * Wire: `POST /reset_instance`, `GET` on a classic gateway.
   */
  reset(callOptions?: CallOptions): Promise<InstanceReset>;
  /**
   * Unlinks the phone. Stock gateways answer this call without doing it: that is a `bad_response`.
   *
   * Wire: `/logout`.
   */
  logout(callOptions?: CallOptions): Promise<void>;
  /**
   * Sets where the gateway posts incoming messages. The URL is required to disable it too.
   *
   * Wire: `/set_webhook`.
   */
  setWebhook(options: WebhookOptions, callOptions?: CallOptions): Promise<void>;
  /**
   * Asks for a code that a person types on the phone in place of scanning.
   *
   * Wire: `/get_paircode`.
   */
  pairCode(options: { phone: string }, callOptions?: CallOptions): Promise<PairCode>;
}

/** Whom a message goes to: a phone number in any usual form, a JID, a group id, or a group by name. */
export type To = string | { group: string };

/** Options of {@link Instance.sendText}. */
export interface SendTextOptions {
  /** A phone number in any usual form, a JID, or a group id. */
  to: To;
  /** The text, not empty. A lone surrogate in it is sent as U+FFFD. */
  text: string;
}

/** Options of {@link Instance.sendMedia}. */
export interface SendMediaOptions {
  /** A phone number in any usual form, a JID, or a group id. */
  to: To;
  /**
   * An `http(s)` address that the gateway can fetch. Its extension decides how it arrives: png, jpg, jpeg and gif as an
   * image, mp4 as a video, ogg as a voice message, everything else as a document.
   */
  mediaUrl: string;
  /** Text below the media. */
  caption?: string;
  /** The name of a document. */
  filename?: string;
}

/** Options of {@link Instance.setWebhook}. */
export interface WebhookOptions {
  /** An `http(s)` address, needed to disable the webhook too. */
  url: string;
  /** @default true */
  enabled?: boolean;
}

/** Options of {@link Instance.waitForLogin}. */
export interface WaitOptions {
  /** Called with every code to show. */
  onQr?: (qr: ShownQrCode) => void;
  /** Called whenever the state changes. */
  onState?: (state: InstanceState) => void;
  /** Ends the wait when it aborts. */
  signal?: AbortSignal;
  /**
   * How long to wait in milliseconds, from 1 to 2147483647.
   *
   * @default 300000
   */
  timeoutMs?: number;
}

/** Options of {@link Instance.login}. */
export interface LoginOptions extends Omit<WaitOptions, "onQr" | "onState"> {
  /**
   * Asks for no QR code, for a phone that is linked by {@link Instance.pairCode}: on some gateways a QR code ends that.
   *
   * @default false
   */
  pairing?: boolean;
}

/** A login, step by step. */
export interface Login extends AsyncIterableIterator<LoginStep, undefined> {
  return(): Promise<IteratorResult<LoginStep, undefined>>;
  /** Asks for another code now. On some gateways that ends a scan in progress. */
  refresh(): void;
}

/** A step of a {@link Login}. */
export type LoginStep =
  /** A code to show, in place of the one before. Its image is always a `data:` URL. */
  | (ShownQrCode & { expiresAt: number })
  /** A phone is linked: the last step. */
  | LinkedStatus
  /** The instance stands elsewhere than before; a code that was shown counts no more. */
  | { state: Exclude<InstanceState, "scan" | "connected"> };

/** Where an instance stands. */
export type InstanceState =
  /** The gateway is starting it. */
  | "starting"
  /** A code waits to be scanned. */
  | "scan"
  /** There is no code yet. */
  | "pending"
  /** A phone is being linked, or the connection is being made. */
  | "connecting"
  /** A phone is linked. */
  | "connected"
  /** The gateway only knows that the id was used: confirm with `status()`. */
  | "maybe_connected"
  /** The phone was unlinked. */
  | "logged_out"
  /** The id is dead: create a new instance. */
  | "gone"
  /** WhatsApp restricts the account. */
  | "restricted"
  /** Linked, but not reachable now. */
  | "offline"
  /** The engine is not ready. */
  | "unavailable"
  /** The code died before somebody scanned it. */
  | "expired"
  /** The gateway gave up on it. */
  | "failed"
  /** The gateway answered, but not where the instance stands. */
  | "unknown";

/** What {@link Client.createSession} and {@link Client.createInstance} resolve with. */
export interface Session {
  instanceId: string;
  name?: string;
  state: InstanceState;
}

/** What {@link Instance.status} resolves with. */
export interface InstanceStatus {
  state: InstanceState;
  /** Digits with the country code. */
  phone?: string;
  /** The account's display name. */
  name?: string;
}

/** What {@link Instance.waitForLogin} resolves with. */
export interface LinkedStatus extends InstanceStatus {
  state: "connected";
}

/** What {@link Instance.qrCode} resolves with. */
export type QrCode = ShownQrCode | { state: Exclude<InstanceState, "scan">; image?: undefined; expiresAt?: undefined };

/** A code to show. */
export interface ShownQrCode {
  state: "scan";
  /**
   * An image for `img.src`: a `data:` URL of a raster image. From {@link Instance.qrCode} it may be the `http(s)` URL that
   * the gateway gave, unless that carries the token; a login fetches it, from the gateway itself only.
   */
  image: string;
  /** When the code dies, in epoch milliseconds. */
  expiresAt?: number;
}

/** What a send resolves with. */
export type SentMessage =
  | {
      /** The gateway handed the message to WhatsApp. */
      state: "sent";
      /** The message's id. */
      id: string;
      /** Digits of a person, or a group id. */
      to: string;
      /** The gateway's timestamp in epoch milliseconds. */
      at?: number;
    }
  | {
      /** The gateway took the message but gave no id: it may go out later. */
      state: "queued";
      to: string;
      id?: undefined;
      at?: undefined;
    };

/** One of {@link Instance.groups}. */
export interface Group {
  /** `…@g.us` */
  id: string;
  name?: string;
  /** How many members it has. */
  size?: number;
}

/** What {@link Instance.reboot} and {@link Instance.reset} resolve with. */
export interface InstanceReset {
  /** The new id, where the gateway tells it. */
  instanceId?: string;
  /** What to call next: the old id is dead and no new one was told. */
  next?: "create_instance";
}

/** What {@link Instance.pairCode} resolves with. */
export interface PairCode {
  /** For example `"ABCD-EFGH"`. */
  code: string;
}

/** What went wrong. */
export type WawpErrorCode =
  /** Refused before anything was sent; `path` names the option. */
  | "invalid_argument"
  /** The WebAssembly could not be loaded. */
  | "load_failed"
  /** `fetch` failed: offline, DNS, TLS or CORS. A browser does not tell which. */
  | "network"
  /** The call took too long. */
  | "timeout"
  /** The caller's signal aborted. */
  | "aborted"
  /** The token is missing or wrong; behind a relay also: the relay does not allow it. */
  | "unauthorized"
  /** The instance id is missing, unknown or gone. */
  | "instance_invalid"
  /** The instance exists, but no phone is linked. */
  | "not_connected"
  /** Too many calls. */
  | "rate_limited"
  /** The plan's limit is reached. */
  | "quota_exceeded"
  /** Refused for another known reason. */
  | "rejected"
  /** The gateway's answer does not tell whether the message went out. */
  | "unconfirmed"
  /** The gateway or its engine is not ready. */
  | "unavailable"
  /** Not an answer that a gateway gives. */
  | "bad_response"
  /** A fault of this package. */
  | "internal";

/**
 * What is known about a message (or about a call's effect) after a failure:
 * `not_sent` (nothing left), `rejected` (the gateway answered no), `unknown` (it may have gone out).
 */
export type Delivery = "not_sent" | "rejected" | "unknown";

/**
 * Every failure of this package. It never carries a token: what came from elsewhere (the reply's body, what `fetch` threw)
 * is told without it, in whatever encoding it came. `cause` is your signal's reason, or what `fetch` threw: its name,
 * message, code and cause.
 */
export declare class WawpError extends Error {
  /** Only the package makes these. */
  private constructor();
  readonly name: "WawpError";
  readonly code: WawpErrorCode;
  /** The reason in finer words, for example `instance_not_activated`. New ones may come. */
  readonly reason?: string;
  /** May I send again? Not after `unknown`, unless the person accepts a double. */
  readonly delivery: Delivery;
  /** Whether trying again later, unchanged, can succeed and can't double anything. */
  readonly retryable: boolean;
  /** The call's name, for example `send`. */
  readonly endpoint?: string;
  /** The option that was refused, for example `options.to`. */
  readonly path?: string;
  /** The HTTP status. */
  readonly status?: number;
  /**
   * How long the gateway asks to wait in milliseconds, at most 2147483647, the longest that a timer can. A page of another
   * origin knows it only where the gateway's CORS headers expose `Retry-After`.
   */
  readonly retryAfterMs?: number;
  /** The start of the reply's body, without tokens. */
  readonly body?: string;
  /** How many requests this package made. A browser may have repeated one by itself. */
  readonly attempts: number;
}

/** Whether `error` is a {@link WawpError}, also one from another realm or another copy of this package. */
export declare function isWawpError(error: unknown): error is WawpError;
