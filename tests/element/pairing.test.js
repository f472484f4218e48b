// Linking by a code that a person types on the phone.

import assert from "node:assert/strict";
import { test } from "node:test";
import en from "../../pkg-template/entry/login/locales/en.js";
import { ENDINGS, useElement } from "./login.js";

const element = useElement();
const NUMBER = "+84 933 313 000";

/** A person who can't scan. */
async function turnToPhone(how) {
  const screen = await element.open(how);
  await screen.show();
  await screen.press(en.usePhone);
  return screen;
}

async function ask(screen, number = NUMBER) {
  await screen.field.fill(number);
  await screen.page.keyboard.press("Enter");
  await screen.wait(1);
}

test("a number makes a code, big, in two parts, with its own steps", async () => {
  const screen = await turnToPhone();
  assert.equal(await screen.code.isVisible(), false);
  assert.equal(await screen.title.textContent(), en.pairTitle);
  assert.deepEqual((await screen.calls()).slice(2), ["login I1 pairing"]);
  await ask(screen);
  assert.deepEqual((await screen.calls()).slice(3), [`pair I1 ${NUMBER}`]);
  const code = screen.element.locator("output");
  assert.equal(await code.textContent(), "ABCD-2345");
  assert.ok((await code.evaluate((output) => parseFloat(getComputedStyle(output).fontSize))) >= 24);
  assert.match((await screen.element.getByRole("listitem").allTextContents()).at(-1), /Link with phone number instead/);
  await screen.tell({ state: "pending" });
  assert.ok(await code.isVisible(), "that the gateway waits changes nothing");
  await screen.tell({ state: "connecting" });
  assert.equal(await screen.title.textContent(), en.connectingTitle);
  await screen.tell({ state: "connected", phone: "84933313000" });
  assert.equal(await screen.status(), "+84933313000 is linked.");
});

test("the code can be copied", async () => {
  const screen = await turnToPhone({ permissions: ["clipboard-read", "clipboard-write"] });
  await ask(screen);
  await screen.said();
  await screen.press(en.copy);
  assert.equal(await screen.page.evaluate(() => navigator.clipboard.readText()), "ABCD-2345");
  assert.deepEqual(await screen.said(), [en.copied]);
  assert.ok(await screen.button(en.copied).isVisible());
});

test("where copying is not allowed, the code is selected", async () => {
  const screen = await turnToPhone();
  await ask(screen);
  await screen.page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await screen.press(en.copy);
  assert.ok(await screen.button(en.copy).isVisible());
});

test("and back to the QR code", async () => {
  const screen = await turnToPhone();
  await ask(screen);
  await screen.press(en.useScan);
  assert.deepEqual((await screen.calls()).slice(-1), ["login I1"]);
  assert.equal(await screen.element.locator("output").isVisible(), false);
  await screen.show();
  assert.ok(await screen.code.isVisible());
  await screen.press(en.usePhone);
  assert.equal(await screen.field.inputValue(), NUMBER, "the number is kept");
});

test("another code for the same number", async () => {
  const screen = await turnToPhone({ answers: { pair: ["AAAA1111", "BBBB-2222"] } });
  await ask(screen);
  await screen.press(en.anotherCode);
  assert.equal(await screen.field.inputValue(), NUMBER);
  await screen.press(en.getCode);
  assert.equal(await screen.element.locator("output").textContent(), "BBBB-2222");
});

const PROBLEMS = {
  phoneWrong: { code: "invalid_argument", reason: "too_short" },
  pairingOff: { code: "rejected", reason: "pairing_disabled" },
  alreadyPaired: { code: "rejected", reason: "already_paired" },
  pairFailed: { code: "network" },
};
for (const [problem, fields] of Object.entries(PROBLEMS)) {
  test(`${problem} is told beside the field`, async () => {
    const screen = await turnToPhone({ answers: { pair: [fields] } });
    await ask(screen, "123");
    assert.equal(await screen.element.locator("[part=problem]").textContent(), en[problem]);
    assert.equal(await screen.field.getAttribute("aria-invalid"), String(problem === "phoneWrong"));
    assert.deepEqual((await screen.events()).at(-1), ["error", { code: fields.code, reason: fields.reason }]);
    assert.ok((await screen.said()).at(-1).includes(en[problem]));
    await ask(screen);
    assert.equal(await screen.element.locator("output").textContent(), "ABCD-2345");
  });
}

test("an instance that is dead ends it", async () => {
  const screen = await turnToPhone({ answers: { pair: [ENDINGS.gone] } });
  await ask(screen);
  assert.equal(await screen.title.textContent(), en.goneTitle);
  await screen.press(en.again);
  assert.deepEqual((await screen.calls()).slice(-2), ["create", "login I2 pairing"]);
  assert.equal(await screen.field.inputValue(), NUMBER, "the place is kept");
});

test("with more time, a dead code is replaced by one of the new instance", async () => {
  const screen = await turnToPhone({ answers: { pair: ["AAAA1111", "BBBB2222"] } });
  await ask(screen);
  await screen.wait(275_000);
  await screen.press(en.more);
  assert.equal(await screen.element.locator("output").textContent(), "AAAA-1111");
  await screen.wait(20_000);
  await screen.fail(ENDINGS.gone);
  assert.deepEqual((await screen.calls()).slice(4), ["create", "login I2 pairing", `pair I2 ${NUMBER}`]);
  assert.equal(await screen.element.locator("output").textContent(), "BBBB-2222");
});

test("pressing twice asks once", async () => {
  const screen = await turnToPhone({ answers: { pair: ["never"] } });
  await ask(screen);
  // It can be pressed, though it says that it can't.
  await screen.button(en.asking).click({ force: true });
  assert.equal((await screen.calls()).filter((call) => call.startsWith("pair")).length, 1);
});

test("a country begins the number, and no-pairing takes the way away", async () => {
  const screen = await turnToPhone({ attributes: { country: "84" } });
  assert.equal(await screen.field.inputValue(), "+84 ");
  const without = await element.open({ attributes: { "no-pairing": "" } });
  await without.show();
  assert.deepEqual(await without.buttons(), []);
});
