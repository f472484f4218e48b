// Whose is what: each visitor of the demo's server has its own sessions, and the server its own life.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, useDemo } from "./demo.js";
import { startServer } from "./server.js";

const demo = useDemo();
const allowed = /Failed to load resource/;

test("a visitor is known by a cookie that no script reads and no other site sends", async () => {
  const person = await demo.open();
  const cookies = await person.page.context().cookies();
  assert.deepEqual(
    cookies.map(({ httpOnly, sameSite, path, value }) => [httpOnly, sameSite, path, value.length]),
    [[true, "Strict", "/", 36]],
  );
  await person.page.reload();
  assert.deepEqual(await person.page.context().cookies(), cookies);
});

test("nobody can use the session of another visitor", async () => {
  const [one, other] = [await demo.open(), await demo.open({ allowed })];
  await one.link();
  const id = await one.page.locator("#linked-id").textContent();
  await other.connect();
  await other.listen();
  await other.useSession(id);
  await other.heading("Not yours").waitFor();
  const told = "This page’s server lets you use only the sessions that you created here.";
  await other.page.getByText(told, { exact: true }).waitFor();
  assert.ok((await other.heard()).some((text) => text.includes(told)));
  assert.equal(await other.button("Check status").isVisible(), false);
  await one.send({ text: "Still mine." });
  await one.heading("Sent to +84933313000").waitFor();
});

test("nobody gets the session that waits for the phone of another visitor", async () => {
  const [one, other] = [await demo.open(), await demo.open()];
  await one.connect();
  await one.createSession();
  await other.connect();
  // The gateway gives the same instance to everybody until a phone is linked to it.
  await other.button("Create session").click();
  await other.heading("Server in trouble").waitFor();
  assert.equal(await other.code().isVisible(), false);
  assert.match(demo.server.log(), /waits for the phone of another visitor/);
  await one.scan();
  await other.button("Start again").click();
  await other.code().waitFor();
});

test("a server that was started anew does not know its visitors, and the page says what to do", async () => {
  const first = await startServer();
  const person = await demo.open({ server: first, allowed });
  await person.link();
  await first.stop();
  const second = await startServer({ options: ["--port", new URL(first.origin).port] });
  try {
    await person.send({ text: "Anybody there?" });
    await person.heading("Not signed in").waitFor();
    const { facts } = await person.outcome();
    assert.match(facts["What happened"], /Reload the page/);
    assert.equal(facts["Send again?"], "Yes, after reloading the page.");
    await person.page.reload();
    await person.at(second).link();
  } finally {
    await second.stop();
  }
});

test("the sandbox ends with the server, even when that is killed", async () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"]) {
    const server = await startServer();
    const { sandbox } = await (await fetch(`${server.origin}/demo/offers`)).json();
    assert.equal((await fetch(`${sandbox.samples}/sample.png`)).status, 200);
    await server.stop(signal);
    await eventually(
      () => fetch(`${sandbox.samples}/sample.png`).then(() => "there", () => "gone"),
      (state) => state === "gone",
    );
  }
});
