// When the element starts, stops and goes on, and with which instance.

import assert from "node:assert/strict";
import { test } from "node:test";
import en from "../../pkg-template/entry/login/locales/en.js";
import { ENDINGS, useElement } from "./login.js";

const element = useElement();

test("it waits for a client", async () => {
  const screen = await element.open({ withClient: false });
  assert.deepEqual(await screen.calls(), []);
  await screen.page.evaluate(() => {
    login.client = test.client;
    login.instanceId = "MINE";
  });
  await screen.wait(1);
  assert.deepEqual(await screen.calls(), ["login MINE"], "what is set in one go is one start");
});

test("a client that was set before the element was defined is taken", async () => {
  const screen = await element.open({ withClient: false });
  const calls = await screen.page.evaluate(async () => {
    const early = document.createElement("wawp-login-later");
    early.client = test.client;
    customElements.define("wawp-login-later", class extends login.constructor {});
    document.body.append(early);
    await Promise.resolve();
    await Promise.resolve();
    return [...test.heard.calls];
  });
  assert.deepEqual(calls, ["create"]);
});

test("a name makes a session, an id is used as it is", async () => {
  const named = await element.open({ attributes: { name: "Support desk" } });
  assert.deepEqual(await named.calls(), ["create Support desk", "login I1"]);
  assert.equal(await named.page.evaluate(() => login.instanceId), "I1");
  const known = await element.open({ attributes: { "instance-id": "MINE", name: "Support desk" } });
  assert.deepEqual(await known.calls(), ["login MINE"]);
  await known.fail(ENDINGS.gone);
  await known.press(en.again);
  assert.deepEqual((await known.calls()).slice(1), ["create Support desk", "login I1"], "but not when it is dead");
});

test("another id starts anew", async () => {
  const screen = await element.open({ attributes: { "instance-id": "ONE" } });
  await screen.show();
  await screen.page.evaluate(() => login.setAttribute("instance-id", "TWO"));
  await screen.wait(1);
  assert.deepEqual(await screen.calls(), ["login ONE", "login TWO"]);
  assert.equal(await screen.code.isVisible(), false);
  assert.equal(await screen.page.evaluate(() => test.logins[0].options.signal.aborted), true);
});

test("taken out it stops, put back it goes on with the same instance", async () => {
  const screen = await element.open();
  await screen.show(20_000);
  await screen.page.evaluate(() => login.remove());
  assert.equal(await screen.page.evaluate(() => test.now().options.signal.aborted), true);
  await screen.wait(60_000);
  assert.deepEqual(await screen.calls(), ["create", "login I1"], "nothing is asked meanwhile");
  await screen.page.evaluate(() => document.getElementById("place").append(login));
  await screen.wait(1);
  assert.deepEqual((await screen.calls()).slice(2), ["login I1"]);
  assert.equal(await screen.code.isVisible(), false, "the old code is not shown");
  await screen.show();
  assert.ok(await screen.code.isVisible());
});

test("moved within the page while it creates, it creates once", async () => {
  const screen = await element.open({ answers: { create: ["never"] } });
  await screen.page.evaluate(() => document.body.append(login));
  await screen.wait(1);
  assert.deepEqual(await screen.calls(), ["create"]);
});

test("put back after the instance has died, it takes a new one", async () => {
  const screen = await element.open();
  await screen.show();
  await screen.page.evaluate(() => login.remove());
  await screen.wait(301_000);
  await screen.page.evaluate(() => document.getElementById("place").append(login));
  await screen.wait(1);
  assert.deepEqual((await screen.calls()).slice(2), ["create", "login I2"]);
});

test("stop and start", async () => {
  const screen = await element.open();
  await screen.show();
  await screen.page.evaluate(() => login.stop());
  await screen.wait(1);
  assert.equal(await screen.title.textContent(), en.stoppedTitle);
  assert.equal(await screen.page.evaluate(() => test.now().options.signal.aborted), true);
  await screen.page.evaluate(() => {
    const place = document.getElementById("place");
    login.remove();
    place.append(login);
  });
  await screen.wait(1);
  assert.deepEqual(await screen.calls(), ["create", "login I1"], "put back it stays stopped");
  await screen.page.evaluate(() => (login.start(), login.start()));
  await screen.wait(1);
  assert.deepEqual((await screen.calls()).slice(2), ["login I1"]);
  await screen.page.evaluate(() => (login.client = undefined));
  await screen.wait(1);
  assert.equal(await screen.title.textContent(), en.stoppedTitle);
});

test("the limit is told, and at its end the attempt ends", async () => {
  const screen = await element.open();
  const time = screen.element.locator("[part=time]");
  assert.equal(await time.textContent(), "Time left: 5 minutes");
  await screen.wait(150_000);
  assert.equal(await time.textContent(), "Time left: 3 minutes");
  await screen.wait(119_000);
  assert.equal(await screen.button(en.more).isVisible(), false);
  await screen.wait(1_500);
  assert.ok(await screen.button(en.more).isVisible());
  assert.equal(await screen.element.locator("[part=notice] p").textContent(), "Time is up in 30 seconds.");
  await screen.wait(31_000);
  assert.equal(await screen.title.textContent(), en.expiredTitle);
  assert.deepEqual((await screen.events()).slice(-2), [
    ["statechange", { state: "expired" }],
    ["error", { code: "timeout", reason: "login_timeout" }],
  ]);
});

test("more time: the shown code stays until its instance dies, then a new one goes on", async () => {
  const screen = await element.open();
  await screen.wait(280_000);
  await screen.show(20_000);
  await screen.press(en.more);
  assert.ok(await screen.code.isVisible());
  assert.equal(await screen.button(en.more).isVisible(), false);
  assert.equal(await screen.element.locator("[part=time]").textContent(), "Time left: 5 minutes");
  await screen.wait(21_000);
  assert.equal(await screen.status(), en.renewing);
  await screen.fail(ENDINGS.gone);
  assert.deepEqual((await screen.calls()).slice(2), ["create", "login I2"]);
  assert.equal((await screen.events()).filter(([type]) => type === "error").length, 0);
  await screen.show();
  assert.ok(await screen.code.isVisible());
  await screen.wait(271_000);
  await screen.show();
  assert.ok(await screen.button(en.more).isVisible(), "and can be asked for again");
});

test("more time while there is no code: at once, and an instance that is handed out again may die unseen", async () => {
  const screen = await element.open({ answers: { create: ["OLD", "OLD"] } });
  await screen.wait(280_000);
  await screen.press(en.more);
  assert.deepEqual(await screen.calls(), ["create", "login OLD", "create", "login OLD"]);
  await screen.fail(ENDINGS.gone);
  assert.deepEqual((await screen.calls()).slice(4), ["create", "login I1"]);
  await screen.fail(ENDINGS.gone);
  assert.equal(await screen.title.textContent(), en.goneTitle, "the next one may not");
});

test("a phone that is at it is not cut off", async () => {
  const screen = await element.open();
  await screen.wait(295_000);
  await screen.tell({ state: "connecting" });
  await screen.wait(10_000);
  assert.equal(await screen.title.textContent(), en.connectingTitle);
  await screen.tell({ state: "connected", name: "Support desk" });
  assert.equal(await screen.title.textContent(), en.linkedTitle);
});
