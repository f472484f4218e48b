// Pages without a bundler, workers, and a browser extension.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { browserOptions } from "../helpers.js";
import { arrivalOf } from "./arrival.js";
import { shortened, visitIn } from "./browsers.js";
import { withSandbox } from "./sandbox.js";
import { served } from "./served.js";

const EVERYWHERE = ["Chromium", "Firefox", "WebKitGTK"];
const POLICY = "script-src 'self' 'wasm-unsafe-eval'";

const extension = {
  environment: "Browser extension (manifest V3)",
  remedy: `\`"content_security_policy": { "extension_pages": "${POLICY}; object-src 'self'" }\``,
  tested: [],
  browser: "Chromium",
  skip: false,
  run: (world) =>
    withSandbox(async ({ query }) => {
      const folder = await realpath(await world.applications.make("extension"));
      const context = await chromium.launchPersistentContext("", {
        ...browserOptions,
        ignoreDefaultArgs: ["--disable-extensions"],
        args: [...browserOptions.args, `--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
      });
      try {
        const { said, asked } = await visitIn(context, `chrome-extension://${idOf(folder)}/index.html?${query}`);
        assert.equal(said, "done");
        const arrives = await arrivalOf(folder, asked, (url) => readFile(join(folder, new URL(url).pathname)));
        return { arrives, browser: { name: "Chromium", version: shortened(context.browser().version()) } };
      } finally {
        await context.close();
      }
    }),
};

/** What Chromium calls an extension that is loaded from a folder. */
function idOf(folder) {
  const encoding = process.platform === "win32" ? "utf16le" : "utf8";
  const digest = createHash("sha256").update(folder, encoding).digest("hex").slice(0, 32);
  return digest.replace(/./g, (digit) => "abcdefghijklmnop"[parseInt(digit, 16)]);
}

export const pages = [
  ...served({ environment: "Page with an import map", application: "import-map", browsers: EVERYWHERE }),
  ...served({ environment: '`<script type="module">` from a static host', application: "static", browsers: EVERYWHERE }),
  ...served({
    environment: "The same under a strict content security policy",
    application: "static",
    policy: (origin) =>
      `default-src 'none'; ${POLICY}; connect-src 'self' ${origin}; base-uri 'none'; require-trusted-types-for 'script'`,
    remedy: `\`${POLICY}\`; \`connect-src\` with the file's origin`,
    browsers: EVERYWHERE,
  }),
  ...served({ environment: "Web Worker (module)", application: "web-worker", browsers: EVERYWHERE }),
  ...served({
    environment: "Service Worker (module)",
    application: "service-worker",
    remedy: "`await init(url)` with the address of the file",
    browsers: EVERYWHERE,
  }),
  extension,
];
