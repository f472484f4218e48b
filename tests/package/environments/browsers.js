// The browsers that visit an application. A visit ends when the page has a title of its own, which is what it has to say.

import { setTimeout as pause } from "node:timers/promises";
import { firefox } from "../../browsers/firefox.js";
import { webkit } from "../../browsers/webkit.js";
import { startBrowser } from "../helpers.js";

/** The title of an application's page before its flow has ended. */
const TITLE = "Application";

const PATIENCE_MS = 40_000;

/** Why each has to be skipped, in the form that node:test takes. */
export const skips = { Chromium: false, Firefox: firefox.skip, WebKitGTK: webkit.skip };

/** The browsers, each started once. */
export async function openBrowsers() {
  const browsers = { Chromium: await openChromium(), Firefox: driven(firefox), WebKitGTK: driven(webkit) };
  return {
    /** Visits a page and gives what it said, and the browser's version. */
    async visit(name, url) {
      const { version, ...seen } = await browsers[name].visit(url);
      return { ...seen, browser: { name, version: shortened(version) } };
    },
    async close() {
      for (const browser of Object.values(browsers)) await browser.close();
    },
  };
}

async function openChromium() {
  const browser = await startBrowser();
  return {
    async visit(url) {
      const context = await browser.newContext();
      try {
        return { ...(await visitIn(context, url)), version: browser.version() };
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** A browser that has a driver, and with it one window: a visit waits for the one before it. */
function driven({ open }) {
  let browser;
  let last = Promise.resolve();
  async function visit(url) {
    browser ??= await open({ isDark: false, isForced: false, ratio: 1 });
    await browser.go(url);
    return { said: await saidBy(() => browser.evaluate("document.title")), version: browser.version };
  }
  return {
    visit(url) {
      const turn = last.then(() => visit(url));
      last = turn.catch(() => {});
      return turn;
    },
    close: () => browser?.close(),
  };
}

/**
 * Visits in Chromium, and gives what the page said and every address that it asked for.
 *
 * @param {import("playwright-core").BrowserContext} context
 */
export async function visitIn(context, url) {
  const asked = [];
  const problems = [];
  context.on("request", (request) => asked.push(request.url()));
  context.on("console", (message) => problems.push(message.text()));
  context.on("weberror", (error) => problems.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(url);
  return { said: await saidBy(() => page.title(), problems), asked };
}

async function saidBy(title, problems = []) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(50)) {
    const said = await title();
    if (said !== TITLE) return said;
  }
  return `nothing: ${problems.join("; ")}`;
}

/** A version as people say it: WebKitGTK has been 2 since ever. */
export function shortened(version) {
  return version.match(/^(2\.)?\d+/)[0];
}
