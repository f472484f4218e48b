/**
 * What the WebAssembly needs of its engine: errors, promises, waiting and `fetch`. When a call is made, ends or is made
 * again is decided there. Here is only how an engine does it, in few crossings of the border.
 *
 * @typedef {(waiter: number, outcome: number) => void} Wake tells a waiter how its wait ended
 * @typedef {(outcome: number, value?: any) => void} Settle
 */

// How a wait ends; `src/web/scope.rs` reads them.
const DONE = 1;
const FAILED = 2;
const ABORTED = 3;
const TIMEOUT = 4;
const UNSENT = 5;

/**
 * What the WebAssembly is handed.
 *
 * @param {(fields: import("./error.js").Fields, cause: unknown) => Error} makeError
 */
export const newEngine = (makeError) => ({
  makeError,
  /** @type {Set<Scope>} */
  living: new Set(),

  /** @type {Map<number, ((value: any) => void)[]>} */
  settlers: new Map(),

  /**
   * A promise of this number.
   *
   * @param {number} id
   */
  promise(id) {
    return new Promise((...both) => this.settlers.set(id, both));
  },

  /**
   * Settles that promise.
   *
   * @param {number} id
   * @param {number} how 0 resolves it, 1 rejects it
   * @param {unknown} value
   */
  settle(id, how, value) {
    const settler = this.settlers.get(id)?.[how];
    this.settlers.delete(id);
    settler?.(value);
  },

  /**
   * What a value is; `src/web/json.rs` reads it.
   *
   * @param {unknown} value
   */
  kind(value) {
    if (value === undefined || value === null) return 0;
    if (typeof value === "object") return Array.isArray(value) ? 4 : 5;
    const kind = ["boolean", "number", "string"].indexOf(typeof value);
    return kind < 0 ? 6 : kind + 1;
  },

  /**
   * The first property of an object that is not among these names, which stand one space apart.
   *
   * @param {object} object
   * @param {string} names
   */
  unknown(object, names) {
    const known = ` ${names} `;
    return Object.keys(object).find((name) => name.includes(" ") || !known.includes(` ${name} `));
  },

  /**
   * @param {number} ms
   * @param {AbortSignal | undefined} caller
   * @param {Wake} wake
   */
  scope(ms, caller, wake) {
    return new Scope(this.living, ms, caller, wake);
  },

  /** Ends all that lives, of which nobody is told. */
  abandon() {
    for (const scope of this.living) {
      scope.end();
      try {
        scope.close();
      } catch {
        // A signal that does not let go must not keep the others.
      }
    }
  },
});

/** The life of a call. It waits for one thing at a time, which ends with it. */
class Scope {
  /** What ended it, 0 while it lives. */
  ended = 0;
  /** What the last wait brought, or what was thrown. @type {any} */
  value;
  /** Since when the page is hidden, in epoch milliseconds. */
  awaySince = Infinity;

  #living;
  #deadline;
  #timer;
  #caller;
  #wake;
  #abort = () => this.end(ABORTED);
  /** @type {Settle | undefined} */
  #settle;
  /** @type {Scope | undefined} */
  #child;
  #isPausing = false;
  #wasStirred = false;
  #unwatch = () => {};

