// Linking: codes that change, sessions that die, phones that log out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, useDemo } from "./demo.js";

const demo = useDemo();

test("a dead code gives way to the next, and a dead session can be started again", async () => {
  const person = await demo.open();
  await person.connect();
  await person.createSession();
  const first = await person.readCode();

  const pass = async (ms) => {
    await person.gateway.control("clock", { advanceMs: ms });
    await person.page.clock.fastForward(ms);
  };
  await pass(60_500);
  const second = await eventually(
    () => person.readCode(),
    (text) => text !== undefined && text !== first,
  );
  assert.match(second, /^2@/);

  await pass(300_000);
  await person.heading(/^(This code is no longer valid|Time is up)$/).waitFor();
  assert.equal(await person.code().isVisible(), false);
  await person.button("Start again").click();
  await person.code().waitFor();
  const third = await person.readCode();
  assert.ok(third && third !== second);
  await person.scan();
});

test("a session that the gateway drops is told within seconds, once", async () => {
  const person = await demo.open();
  await person.listen();
  await person.connect();
  await person.createSession();
  await person.gateway.control("clock", { advanceMs: 301_000 });
  await person.page.clock.fastForward(2_500);
  await person.heading("This code is no longer valid").waitFor();
  await person.button("Start again").waitFor();
  assert.equal(await person.button("Scan with the sandbox’s phone").isVisible(), false);
  // The element tells it: the page keeps still.
  const heard = await person.heard();
  const end = heard.findIndex((text) => text.startsWith("This code is no longer valid."));
  assert.equal(end, heard.length - 1);
});

test("cancelling stops the wait, and another session can follow", async () => {
  const person = await demo.open();
  await person.connect();
  await person.createSession("First");
  await person.button("Use another session").click();
  assert.equal(await person.field("Session name").evaluate((field) => field === document.activeElement), true);
  await person.createSession("Second");
  await person.scan();
});

test("a phone that logs out can be linked again, and what was typed stays", async () => {
  const person = await demo.open();
  await person.link();
  await person.write({ text: "Still here." });
  await person.button("Log out on the phone").click();
  await person.heading("No phone linked").waitFor();
  assert.equal(await person.button("Send").isDisabled(), true);

  await person.createSession();
  await person.scan();
  await person.button("Send").click();
  await person.heading("Sent to +84933313000").waitFor();
  assert.deepEqual(
    (await person.received()).map(({ text, count }) => [text, count]),
    [["Still here.", 1]],
  );
});

test("a send tells that the session died", async () => {
  const person = await demo.open();
  await person.link();
  await person.field("Fault of the next send").selectOption("instance_gone");
  await person.send({ text: "Too late." });
  const { title, facts } = await person.outcome();
  assert.deepEqual([title, facts["Was it sent?"]], ["Session gone", "No. It was refused."]);
  await person.button("Create session").waitFor();
  assert.deepEqual(await person.received(), []);
});

test("a phone that the gateway is not sure of is waited for, and what was typed stays", async () => {
  const person = await demo.open();
  await person.link();
  await person.write({ text: "Still here." });
  await person.gateway.control("faults", { fault: "session_not_found", call: "reconnect" });
  await person.button("Check status").click();
  await person.heading("Link your WhatsApp").waitFor();
  assert.equal(await person.button("Send").isDisabled(), true);
  await fetch(`${person.gateway.origin}/sandbox/faults`, { method: "DELETE" });
  await person.page.clock.fastForward(5_000);
  await person.button("Check status").waitFor();
  await person.button("Send").click();
  await person.heading("Sent to +84933313000").waitFor();
  const { instances } = await person.gateway.control("state");
  assert.equal(instances.length, 1);
});

test("logging out from the page leads to a fresh session", async () => {
  const person = await demo.open();
  await person.link();
  await person.button("Log out").click();
  await person.createSession();
  await person.scan();
});

test("a person comes back to a session by its id", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  const id = await person.page.locator("#linked-id").textContent();
  await person.page.reload();
  await person.connect();
  await person.page.getByText("Use a session that is there already").click();
  await person.button("Use it").click();
  assert.match(await person.mistake("Instance id"), /id/);
  await person.field("Instance id").fill("0000000000000");
  await person.button("Use it").click();
  await person.heading("Not yours").waitFor();
  await person.button("Use another session").click();
  await person.field("Instance id").fill(id);
  await person.button("Use it").click();
  await person.button("Check status").waitFor();
  await person.send({ text: "Back again." });
  await person.heading("Sent to +84933313000").waitFor();
});

test("a code that the gateway gives as an address is fetched by the package, and never put into the page", async () => {
  const person = await demo.open();
  await person.gateway.control("faults", { fault: "qr_url", call: "get_qrcode" });
  await person.connect();
  await person.button("Create session").click();
  await person.code().waitFor();
  assert.match(await person.code().getAttribute("src"), /^data:image\/png;base64,/);
  await person.scan();
});

test("a login that a fault interrupts goes on with the same session", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.gateway.control("faults", { fault: "status_500", call: "get_qrcode", times: 1 });
  await person.connect();
  await person.button("Create session").click();
  await person.heading("The service is busy").waitFor();
  await person.button("Start again").click();
  await person.code().waitFor();
  await person.scan();
  const { instances } = await person.gateway.control("state");
  assert.equal(instances.length, 1);
});
