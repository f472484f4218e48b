// The page of the tests: an application with the element, and a client that does what the test says.

import { defineMessages } from "../../pkg-template/entry/login-element.js";

class FakeError extends Error {
  name = "WawpError";
  constructor(fields) {
    super("RAW-GATEWAY-TEXT access_token=SECRET");
    Object.assign(this, fields);
  }
}

/** A login whose steps the test hands out. */
class FakeLogin {
  #steps = [];
  #waiting;
  isOpen = true;

  constructor(id, options) {
    this.id = id;
    this.options = options;
    options.signal?.addEventListener("abort", () => this.end(new FakeError({ code: "aborted" })));
  }

  refresh() {
    heard.calls.push(`refresh ${this.id}`);
  }

  tell(step) {
    this.#hand({ done: false, value: step });
    if (step.state === "connected") this.isOpen = false;
  }

  end(error) {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#hand(Promise.reject(error));
  }

  #hand(result) {
    if (this.#waiting) this.#waiting(result);
    else {
      this.#steps.push(result);
      if (result instanceof Promise) result.catch(() => {});
    }
    this.#waiting = undefined;
  }

  next() {
    if (this.#steps.length > 0) return Promise.resolve(this.#steps.shift());
    if (!this.isOpen) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  return() {
    this.isOpen = false;
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

const heard = { calls: [], events: [], said: [], violations: [], errors: [] };
const logins = [];
/** What the next creations and pairing codes give, in order: a value or the fields of an error. */
const answers = { create: [], pair: [] };
let created = 0;

async function answer(queue, otherwise) {
  const next = answers[queue].shift() ?? otherwise();
  if (next === "never") return new Promise(() => {});
  if (typeof next === "object") throw new FakeError(next);
  return next;
}

const client = {
  async createInstance() {
    heard.calls.push("create");
    return { instanceId: await answer("create", () => `I${++created}`), state: "pending" };
  },
  async createSession({ name }) {
    heard.calls.push(`create ${name}`);
    return { instanceId: await answer("create", () => `I${++created}`), state: "starting" };
  },
  instance: (id) => ({
    id,
    login(options) {
      heard.calls.push(`login ${id}${options.pairing ? " pairing" : ""}`);
      const login = new FakeLogin(id, options);
      logins.push(login);
      return login;
    },
    async pairCode({ phone }) {
      heard.calls.push(`pair ${id} ${phone}`);
      return { code: await answer("pair", () => "abcd2345") };
    },
  }),
};

document.addEventListener("securitypolicyviolation", (event) =>
  heard.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
);
for (const type of ["statechange", "connected", "error"]) {
  document.addEventListener(type, ({ detail }) =>
    heard.events.push([type, type === "error" ? { code: detail.code, reason: detail.reason } : { ...detail }]),
  );
}

window.test = {
  heard,
  logins,
  answers,
  client,
  defineMessages,
  /** Puts an element on the page. */
  open(attributes = {}, { withClient = true } = {}) {
    const element = document.createElement("wawp-login");
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.getElementById("place").replaceChildren(element);
    if (withClient) element.client = client;
    window.login = element;
    const live = element.shadowRoot.querySelector("[role=status]");
    new MutationObserver(() => heard.said.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
  },
  /** The login under way. */
  now: () => logins.at(-1),
  show(image, lifeMs) {
    logins.at(-1).tell({ state: "scan", image, expiresAt: Date.now() + lifeMs });
  },
  tell(step) {
    logins.at(-1).tell(step);
  },
  fail(fields) {
    logins.at(-1).end(new FakeError(fields));
  },
};
