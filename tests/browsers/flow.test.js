// What an application does with the package, on a plain page in other engines than Chromium's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BROWSERS, useSite } from "./site.js";

const PLAIN = { isDark: false, isForced: false, ratio: 1 };

const site = useSite();

for (const { name, skip, open } of BROWSERS) {
  test(`${name}: links a phone, sends, and is refused where it should be`, { skip }, async () => {
    const browser = await open(PLAIN);
    try {
      await browser.go(site.url("flow.html"));
      assert.equal(await browser.waitFor("window.result"), "done");
    } finally {
      await browser.close();
    }
  });
}