  /**
   * @param {Set<Scope>} living where it is until it is closed
   * @param {number} ms how long it may last
   * @param {AbortSignal | undefined} caller what ends it too. It is listened to only: `fetch` would leave listeners on it.
   * @param {Wake} wake
   */
  constructor(living, ms, caller, wake) {
    this.#living = living.add(this);
    this.#deadline = performance.now() + ms;
    this.#timer = ms < Infinity ? setTimeout(() => this.end(TIMEOUT), ms) : undefined;
    this.#caller = caller;
    this.#wake = wake;
    if (caller?.aborted) this.#abort();
    caller?.addEventListener("abort", this.#abort);
  }

  /**
   * A part of this that may last so long.
   *
   * @param {number} ms
   */
  child(ms) {
    const child = new Scope(this.#living, ms, undefined, this.#wake);
    this.#child = child;
    if (this.ended) child.end(this.ended);
    return child;
  }

  get timeLeft() {
    return this.#deadline - performance.now();
  }

  end(ended = ABORTED) {
    if (this.ended) return;
    this.ended = ended;
    this.#settle?.(ended);
    this.#child?.end(ended);
  }

  /** Leaves nothing behind. */
  close() {
    this.#living.delete(this);
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener?.("abort", this.#abort);
    this.#unwatch();
  }

  /**
   * Waits for a promise, or for what is none.
   *
   * @param {number} waiter
   * @param {unknown} value
   */
  wait(waiter, value) {
    this.#follow(Promise.resolve(value), this.#begin(waiter));
  }

  /**
   * Waits for a response and its body.
   *
   * @param {number} waiter
   * @param {typeof fetch | undefined} send the caller's `fetch`, in place of the global one
   * @param {string} message as HTTP/1.1 writes it: the method and the address, headers, a blank line, the body
   * @param {boolean} withCookies
   * @param {number} ms how long it may take
   */
  fetch(waiter, send = globalThis.fetch, message, withCookies, ms) {
    const controller = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const settle = this.#begin(waiter, (outcome) => {
      clearTimeout(timer);
      if (outcome > FAILED) controller.abort();
    });
    if (this.ended) return;
    if (typeof send !== "function") return settle(UNSENT, new TypeError("This engine has no fetch"));
    if (ms < Infinity) timer = setTimeout(() => settle(TIMEOUT), ms);
    const [head, text] = cut(message, "\n\n");
    const [start, headers] = cut(head, "\n");
    const [method, url] = cut(start, " ");
    /** @type {RequestInit} */
    const init = {
      method,
      // Never the answer to an earlier call: several of these calls act, and by GET.
      cache: "no-store",
      redirect: "manual",
      signal: controller.signal,
    };
    if (headers) {
      init.headers = Object.fromEntries(headers.split("\n").map((header) => cut(header, ": ")));
      init.body = text;
    }
    if (withCookies) init.credentials = "include";
    this.#follow(this.#receive(send, url, init), settle);
  }

  /**
   * Waits so many milliseconds, or until something stirs that had not before the last pause.
   *
   * @param {number} waiter
   * @param {number} ms
   */
  pause(waiter, ms) {
    const until = performance.now() + ms;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const settle = this.#begin(waiter, () => {
      clearTimeout(timer);
      this.#isPausing = this.#wasStirred = false;
    });
    // Some timers are a little early.
    const tick = () => {
      const left = until - performance.now();
      if (left > 0) timer = setTimeout(tick, left);
      else settle(DONE);
    };
    if (this.ended) return;
    this.#isPausing = true;
    if (this.#wasStirred) this.stir();
    else timer = setTimeout(tick, ms);
  }

  /** Ends the pause, or else the next one. */
  stir() {
    this.#wasStirred = true;
    const settle = this.#isPausing && this.#settle;
    if (settle) queueMicrotask(() => settle(DONE));
  }

  /** Stirs when somebody leaves the page or comes back to it. */
  watch() {
    const { document } = globalThis;
    const look = () => {
      this.awaySince = document.hidden ? Math.min(this.awaySince, Date.now()) : Infinity;
      this.stir();
    };
    // Some servers have a stand-in.
    if (!document?.addEventListener) return;
    look();
    document.addEventListener("visibilitychange", look);
    this.#unwatch = () => document.removeEventListener?.("visibilitychange", look);
  }

  /**
   * Begins a wait, which is over at once where the scope is; `stop` is called when it ends, however it does.
   *
   * @param {number} waiter
   * @param {(outcome: number) => void} [stop]
   * @returns {Settle}
   */
  #begin(waiter, stop) {
    /** @type {Settle} */
    const settle = (outcome, value) => {
      if (this.#settle !== settle) return;
      this.#settle = undefined;
      this.value = value;
      stop?.(outcome);
      // What ends a wait from outside may stand anywhere, in the midst of a step, too: the next one is never made within it.
      if (outcome > FAILED) queueMicrotask(() => this.#wake(waiter, outcome));
      else this.#wake(waiter, outcome);
    };
    this.#settle = settle;
    if (this.ended) settle(this.ended);
    return settle;
  }

  /**
   * @param {Promise<unknown>} promise
   * @param {Settle} settle
   */
  #follow(promise, settle) {
    promise.then(
      (value) => settle(DONE, value),
      (thrown) => settle(FAILED, thrown),
    );
  }

  /**
   * @param {typeof fetch} send
   * @param {string} url
   * @param {RequestInit} init
   */
  async #receive(send, url, init) {
    const response = await send(url, init);
    if (typeof response?.status !== "number") throw "fetch gave no Response";
    // A page is not shown where a redirect leads, nor its body.
    const isHidden = response.status === 0 && response.type === "opaqueredirect";
    /** @type {any} */
    const content = isHidden ? "" : await (typeof response.arrayBuffer === "function" ? response.arrayBuffer() : response.text());
    // Test doubles may have a text alone, and test runners have pages of their own: not by its class.
    const body =
      typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content?.byteLength >= 0 ? content : 0);
    return { response, body, redirected: isHidden || response.redirected === true };
  }
}

/**
 * What stands before the first of these marks, and what after it.
 *
 * @param {string} text
 * @param {string} mark
 * @returns {[string, string]}
 */
function cut(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
