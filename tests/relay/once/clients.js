// Those who send: pages in browsers, and scripts in runtimes.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { firefox } from "../../browsers/firefox.js";
import { startBrowser } from "../../package/helpers.js";
import { programs } from "./programs.js";

/**
 * Each one's name, why it has to be skipped, whether it sends a POST again by itself when a connection drops that it used
 * before, and how it is opened for an application.
 */
export const CLIENTS = {
  chromium: { name: "Chromium", skip: false, repeats: true, open: openChromium },
  firefox: { name: "Firefox", skip: firefox.skip, repeats: true, open: openFirefox },
  node: { name: "Node", skip: false, repeats: false, open: scriptIn(programs.node.place) },
  deno: {
    name: "Deno",
    skip: programs.deno.skip,
    repeats: true,
    open: scriptIn(programs.deno.place, "run", "--allow-all", "--no-lock", "--node-modules-dir=manual"),
  },
  bun: { name: "Bun", skip: programs.bun.skip, repeats: false, open: scriptIn(programs.bun.place) },
};

async function openChromium(_app, front) {
  const browser = await startBrowser();
  const page = await browser.newPage();
  await page.goto(`${front.origin}/page.html`);
  return {
    async sendAll(what) {
      await page.evaluate((what) => window.start(what), what);
      const report = await page.waitForFunction(() => window.report, undefined, { polling: 20, timeout: 60_000 });
      return read(await report.jsonValue());
    },
    close: () => browser.close(),
  };
}

async function openFirefox(_app, front) {
  const browser = await firefox.open({ isDark: false, isForced: false, ratio: 1 });
  await browser.go(`${front.origin}/page.html`);
  return {
    async sendAll(what) {
      await browser.evaluate(`window.start(${JSON.stringify(what)})`);
      return read(await browser.waitFor("window.report"));
    },
    close: () => browser.close(),
  };
}

function read({ outcomes, error }) {
  if (error) throw new Error(error);
  return outcomes;
}

function scriptIn(program, ...words) {
  return async (app) => ({
    async sendAll(what) {
      const options = { cwd: app.path, timeout: 60_000, maxBuffer: 2 ** 24 };
      const { stdout } = await promisify(execFile)(program, [...words, "script.js", JSON.stringify(what)], options);
      return JSON.parse(stdout);
    },
    async close() {},
  });
}
