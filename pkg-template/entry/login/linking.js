// @ts-check
/**
 * Links a phone: which instance, which login, how long. It knows no page; what a person sees follows from its model.
 *
 * @import { Client, Instance, InstanceState, Login, LoginStep, WawpErrorCode } from "../../index.js"
 */
import { WawpError } from "../error.js";
import { Deadline } from "./deadline.js";

/** How long an instance lives that nobody scans. */
export const LIMIT_MS = 300_000;
/** How long a gateway's own end of the instance is waited for: it tells more than ours. */
const MARGIN_MS = 30_000;

/** How an attempt ended. @typedef {"linked" | "expired" | "gone" | "network" | "busy" | "refused" | "full" | "failed" | "stopped"} Ending */
/** Why there is no pairing code. @typedef {"phoneWrong" | "pairingOff" | "alreadyPaired" | "pairFailed"} Problem */

/**
 * @typedef {object} Model
 * @property {"scan" | "pair"} mode
 * @property {InstanceState} state
 * @property {Ending | undefined} [ending]
 * @property {string | undefined} [image] a code that lives
 * @property {number} imageLeft how long it still does, in milliseconds
 * @property {number} imageLife how long it did when it came
 * @property {boolean} hadImage whether this instance had a code before
 * @property {number} waited for how long there is nothing to scan, in milliseconds
 * @property {number | undefined} [limitLeft] how long the instance may still wait for a phone, in milliseconds
 * @property {boolean} more whether a person asked for more time than that
 * @property {string} phone the number that a pairing code is for
 * @property {boolean} asking whether it is being asked for
 * @property {string | undefined} [pairCode]
 * @property {Problem | undefined} [problem]
 * @property {string | undefined} [account] the linked phone, by name or number
 */

/** @typedef {{ instanceId: string | undefined, name: string | undefined }} Source where the first instance comes from */

/** @type {Readonly<Partial<Record<WawpErrorCode, Ending>>>} */
const ENDINGS = {
  instance_invalid: "gone",
  not_connected: "gone",
  network: "network",
  timeout: "network",
  rate_limited: "busy",
  unavailable: "busy",
  unauthorized: "refused",
  quota_exceeded: "full",
};

/** @type {Readonly<Record<string, Problem>>} */
const PROBLEMS = {
  invalid_argument: "phoneWrong",
  number_missing_or_malformed: "phoneWrong",
  pairing_disabled: "pairingOff",
  already_paired: "alreadyPaired",
};

/** The states that an attempt ends in, where it fails. @type {Readonly<Partial<Record<Ending, InstanceState>>>} */
const STATES = { expired: "expired", gone: "gone", stopped: "unknown" };

/** @returns {Model} */
function blank() {
  return {
    mode: "scan",
    state: "starting",
    imageLeft: 0,
    imageLife: 0,
    hadImage: false,
    waited: 0,
    more: false,
    phone: "",
    asking: false,
  };
}

export class Linking {
  model = blank();
  #changed;
  #tell;
  /** @type {Client | undefined} */
  #client;
  /** @type {Source} */
  #source = { instanceId: undefined, name: undefined };
  /** The instance of this attempt. Outlives a stop: one that is on its way is not asked for twice. @type {Promise<Instance> | undefined} */
  #opening;
  /** @type {Instance | undefined} */
  #instance;
  /** @type {Login | undefined} */
  #login;
  #under = new AbortController();
  /** @type {Deadline | undefined} */
  #imageEnd;
  /** @type {Deadline | undefined} */
  #limit;
  #emptySince = 0;
  /** The id that this attempt has left behind. @type {string | undefined} */
  #spent;
  #isSpentDead = false;
  /** Whether the gateway handed out once more an instance that is about to die: its end is nobody's fault. */
  #isSecondHand = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  isRunning = false;

  /**
   * @param {() => void} changed is called after every change of the model
   * @param {(type: "statechange" | "connected" | "error", detail: unknown) => void} tell
   */
  constructor(changed, tell) {
    this.#changed = changed;
    this.#tell = tell;
  }

