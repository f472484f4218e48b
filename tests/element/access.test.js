// For everybody: keyboard, screen reader, languages, contrast, motion.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import en from "../../pkg-template/entry/login/locales/en.js";
import { DESKTOP, ENDINGS, PHONE, useElement } from "./login.js";

const element = useElement();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NUMBER = "+84 933 313 000";

async function number(screen) {
  await screen.show();
  await screen.element.getByRole("button").first().click();
  await screen.wait(1);
}

async function pairCode(screen) {
  await number(screen);
  await screen.field.fill(NUMBER);
  await screen.page.keyboard.press("Enter");
  await screen.wait(1);
}

/** Runs axe, which waits for timers now and then. */
async function examine(screen) {
  let isDone = false;
  const running = screen.page.evaluate(() => axe.run(document, { resultTypes: ["violations"] })).finally(() => (isDone = true));
  while (!isDone) await screen.wait(10);
  return running;
}

/** What there is to see. */
const SCENES = {
  starting: async () => {},
  scan: (screen) => screen.show(),
  dead: async (screen) => {
    await screen.show();
    await screen.wait(30_000);
  },
  late: async (screen) => {
    await screen.wait(275_000);
    await screen.show();
  },
  connecting: (screen) => screen.tell({ state: "connecting" }),
  restricted: (screen) => screen.tell({ state: "restricted" }),
  number,
  "number refused": async (screen) => {
    await screen.page.evaluate(() => test.answers.pair.push({ code: "invalid_argument" }));
    await pairCode(screen);
  },
  "pairing code": pairCode,
  linked: (screen) => screen.tell({ state: "connected", phone: "84933313000", name: "Support desk" }),
  stopped: (screen) => screen.page.evaluate(() => login.stop()),
  ...Object.fromEntries(Object.entries(ENDINGS).map(([name, fields]) => [name, (screen) => screen.fail(fields)])),
};
const SURROUNDINGS = {
  "light": { viewport: DESKTOP },
  "dark, phone": { viewport: PHONE, colorScheme: "dark" },
  "Arabic, dark": { viewport: DESKTOP, colorScheme: "dark", attributes: { lang: "ar" } },
  "forced colours": { viewport: PHONE, forcedColors: "active" },
};

for (const [name, surroundings] of Object.entries(SURROUNDINGS)) {
  test(`axe finds nothing, nothing hangs over, every target is large enough: ${name}`, async () => {
    const screen = await element.open(surroundings);
    // Over the wire, as the page allows no script but its own.
    await screen.page.evaluate(axe);
    for (const [scene, play] of Object.entries(SCENES)) {
      await screen.reopen();
      await play(screen);
      await screen.wait(50);
      const { violations, passes } = await examine(screen);
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [scene, id, target, failureSummary]));
      assert.deepEqual(found, []);
      assert.ok(passes.length > 10, `${scene}: axe looked`);

      await screen.page.setViewportSize({ width: 320, height: 900 });
      const { over, small } = await screen.page.evaluate(() => {
        const targets = [...login.shadowRoot.querySelectorAll("button, input")].filter((each) => each.getClientRects().length > 0);
        const sizes = targets.map((target) => [target.textContent, target.offsetWidth, target.offsetHeight]);
        return {
          over: document.documentElement.scrollWidth - innerWidth,
          small: sizes.filter(([, width, height]) => width < 24 || height < 24),
        };
      });
      await screen.page.setViewportSize(surroundings.viewport);
      assert.ok(over <= 0, `${scene} hangs over by ${over}`);
      assert.deepEqual(small, [], scene);
    }
  });
}

