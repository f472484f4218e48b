// Each state and each ending: what a person reads, what the page is told, what the one button does.

import assert from "node:assert/strict";
import { test } from "node:test";
import en from "../../pkg-template/entry/login/locales/en.js";
import { ENDINGS, useElement } from "./login.js";

const element = useElement();

const WAITS = {
  starting: "starting",
  pending: "starting",
  connecting: "connecting",
  maybe_connected: "checking",
  offline: "offline",
  unavailable: "unavailable",
  logged_out: "loggedOut",
  restricted: "restricted",
  unknown: "unknown",
  something_new: "unknown",
};

test("a code is shown with its steps and what is left of it", async () => {
  const screen = await element.open();
  assert.equal(await screen.status(), en.starting);
  await screen.show(20_000);
  assert.ok(await screen.code.isVisible());
  assert.equal(await screen.status(), en.scan);
  assert.equal(await screen.element.locator(".ring b").textContent(), "20");
  assert.deepEqual(await screen.element.getByRole("listitem").allTextContents(), [
    "Open WhatsApp on your phone",
    "Tap the menu ⋮ on Android or Settings on iPhone, then Linked devices",
    "Tap Link a device and point the phone at this code",
  ]);
  assert.deepEqual(await screen.states(), ["starting", "scan"]);
});

for (const [state, message] of Object.entries(WAITS)) {
  test(`${state}: no code stays, and a sentence says why`, async () => {
    const screen = await element.open();
    await screen.show();
    await screen.tell({ state });
    assert.equal(await screen.code.isVisible(), false);
    assert.equal(await screen.code.getAttribute("src"), null);
    const isRenewal = message === "starting";
    assert.equal(await screen.status(), en[isRenewal ? "renewing" : message]);
    assert.deepEqual(await screen.states(), ["starting", "scan", state]);
    await screen.show();
    assert.ok(await screen.code.isVisible(), "a code afterwards is shown");
  });
}

test("linked: by name, with the way on that the page gives", async () => {
  const screen = await element.open();
  await screen.page.evaluate(() => {
    const next = Object.assign(document.createElement("a"), { href: "#next", slot: "connected", textContent: "Go on" });
    login.append(next);
  });
  await screen.show();
  assert.equal(await screen.page.getByRole("link", { name: "Go on" }).isVisible(), false);
  await screen.tell({ state: "connecting" });
  await screen.tell({ state: "connected", phone: "84933313000", name: "Support desk" });
  assert.equal(await screen.title.textContent(), en.linkedTitle);
  assert.equal(await screen.status(), "Support desk is linked.");
  assert.ok(await screen.page.getByRole("link", { name: "Go on" }).isVisible());
  assert.deepEqual(await screen.buttons(), []);
  assert.deepEqual((await screen.events()).slice(-2), [
    ["statechange", { state: "connected" }],
    ["connected", { instanceId: "I1", phone: "84933313000", name: "Support desk" }],
  ]);
  await screen.wait(600_000);
  assert.equal(await screen.title.textContent(), en.linkedTitle, "it stays so");
});

test("linked: by number, or without either", async () => {
  const numbered = await element.open();
  await numbered.tell({ state: "connected", phone: "84933313000" });
  assert.equal(await numbered.status(), "+84933313000 is linked.");
  const plain = await element.open();
  await plain.tell({ state: "connected" });
  assert.equal(await plain.status(), en.linked);
});

for (const [ending, fields] of Object.entries(ENDINGS)) {
  test(`${ending}: one sentence, one button, nothing of the gateway's`, async () => {
    const screen = await element.open();
    await screen.show();
    await screen.fail(fields);
    assert.equal(await screen.title.textContent(), en[`${ending}Title`]);
    assert.equal(await screen.status(), en[ending]);
    assert.deepEqual(await screen.buttons(), [en.again]);
    assert.equal(await screen.code.getAttribute("src"), null);
    const [type, detail] = (await screen.events()).at(-1);
    assert.deepEqual([type, detail.code], ["error", fields.code]);
    const text = await screen.page.evaluate(() => login.shadowRoot.textContent);
    assert.doesNotMatch(text, /SECRET|RAW/);

    await screen.press(en.again);
    const isDead = ["gone", "expired"].includes(ending);
    assert.deepEqual((await screen.calls()).slice(2), isDead ? ["create", "login I2"] : ["login I1"]);
    await screen.show();
    assert.ok(await screen.code.isVisible());
  });
}

test("an instance that can't be created is an ending, and starting again asks again", async () => {
  const screen = await element.open({ answers: { create: [{ code: "network" }] } });
  assert.equal(await screen.title.textContent(), en.networkTitle);
  await screen.press(en.again);
  assert.deepEqual(await screen.calls(), ["create", "create", "login I1"]);
});

test("what is no WawpError is an ending too", async () => {
  const screen = await element.open();
  await screen.page.evaluate(() => test.now().end(new TypeError("SECRET")));
  await screen.wait(1);
  assert.equal(await screen.title.textContent(), en.failedTitle);
});

test("a code that does not come can be asked for", async () => {
  const screen = await element.open();
  await screen.tell({ state: "pending" });
  await screen.wait(5_000);
  assert.deepEqual(await screen.buttons(), [en.usePhone]);
  await screen.wait(4_000);
  await screen.press(en.refresh);
  assert.deepEqual((await screen.calls()).slice(-1), ["refresh I1"]);
  assert.deepEqual(await screen.buttons(), [en.usePhone], "and not again at once");
  assert.equal(await screen.focused(), "h2 title");
});
