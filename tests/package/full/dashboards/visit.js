// Who visits a dashboard in a browser: its pages, its cookie, and everything that came to it.

import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { SESSION_SECRET } from "./server.js";

const PATIENCE_MS = 30_000;

const imports = { "wawp-client": "/node_modules/wawp-client/entry/web.js" };
const head =
  `<!doctype html><title>Dashboard</title><link rel="icon" href="data:,">` +
  `<script type="importmap">${JSON.stringify({ imports })}</script>`;

/** The page around `page.js`, which the README leaves to the reader, and one that does nothing by itself. */
export const pages = {
  "page.html": `${head}<img id="img" alt=""><script type="module" src="/page.js"></script>`,
  "empty.html": head,
};

/**
 * A browser of its own, signed in or not. All but the relay is served from the folder, if one is given.
 *
 * @param {{ origin: string, app: { path: string }, isSignedIn?: boolean, folder?: string }} what
 */
export async function openBrowser(browser, { origin, app, isSignedIn = true, folder }) {
  const context = await browser.newContext();
  if (isSignedIn) {
    process.env.SESSION_SECRET = SESSION_SECRET;
    const { sessionOf } = await import(pathToFileURL(join(app.path, "visitors.js")).href);
    await context.addCookies([{ name: "session", value: sessionOf("ada"), url: origin, httpOnly: true, sameSite: "Lax" }]);
  }
  if (folder) {
    const isFile = ({ pathname }) => pathname !== "/wawp";
    await context.route(isFile, (route) => route.fulfill({ path: join(folder, new URL(route.request().url()).pathname) }));
  }
  const page = await context.newPage();
  const said = [];
  const got = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => said.push(message.text()));
  page.on("response", (response) => got.push(contentOf(response)));
  return {
    page,
    /** Errors and all that was written to the console. */
    said,
    /** What the relay answers to the next call of that name. */
    async answerTo(call) {
      const asks = (request) => request.method() === "POST" && request.postDataJSON()?.call === call;
      const response = await page.waitForResponse((response) => asks(response.request()));
      return response.json();
    },
    /** Everything that the page got, said or holds, as one text. */
    async everything() {
      const held = await page.evaluate(() => [
        document.documentElement.outerHTML,
        document.cookie,
        JSON.stringify({ ...localStorage, ...sessionStorage }),
      ]);
      return [...(await Promise.all(got)), ...said, ...held].join("\n");
    },
    close: () => context.close(),
  };
}

/** What came with a response, as far as it came before the page was left. */
async function contentOf(response) {
  const headers = await response.allHeaders().catch(() => ({}));
  const body = await response.body().catch(() => "");
  return [response.url(), JSON.stringify(headers), body.toString("latin1")].join("\n");
}

/** Scans the first code that a gateway shows, and tells of which instance it was. */
export async function scan(sandbox) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(50)) {
    const { instances } = await sandbox.control("state");
    const shown = instances.find(({ state }) => state === "scan");
    if (!shown) continue;
    await sandbox.control(`instances/${shown.id}/scan`, {});
    return shown.id;
  }
  throw new Error("no code was shown");
}