  get instanceId() {
    return this.#instance?.id;
  }

  /**
   * @param {Client} client
   * @param {Source} source
   */
  start(client, source) {
    const { instanceId, name } = this.#source;
    if (client !== this.#client || source.instanceId !== instanceId || source.name !== name) this.#forget();
    this.#client = client;
    this.#source = source;
    const { ending } = this.model;
    if (ending === "gone" || ending === "expired" || (this.#limit?.left() ?? 1) <= 0) this.#leave(ending === "gone");
    void this.#run();
  }

  /** Ends what is under way. A later start goes on with the same instance. */
  halt() {
    this.isRunning = false;
    this.#under.abort();
    clearTimeout(this.#timer);
    // Nobody watches it any more.
    this.model.image = undefined;
  }

  stop() {
    this.halt();
    this.#end("stopped");
  }

  /** To the other way of linking. */
  turn() {
    const mode = this.model.mode === "scan" ? "pair" : "scan";
    Object.assign(this.model, { mode, asking: false, pairCode: undefined, problem: undefined });
    void this.#run();
  }

  refresh() {
    this.#emptySince = performance.now();
    this.#login?.refresh();
    this.check();
  }

  /** Goes on for as long again. Where something is on the screen that still works, it stays until it dies. */
  extend() {
    const { mode, image, state } = this.model;
    this.model.more = true;
    if (mode === "scan" && !image && state !== "connecting") this.#goOn(false);
    else this.#changed();
  }

  /** @param {string} phone */
  async askForPairCode(phone) {
    Object.assign(this.model, { phone, asking: true, pairCode: undefined, problem: undefined });
    this.#changed();
    const { signal } = this.#under;
    try {
      const instance = await this.#opening;
      const answer = await instance?.pairCode({ phone }, { signal });
      if (signal.aborted) return;
      Object.assign(this.model, { asking: false, pairCode: inTwo(answer?.code ?? "") });
    } catch (error) {
      if (signal.aborted) return;
      const { code, reason } = faultOf(error);
      this.model.asking = false;
      if (code === "instance_invalid" || code === "unauthorized") return this.#fail(error);
      this.model.problem = PROBLEMS[reason ?? ""] ?? PROBLEMS[code] ?? "pairFailed";
      this.#tell("error", error);
    }
    this.#changed();
  }

  /** Back to the phone number, for another code. */
  dropPairCode() {
    this.model.pairCode = undefined;
    this.#changed();
  }

  /** Looks at the clocks: takes away what died, also while timers slept. */
  check() {
    clearTimeout(this.#timer);
    if (!this.isRunning) return;
    const { model } = this;
    model.imageLeft = this.#imageEnd?.left() ?? 0;
    model.limitLeft = this.#limit?.left();
    if (model.image && model.imageLeft <= 0) {
      this.#dropImage();
      this.#enter("pending");
    }
    model.waited = model.image ? 0 : performance.now() - this.#emptySince;
    // What a phone is at right now is not cut off.
    if (model.limitLeft !== undefined && model.limitLeft <= 0 && !model.more && model.state !== "connecting") {
      return this.#fail(tooLate());
    }
    this.#changed();
    // A wait that spans seconds would be late by as many after the machine slept.
    const second = (model.image ? model.imageLeft : (model.limitLeft ?? 0)) % 1000;
    this.#timer = setTimeout(() => this.check(), second > 0 ? second : 1000);
  }

  async #run() {
    this.#under.abort();
    const { signal } = (this.#under = new AbortController());
    const pairing = this.model.mode === "pair";
    this.isRunning = true;
    this.model.ending = undefined;
    this.model.image = undefined;
    this.#emptySince = performance.now();
    this.model.state = "starting";
    this.#tell("statechange", { state: "starting" });
    this.check();
    try {
      const instance = await (this.#opening ??= this.#open());
      if (signal.aborted) return;
      this.#limit ??= new Deadline(Date.now() + LIMIT_MS);
      this.#login = instance.login({ signal, pairing, timeoutMs: Math.ceil(this.#limit.left()) + MARGIN_MS });
      this.check();
      if (pairing && this.model.asking) void this.askForPairCode(this.model.phone);
      for await (const step of this.#login) {
        if (signal.aborted) return;
        this.#take(step);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  async #open() {
    const client = /** @type {Client} */ (this.#client);
    const { instanceId, name } = this.#source;
    const isUsable = instanceId !== undefined && instanceId !== this.#spent;
    const create = () => (name ? client.createSession({ name }) : client.createInstance());
    const id = isUsable ? instanceId : (await create()).instanceId;
    this.#isSecondHand = id === this.#spent && !this.#isSpentDead;
    return (this.#instance = client.instance(id));
  }

  /** @param {LoginStep} step */
  #take(step) {
    const { model } = this;
    // What the login throws next tells more.
    if (step.state === "gone" || step.state === "expired") return;
    if (step.state === "scan") {
      this.#imageEnd = new Deadline(step.expiresAt);
      model.image = step.image;
      model.imageLife = this.#imageEnd.left();
      model.hadImage = true;
    } else if (model.image) this.#dropImage();
    this.#enter(step.state);
    if (step.state !== "connected") return this.check();
    const { phone, name } = step;
    model.account = name ?? (phone && `+${phone}`);
    this.#end("linked");
    this.#tell("connected", { instanceId: this.instanceId, phone, name });
  }

  #dropImage() {
    this.model.image = undefined;
    this.#emptySince = performance.now();
  }

  /** @param {InstanceState} state */
  #enter(state) {
    const isNew = state !== this.model.state;
    this.model.state = state;
    if (isNew) this.#tell("statechange", { state });
  }

  /** @param {unknown} error */
  #fail(error) {
    const { code, reason } = faultOf(error);
    const isLate = reason === "login_timeout";
    if (code === "instance_invalid" && this.#isSecondHand) return this.#goOn(true);
    if ((code === "instance_invalid" || isLate) && this.model.more) return this.#goOn(!isLate);
    if (!this.#instance) this.#opening = undefined;
    this.#end(isLate ? "expired" : (ENDINGS[code] ?? "failed"));
    this.#tell("error", error);
  }

  /** @param {Ending} ending */
  #end(ending) {
    this.halt();
    const { mode, phone, account } = this.model;
    const state = ending === "linked" ? "connected" : (STATES[ending] ?? "failed");
    if (ending === "linked") this.#limit = undefined;
    this.model = { ...blank(), mode, phone, account, state: this.model.state, ending };
    this.#enter(state);
    this.#changed();
  }

  /**
   * Takes a new instance and goes on where a person was.
   *
   * @param {boolean} isDead whether the old one is
   */
  #goOn(isDead) {
    const asksAgain = this.model.asking || this.model.pairCode !== undefined;
    this.#leave(isDead);
    Object.assign(this.model, { more: false, asking: asksAgain, pairCode: undefined });
    void this.#run();
  }

  /** @param {boolean} isDead whether the instance is, not only late */
  #leave(isDead) {
    this.#spent = this.#instance?.id;
    this.#isSpentDead = isDead;
    this.#instance = undefined;
    this.#opening = undefined;
    this.#limit = undefined;
    this.model.hadImage = false;
  }

  #forget() {
    this.#leave(false);
    this.#spent = undefined;
    this.model = blank();
  }
}

/** @param {unknown} error */
function faultOf(error) {
  const { code = "internal", reason } = /** @type {Partial<import("../../index.js").WawpError>} */ (error ?? {});
  return { code, reason };
}

function tooLate() {
  const message = "Nobody scanned a code in time";
  return new WawpError({
    message,
    code: "timeout",
    reason: "login_timeout",
    delivery: "not_sent",
    retryable: false,
    attempts: 0,
  });
}

/**
 * A pairing code as WhatsApp shows it: `ABCD-EFGH`.
 *
 * @param {string} code
 */
function inTwo(code) {
  const bare = code.replace(/[^0-9a-z]/gi, "").toUpperCase();
  return bare.length === 8 ? `${bare.slice(0, 4)}-${bare.slice(4)}` : code;
}