test("the keyboard reaches everything in order, and leaves again", async () => {
  const screen = await element.open();
  await screen.show();
  await screen.page.locator("#before").focus();
  const walk = [];
  for (let step = 0; step < 2; step++) {
    await screen.page.keyboard.press("Tab");
    walk.push(await screen.focused());
  }
  assert.deepEqual(walk, [`button ${en.usePhone}`, "button after"]);

  await screen.page.keyboard.press("Shift+Tab");
  await screen.page.keyboard.press("Enter");
  await screen.wait(1);
  const form = [];
  for (let step = 0; step < 4; step++) {
    await screen.page.keyboard.press(step < 3 ? "Shift+Tab" : "Tab");
    form.push(await screen.focused());
  }
  assert.deepEqual(form, [`button ${en.getCode}`, "input phone", "button before", "input phone"]);

  await screen.page.keyboard.type(NUMBER);
  await screen.page.keyboard.press("Enter");
  await screen.wait(1);
  assert.equal(await screen.focused(), "h2 title", "the field is gone, its heading is there");
  const code = [];
  for (let step = 0; step < 4; step++) {
    await screen.page.keyboard.press("Tab");
    code.push(await screen.focused());
  }
  assert.deepEqual(code, [`button ${en.copy}`, `button ${en.anotherCode}`, `button ${en.useScan}`, "button after"]);
});

test("the focus is never lost", async () => {
  const screen = await element.open();
  await screen.show();
  await screen.button(en.usePhone).focus();
  await screen.fail(ENDINGS.network);
  assert.equal(await screen.focused(), "h2 title");
  await screen.button(en.again).focus();
  await screen.page.keyboard.press("Enter");
  await screen.wait(1);
  assert.equal(await screen.focused(), "h2 title");
  await screen.wait(275_000);
  await screen.show();
  await screen.button(en.more).focus();
  await screen.page.keyboard.press("Enter");
  await screen.wait(1);
  assert.equal(await screen.focused(), "h2 title");
});

test("the focus is not taken from the page", async () => {
  const screen = await element.open();
  await screen.page.locator("#before").focus();
  await screen.show();
  await screen.wait(30_000);
  await screen.tell({ state: "connected" });
  assert.equal(await screen.focused(), "button before");
});

test("each change is announced once, the seconds never", async () => {
  const screen = await element.open();
  assert.deepEqual(await screen.said(), [`${en.title}. ${en.starting}`, "Time left: 5 minutes"]);
  await screen.show(20_000);
  await screen.wait(15_000);
  assert.deepEqual(await screen.said(), [en.scan]);
  await screen.show(20_000);
  assert.deepEqual(await screen.said(), [], "a code that renews itself needs nobody");
  await screen.wait(25_000);
  assert.deepEqual(await screen.said(), [en.renewing]);
  await screen.show(20_000);
  assert.deepEqual(await screen.said(), [en.scan]);
  await screen.tell({ state: "connecting" });
  assert.deepEqual(await screen.said(), [`${en.connectingTitle}. ${en.connecting}`]);
  await screen.tell({ state: "connected", name: "Support desk" });
  await screen.wait(60_000);
  assert.deepEqual(await screen.said(), [`${en.linkedTitle}. Support desk is linked.`]);
});

test("the limit and the offer of more time are announced once", async () => {
  const screen = await element.open();
  await screen.wait(269_500);
  await screen.show(60_000);
  await screen.said();
  await screen.wait(20_000);
  assert.deepEqual(await screen.said(), ["Time is up in 30 seconds. More time"]);
  await screen.press(en.more);
  assert.deepEqual(await screen.said(), ["You have more time: 5 minutes."]);
});

test("what takes the focus is not announced on top", async () => {
  const screen = await element.open();
  await screen.show();
  await screen.said();
  await screen.button(en.usePhone).focus();
  await screen.fail(ENDINGS.gone);
  assert.deepEqual(await screen.said(), [en.gone], "the heading is read as it takes the focus");
});

test("less motion: nothing turns, nothing slides", async () => {
  const moving = (screen) =>
    screen.page.evaluate(() => {
      const root = login.shadowRoot;
      return [
        getComputedStyle(root.querySelector(".cover .spinner")).animationName,
        getComputedStyle(root.querySelector("circle")).transitionDuration,
      ];
    });
  assert.deepEqual(await moving(await element.open()), ["none", "0s"]);
  assert.deepEqual(await moving(await element.open({ reducedMotion: "no-preference" })), ["turn", "1s"]);
});
