// What the tests of the demo share: the demo in a browser, what a person does in it, and what went wrong meanwhile.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, afterEach, before, beforeEach } from "node:test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { startBrowser } from "../package/helpers.js";
import { startServer } from "./server.js";

export const DESKTOP = { width: 1280, height: 860 };
export const PHONE = { width: 360, height: 740 };
export const PERSON = "+84 933 313 000";
export const GROUP = "84987600001-1618740000@g.us";

/** How long to wait for what follows a call, in milliseconds. */
const PATIENCE_MS = 10_000;

const out = new URL("../out/", import.meta.url);

/**
 * The demo's server with its sandbox, and a browser, for the tests of one file. Every test begins with an empty sandbox,
 * and ends with a page that reported nothing.
 *
 * @param {Parameters<typeof startServer>[0]} [how] how the server is started
 */
export function useDemo(how) {
  const demo = {};
  /** @type {{ context: import("playwright-core").BrowserContext, problems: string[] }[]} */
  let opened = [];
  before(async () => {
    [demo.server, demo.browser] = await Promise.all([startServer(how), startBrowser()]);
  });
  after(async () => {
    await demo.browser?.close();
    await demo.server?.stop();
  });
  beforeEach(() => demo.server.control("reset", {}));
  afterEach(async () => {
    const problems = opened.flatMap((each) => each.problems);
    for (const { context } of opened) await context.close();
    opened = [];
    assert.deepEqual(problems, []);
  });

  /**
   * Opens the demo.
   *
   * @param {{ allowed?: RegExp, realTime?: boolean, server?: Awaited<ReturnType<typeof startServer>> } &
   *   import("playwright-core").BrowserContextOptions} [how] `allowed` is what the console may say: browsers report each
   *   failed request there, whoever handles it. Without `realTime` the page's clock can be moved.
   */
  demo.open = async ({ allowed, realTime = false, server = demo.server, ...surroundings } = {}) => {
    const context = await demo.browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", ...surroundings });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const problems = [];
    const said = [];
    page.on("pageerror", (error) => {
      said.push(`${error.stack}`);
      problems.push(`uncaught: ${error.message}`);
    });
    page.on("console", (message) => {
      said.push(message.text());
      const matters = ["error", "warning"].includes(message.type()) && !allowed?.test(message.text());
      if (matters) problems.push(`${message.type()}: ${message.text()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        console.error(`policy: ${violatedDirective} ${blockedURI}`);
      });
    });
    if (!realTime) await page.clock.install();
    opened.push({ context, problems });
    await page.goto(`${server.origin}/demo/`);
    await page
      .getByRole("link", { name: "About this sandbox" })
      .waitFor()
      .catch((cause) => {
        throw new Error(`the demo did not start: ${said.join("; ")}`, { cause });
      });
    return new Person(page, server, { said, realTime });
  };
  return demo;
}

/** Somebody who uses the demo. */
export class Person {
  /**
   * @param {import("playwright-core").Page} page
   * @param {Pick<Awaited<ReturnType<typeof startServer>>, "control">} gateway the sandbox that the page's calls reach
   * @param {{ said: string[], realTime: boolean }} surroundings what the console said, and whether time can't be moved
   */
  constructor(page, gateway, { said, realTime }) {
    this.page = page;
    this.gateway = gateway;
    this.said = said;
    this.realTime = realTime;
  }

  /** The same person at the same page, whose calls reach another gateway. */
  at(gateway) {
    return new Person(this.page, gateway, this);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  field(label) {
    return this.page.getByLabel(label);
  }

  heading(name) {
    return this.page.getByRole("heading", { name });
  }

  /** The element that links a phone. */
  login() {
    return this.page.locator("wawp-login");
  }

  /** The shown QR code. */
  code() {
    return this.page.getByRole("img", { name: "QR code to scan with WhatsApp" });
  }

  /** @param {"Sandbox" | "Your gateway"} [gateway] */
  async connect(gateway = "Sandbox") {
    await this.choice(gateway).check();
    await this.button("Connect").click();
  }

  /** With the token in the page. */
  async connectDirectly() {
    await this.choice("Sandbox, directly").check();
    await this.field("Put the sandbox’s token into this page").check();
    await this.button("Connect").click();
  }

  async connectedTo(name) {
    await this.page.locator("#connect-summary", { hasText: name }).waitFor();
  }

  choice(name) {
    return this.page.getByRole("radio", { name: new RegExp(`^${name} `) });
  }

  async createSession(name = "Front desk") {
    await this.field("Session name").fill(name);
    await this.button("Create session").click();
    await this.code().waitFor();
  }

  /** Goes on with a session that is there already. */
  async useSession(id) {
    await this.page.getByText("Use a session that is there already").click();
    await this.field("Instance id").fill(id);
    await this.button("Use it").click();
  }

  async scan() {
    const scanned = this.page.waitForResponse(/\/scan$/);
    await this.button("Scan with the sandbox’s phone").click();
    await scanned;
    await this.untilLinked();
  }

  /** The element asks every other second whether the phone is linked. */
  async untilLinked() {
    if (!this.realTime) await this.page.clock.fastForward(2_500);
    await this.button("Check status").waitFor();
  }

  async link() {
    await this.connect();
    await this.createAndScan();
  }

  async createAndScan() {
    await this.createSession();
    await this.scan();
  }

  /** @param {{ to?: string, group?: string, text?: string, media?: string, caption?: string, filename?: string }} what */
  async write({ to = PERSON, group, text, media, caption = "", filename = "" }) {
    const { page } = this;
    await page.getByRole("radio", { name: group === undefined ? "A person" : "A group" }).check();
    await page.getByRole("radio", { name: media === undefined ? "Text" : "Media" }).check();
    if (group === undefined) await this.field("Phone number").fill(to);
    else await page.getByRole("combobox", { name: "Group" }).selectOption({ label: group });
    if (media === undefined) return this.field("Message").fill(text ?? "");
    await this.field("Media address").fill(media);
    await this.field(/^Caption/).fill(caption);
    await this.field(/^File name/).fill(filename);
  }

  async send(what) {
    await this.write(what);
    await this.button("Send").click();
  }

  /** How the last send ended, as the page tells it. */
  async outcome() {
    const card = this.page.locator("#send-outcome .outcome");
    await card.waitFor();
    const facts = await card
      .locator(".facts > div")
      .evaluateAll((rows) =>
        Object.fromEntries(
          rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent]),
        ),
      );
    return { title: await card.getByRole("heading").textContent(), tone: await card.getAttribute("data-tone"), facts };
  }

  /** The message beside a field that is marked as wrong. */
  async mistake(label) {
    const marked = this.page.locator("[aria-invalid=true]");
    await marked.waitFor();
    const described = await this.field(label).evaluate((field) => {
      const told = field
        .getAttribute("aria-describedby")
        .split(" ")
        .map((id) => document.getElementById(id));
      return {
        invalid: field.getAttribute("aria-invalid"),
        focused: field === document.activeElement,
        error: told.at(-1).textContent,
      };
    });
    assert.deepEqual([described.invalid, described.focused, await marked.count()], ["true", true, 1]);
    return described.error;
  }

  /** What the gateway received, without ids and times. */
  async received() {
    const { messages } = await this.gateway.control("messages");
    return messages.map(({ id, instanceId, at, ...rest }) => rest);
  }

  /** The sends that reached the gateway. */
  async sends() {
    const { requests } = await this.gateway.control("requests");
    return requests.filter(({ path }) => /\/send(_group)?$/.test(path));
  }

  /** Waits until the page hands a send to the relay. */
  untilSending() {
    return this.page.waitForRequest((request) => isSend(request));
  }

  /** Keeps what the live regions say from now on: the page's, and that of each element that comes. */
  async listen() {
    await this.page.evaluate(() => {
      window.heard = [];
      const changes = { childList: true, characterData: true, subtree: true };
      const hear = (live) => {
        // What has left the page is told to nobody.
        const keep = () => live.isConnected && window.heard.push(live.textContent);
        new MutationObserver(keep).observe(live, changes);
      };
      hear(document.querySelector("#live"));
      new MutationObserver((all) => {
        for (const element of all.flatMap(({ addedNodes }) => [...addedNodes])) {
          hear(element.shadowRoot.querySelector("[role=status]"));
        }
      }).observe(document.querySelector("#login"), { childList: true });
    });
  }

  heard() {
    return this.page.evaluate(() => window.heard);
  }

  /** The text of the QR code, read off the pixels as a phone's camera would. */
  async readCode() {
    const { width, height, data } = PNG.sync.read(await this.login().locator("[part=code]").screenshot());
    return jsQR(new Uint8ClampedArray(data), width, height)?.data;
  }

  async keepPicture(name) {
    await mkdir(out, { recursive: true });
    await this.page.screenshot({ path: new URL(`${name}.png`, out).pathname, fullPage: true });
  }
}

/**
 * Whether a request hands a send to the relay.
 *
 * @param {import("playwright-core").Request} request
 */
export function isSend(request) {
  return new URL(request.url()).pathname === "/wawp" && request.postDataJSON().call.startsWith("send");
}

/**
 * Waits until something holds, where the page has nothing to wait for.
 *
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} holds
 */
export async function eventually(ask, holds) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end) assert.fail(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
