// <wawp-login> against the sandbox in other engines than Chromium's: the code is photographed off the screen, read by
// readers that are not ours, and scanned. The pictures are in tests/out/browsers, and what was read stands in tests/out/browsers.md.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readCode, skipZbar } from "./readers.js";
import { BROWSERS, useSite } from "./site.js";

const PHONE = "84933313000";
const out = fileURLToPath(new URL("../out/browsers/", import.meta.url));

const LOOKS = {
  light: { isDark: false, isForced: false, ratio: 1, lang: "en" },
  dark: { isDark: true, isForced: false, ratio: 2, lang: "en" },
  "forced colours": { isDark: false, isForced: true, ratio: 1, lang: "en" },
  "right to left": { isDark: true, isForced: false, ratio: 1, lang: "ar" },
};

/** The smaller one is the least that a window of Firefox can be. */
const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 500, height: 900 } };

const site = useSite();
const rows = [];
before(() => mkdir(out, { recursive: true }));
after(async () => {
  const lines = [`${rows.length} screenshots, in \`browsers/\`.`, "", "| screenshot | read by |", "|---|---|", ...rows, ""];
  await writeFile(new URL("../out/browsers.md", import.meta.url), lines.join("\n"));
});

test("zbar reads along", { skip: skipZbar }, () => {});

for (const { name, skip, looks, open } of BROWSERS) {
  for (const look of looks) {
    test(`${name}, ${look}: the code is readable, and its scan is seen`, { skip }, async () => {
      const { lang, ...surroundings } = LOOKS[look];
      await site.sandbox.control("reset", {});
      const browser = await open(surroundings);
      try {
        await browser.go(site.url("login.html", { lang }));
        await browser.waitFor("'seen' in window");
        assert.deepEqual(await lookOf(browser), LOOKS[look]);
        for (const [size, window] of Object.entries(SIZES)) {
          await browser.resize(window);
          await read(browser, `${name}-${look}-${size}`.replaceAll(" ", "-").toLowerCase());
        }
        const instanceId = await browser.evaluate("seen.instanceId()");
        await site.sandbox.control(`instances/${instanceId}/scan`, { phone: PHONE });
        const { phone } = await browser.waitFor("seen.linked");
        assert.equal(phone, PHONE);
        assert.deepEqual(await browser.evaluate("seen.problems"), []);
      } finally {
        await browser.close();
      }
    });
  }
}

/** What the page takes its surroundings for. */
function lookOf(browser) {
  return browser.evaluate(`{
    isDark: matchMedia("(prefers-color-scheme: dark)").matches,
    isForced: matchMedia("(forced-colors: active)").matches,
    ratio: devicePixelRatio,
    lang: document.documentElement.lang,
  }`);
}

/** Photographs the window and reads the code: every reader gets what is in the image that came from the gateway. */
async function read(browser, name) {
  const image = await browser.waitFor("seen.code()");
  const shown = await browser.screenshot();
  const { jsQR: text } = await readCode(await keep("code", Buffer.from(image.replace(/^data:.*,/, ""), "base64")));
  assert.match(text, /^2@/);
  const texts = await readCode(await keep(name, shown));
  const readers = Object.keys(texts);
  rows.push(`| ${name}.png | ${readers.filter((reader) => texts[reader] === text).join(", ")} |`);
  assert.deepEqual(texts, Object.fromEntries(readers.map((reader) => [reader, text])), name);
}

async function keep(name, png) {
  const file = `${out}${name}.png`;
  await writeFile(file, png);
  return file;
}
