// An application on plain pages, with the installed package and under a strict policy, and the sandbox that it talks to.

import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { accessToken, makeApp, serve, startSandbox } from "../package/helpers.js";
import { firefox } from "./firefox.js";
import { webkit } from "./webkit.js";

export const BROWSERS = [firefox, webkit];

const FILES = ["login.html", "login-page.js"];

/** The application for the tests of one file. */
export function useSite() {
  const site = {
    /** The address of one of its pages. */
    url(name, parameters = {}) {
      const query = { origin: site.sandbox.origin, accessToken, ...parameters };
      return `${site.server.origin}/${name}?${new URLSearchParams(query)}`;
    },
  };
  before(async () => {
    // Nothing to visit it with, nothing to build.
    if (BROWSERS.every(({ skip }) => skip)) return;
    const texts = FILES.map(async (name) => [name, await readFile(new URL(`pages/${name}`, import.meta.url), "utf8")]);
    site.sandbox = await startSandbox();
    site.app = await makeApp(Object.fromEntries(await Promise.all(texts)));
    site.server = await serve(site.app.path, {
      "content-security-policy":
        `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${site.sandbox.origin}; ` +
        "img-src data:; base-uri 'none'; require-trusted-types-for 'script'",
    });
  });
  after(async () => {
    await site.server?.stop();
    await site.app?.remove();
    await site.sandbox?.stop();
  });
  return site;
}
