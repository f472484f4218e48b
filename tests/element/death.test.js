// No dead code is ever on the screen: by the clock, hidden, asleep, with a clock that is set back.

import assert from "node:assert/strict";
import { test } from "node:test";
import en from "../../pkg-template/entry/login/locales/en.js";
import { codeImage, codeText } from "./codes.js";
import { useElement } from "./login.js";

const element = useElement();

test("the seconds are counted, and the code is taken away as it dies", async () => {
  const screen = await element.open();
  await screen.show(20_000);
  const seconds = screen.element.locator(".ring b");
  for (let left = 20; left > 1; left--) {
    assert.equal(await seconds.textContent(), String(left));
    assert.ok(await screen.code.isVisible());
    await screen.wait(1000);
  }
  await screen.wait(990);
  assert.ok(await screen.code.isVisible(), "it lives to its end");
  await screen.wait(20);
  assert.equal(await screen.code.isVisible(), false);
  assert.equal(await screen.code.getAttribute("src"), null);
  assert.equal(await screen.status(), en.renewing);
  assert.deepEqual(await screen.states(), ["starting", "scan", "pending"]);
});

test("the next code takes the place of the one before", async () => {
  const screen = await element.open();
  const [first, second] = await Promise.all([codeImage(codeText()), codeImage(codeText())]);
  await screen.show(20_000, first);
  await screen.wait(18_000);
  await screen.show(20_000, second);
  assert.equal(await screen.code.getAttribute("src"), second);
  await screen.wait(19_000);
  assert.ok(await screen.code.isVisible());
  await screen.wait(1_100);
  assert.equal(await screen.code.isVisible(), false);
});

test("a code that comes dead is never shown", async () => {
  const screen = await element.open();
  await screen.show(-5);
  assert.equal(await screen.code.isVisible(), false);
});

test("back in a tab whose timers slept, a dead code is gone at once", async () => {
  const screen = await element.open();
  await screen.show(20_000);
  await screen.sleep(60_000);
  const isThere = await screen.page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange"));
    return login.shadowRoot.querySelector("img").hasAttribute("src");
  });
  assert.equal(isThere, false, "before anything is painted");
  await screen.show(20_000);
  assert.ok(await screen.code.isVisible());
});

test("awake again after the machine slept, a dead code goes within a second", async () => {
  const screen = await element.open();
  await screen.show(60_000);
  await screen.wait(3_300);
  await screen.sleep(3_600_000);
  await screen.wait(1000);
  assert.equal(await screen.code.isVisible(), false);
  assert.equal(await screen.title.textContent(), en.expiredTitle, "the instance is dead too");
});

test("a clock that is set back gives a code no longer life", async () => {
  const screen = await element.open();
  await screen.show(20_000);
  await screen.sleep(-3_600_000);
  await screen.wait(20_500);
  assert.equal(await screen.code.isVisible(), false);
});
