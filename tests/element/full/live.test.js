// The installed element against the sandbox: no dead code stays on the screen, and a scan is seen soon. The page's clock
// and the sandbox's go together, faster than time does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessToken, makeApp, serve, startBrowser, startSandbox } from "../../package/helpers.js";

const STEP_MS = 250;
/** How long the sandbox's six codes live in all. */
const CODES_MS = 160_000;

const files = {
  "index.html": `<!doctype html><title>Link</title><wawp-login></wawp-login><script type="module" src="main.js"></script>`,
  "main.js": `
import { createClient } from "./node_modules/wawp-client/entry/web.js";
import "./node_modules/wawp-client/entry/login-element.js";
window.asked = [];
window.underWay = 0;
const { origin, accessToken } = Object.fromEntries(new URL(location.href).searchParams);
const counted = async (url, init) => {
  window.asked.push(Date.now());
  window.underWay += 1;
  try {
    return await fetch(url, init);
  } finally {
    window.underWay -= 1;
  }
};
const client = await createClient({ accessToken: () => accessToken, gateway: { baseUrl: origin + "/api" }, fetch: counted });
document.querySelector("wawp-login").client = client;
`,
};

let app;
let browser;
let sandbox;
let server;
before(async () => {
  [app, browser, sandbox] = await Promise.all([makeApp(files), startBrowser(), startSandbox()]);
  server = await serve(app.path);
});
after(async () => {
  await server?.stop();
  await sandbox?.stop();
  await browser?.close();
  await app?.remove();
});

/** A page with the element, whose time passes when the test says so. */
class Screen {
  async open() {
    await sandbox.control("reset", {});
    this.tab = await browser.newPage();
    await this.tab.clock.install();
    await this.tab.goto(`${server.origin}/index.html?${new URLSearchParams({ origin: sandbox.origin, accessToken })}`);
    await this.tab.waitForFunction(() => window.asked?.length > 0);
    await this.settle();
    // A moment ahead: until it is stopped there, the clock goes on.
    this.at = await this.tab.evaluate(() => Date.now() + 500);
    await this.tab.clock.pauseAt(this.at);
    await this.pass(0);
    const { instances } = await sandbox.control("state");
    this.id = instances[0].id;
  }

  /** Waits until every answer is there. */
  async settle() {
    await this.tab.waitForFunction(() => window.underWay === 0, undefined, { polling: 5 });
    // What follows from the last one is done in the turns after it.
    await this.tab.evaluate(() => new Promise((resolve) => queueMicrotask(() => queueMicrotask(resolve))));
  }

  /** Lets time pass. The sandbox's clock goes by itself too, so that it takes the lead. */
  async pass(ms) {
    const before = await this.now();
    if (this.at + ms > before) await sandbox.control("clock", { advanceMs: this.at + ms - before });
    const now = await this.now();
    await this.tab.clock.runFor(now - this.at);
    this.at = now;
    await this.settle();
  }

  async now() {
    return (await sandbox.control("state")).nowMs;
  }

  /** The code that a person could scan now, as the sandbox has it. */
  async living() {
    const query = new URLSearchParams({ instance_id: this.id, access_token: accessToken });
    return (await (await fetch(`${sandbox.gatewayUrl}/get_qrcode?${query}`)).json()).base64;
  }

  /** What is on the screen: the code, if there is one, and the title. */
  look() {
    return this.tab.evaluate(() => {
      const { shadowRoot, state } = document.querySelector("wawp-login");
      const image = shadowRoot.querySelector("[part=image]");
      return { code: image.checkVisibility() ? image.src : undefined, state };
    });
  }

  /** How many requests the package made. */
  asked() {
    return this.tab.evaluate(() => window.asked.length);
  }

  busiestMinute() {
    return this.tab.evaluate(() => Math.max(...window.asked.map((from) => window.asked.filter((at) => at >= from && at < from + 60_000).length)));
  }
}

test("a dead code is on the screen for a second at most, and a living one nearly always", async () => {
  const screen = new Screen();
  await screen.open();
  const began = screen.at;
  let deadSince;
  let longestDead = 0;
  let emptyFor = 0;
  const seen = new Set();
  while (screen.at < began + CODES_MS + 30_000) {
    const { at } = screen;
    const [{ code }, living] = await Promise.all([screen.look(), screen.living()]);
    if (code) seen.add(code);
    if (code && code !== living) longestDead = Math.max(longestDead, at - (deadSince ??= at));
    else deadSince = undefined;
    await screen.pass(STEP_MS);
    if (living && !code) emptyFor += screen.at - at;
  }
  assert.equal(seen.size, 6);
  assert.ok(longestDead <= 1_000, `a dead code was there for ${longestDead} ms`);
  assert.ok(emptyFor <= CODES_MS / 20, `there was nothing to scan for ${emptyFor} ms`);
  assert.ok((await screen.busiestMinute()) <= 30);
  await screen.tab.close();
});

test("a scan is seen within 1.5 s (median), at 30 requests a minute or fewer", async () => {
  const RUNS = 15;
  /** From one status call to the next. */
  const PACE_MS = 2_400;
  const waits = [];
  for (let run = 0; run < RUNS; run += 1) {
    const screen = new Screen();
    await screen.open();
    // Early and late, before and after a change of codes, and spread evenly between one status call and the next.
    const scanAt = screen.at + 1_000 + run * 10_000;
    while (screen.at < scanAt) await screen.pass(Math.min(1_000, scanAt - screen.at));
    const asked = await screen.asked();
    while ((await screen.asked()) === asked) await screen.pass(100);
    await screen.pass((PACE_MS * (run + 0.5)) / RUNS);
    await sandbox.control(`instances/${screen.id}/scan`, {});
    const scannedAt = screen.at;
    while ((await screen.look()).state !== "connected") {
      assert.ok(screen.at < scannedAt + 10_000, `not seen in run ${run}`);
      await screen.pass(100);
    }
    waits.push(screen.at - scannedAt);
    assert.ok((await screen.busiestMinute()) <= 30, `run ${run}`);
    await screen.tab.close();
  }
  const median = waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)];
  assert.ok(median <= 1_500, `${median} ms: ${waits}`);
});
