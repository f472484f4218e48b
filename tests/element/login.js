// What the tests of <wawp-login> share: a page under a strict policy that has the element, a client that does what a test
// says, a clock that stands still.

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { root, serve, startBrowser } from "../package/helpers.js";
import { codeImage, codeText } from "./codes.js";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data: blob:; connect-src 'self'; " +
  "require-trusted-types-for 'script'";

export const START = Date.UTC(2026, 0, 5, 12);
export const DESKTOP = { width: 900, height: 720 };
export const PHONE = { width: 360, height: 780 };
export const ENDINGS = {
  gone: { code: "instance_invalid", reason: "instance_invalid" },
  expired: { code: "timeout", reason: "login_timeout" },
  network: { code: "network" },
  busy: { code: "unavailable", reason: "gateway_unreachable" },
  refused: { code: "unauthorized", reason: "auth_invalid" },
  full: { code: "quota_exceeded", reason: "quota_instances" },
  failed: { code: "bad_response" },
};

const image = await codeImage(codeText());

/** A browser for the tests of one file. Every test ends with pages that reported nothing. */
export function useElement() {
  const element = {};
  let browser;
  let server;
  let opened = [];
  before(async () => {
    [server, browser] = await Promise.all([serve(root, { "content-security-policy": POLICY }), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    const problems = [];
    for (const { page, errors } of opened) {
      problems.push(...errors, ...(await page.evaluate(() => test.heard.violations)));
      await page.context().close();
    }
    opened = [];
    assert.deepEqual(problems, []);
  });

  /**
   * Opens a page with the element in it.
   *
   * @param {{ attributes?: Record<string, string>, answers?: Record<string, unknown[]>, bare?: boolean, withClient?: boolean } &
   *   import("playwright-core").BrowserContextOptions} [how]
   */
  element.open = async ({ attributes = {}, answers = {}, bare = false, withClient = true, ...context } = {}) => {
    const surroundings = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", ...context });
    surroundings.setDefaultTimeout(10_000);
    const page = await surroundings.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    opened.push({ page, errors });
    await page.clock.install({ time: START });
    await page.clock.pauseAt(START + 1000);
    const screen = new Screen(page, attributes);
    page.on("request", (request) => screen.requests.push(request.url()));
    await page.goto(`${server.origin}/tests/element/page.html`);
    await page.waitForFunction(() => window.test, undefined, { polling: 20 });
    await page.evaluate(
      ([answers, bare]) => {
        Object.assign(test.answers, answers);
        document.body.classList.toggle("bare", bare);
      },
      [answers, bare],
    );
    await screen.reopen(withClient);
    return screen;
  };
  return element;
}

/** What a person sees and does, and what the test makes happen. */
export class Screen {
  /** Every address that the page asked for. @type {string[]} */
  requests = [];

  /**
   * @param {import("playwright-core").Page} page
   * @param {Record<string, string>} attributes
   */
  constructor(page, attributes) {
    this.page = page;
    this.attributes = attributes;
    this.element = page.locator("wawp-login");
    this.title = this.element.locator("h2");
    this.code = this.element.locator("img");
    this.field = this.element.locator("input");
  }

  /** Puts a new element in the place of the one before. */
  async reopen(withClient = true) {
    await this.page.evaluate(([attributes, withClient]) => test.open(attributes, { withClient }), [this.attributes, withClient]);
    await this.title.waitFor();
  }

  button(name) {
    return this.element.getByRole("button", { name, exact: true });
  }

  /** Lets time go by. */
  async wait(ms) {
    await this.page.clock.runFor(ms);
  }

  /** The machine sleeps: the clock goes on, timers don't. */
  async sleep(ms) {
    const now = await this.page.evaluate(() => Date.now());
    await this.page.clock.setSystemTime(now + ms);
  }

  async show(lifeMs = 20_000, shown = image) {
    await this.page.evaluate(([shown, lifeMs]) => test.show(shown, lifeMs), [shown, lifeMs]);
    await this.wait(1);
  }

  async tell(step) {
    await this.page.evaluate((step) => test.tell(step), step);
    await this.wait(1);
  }

  async fail(fields) {
    await this.page.evaluate((fields) => test.fail(fields), fields);
    await this.wait(1);
  }

  async press(name) {
    await this.button(name).click();
    await this.wait(1);
  }

  /** The sentence that a person reads. */
  async status() {
    const seen = this.element.locator("[part=status]").filter({ visible: true });
    return (await seen.allTextContents()).join(" | ");
  }

  async buttons() {
    return this.element.getByRole("button").allTextContents();
  }

  /** The calls that the element made so far. */
  calls() {
    return this.page.evaluate(() => test.heard.calls);
  }

  events() {
    return this.page.evaluate(() => test.heard.events);
  }

  /** The states that the page was told of. */
  async states() {
    return (await this.events()).filter(([type]) => type === "statechange").map(([, { state }]) => state);
  }

  /** What the live region said, and forgets it. */
  said() {
    return this.page.evaluate(() => test.heard.said.splice(0));
  }

  /** What has the focus, inside the element or outside. */
  focused() {
    return this.page.evaluate(() => {
      let focused = document.activeElement;
      while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return `${focused.localName} ${(focused.id || focused.textContent).trim()}`;
    });
  }
}
