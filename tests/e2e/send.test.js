// The whole way: a session, its code, a linked phone, messages, and what a mistake or a fault makes of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, GROUP, PERSON, useDemo } from "./demo.js";

const demo = useDemo();

test("a person links a phone and sends text and media", async () => {
  const person = await demo.open({ realTime: true, deviceScaleFactor: 2 });
  await person.listen();
  await person.connect();
  await person.createSession("Front desk");
  assert.match(await person.readCode(), /^2@[\w+/=]+(,[\w+/=]+){3}$/);
  await person.scan();

  await person.send({ text: "Your table is ready." });
  await person.heading("Sent to +84933313000").waitFor();
  const media = { media: "https://files.example/list.pdf", caption: "Prices", filename: "prices.pdf" };
  await person.send({ group: "Old friends (12 members)", ...media });
  await person.heading(`Sent to ${GROUP}`).waitFor();

  assert.deepEqual(await person.received(), [
    { to: "84933313000", group: false, type: "text", kind: "text", text: "Your table is ready.", count: 1 },
    {
      to: GROUP,
      group: true,
      type: "media",
      kind: "document",
      text: "Prices",
      mediaUrl: "https://files.example/list.pdf",
      filename: "prices.pdf",
      count: 1,
    },
  ]);
  const lists = ["What this page knows", "What the gateway received"].map((name) =>
    person.page.getByRole("list", { name }),
  );
  for (const list of lists)
    await eventually(
      () => list.getByRole("listitem").count(),
      (count) => count === 2,
    );
  assert.match(await lists[1].innerText(), /prices\.pdf: Prices\s+Arrived once/);

  // Each change was announced once.
  const heard = await person.heard();
  assert.deepEqual(
    heard.map((text) => text.split(/[.:]/)[0]),
    ["Link your WhatsApp", "Time left", "The code is ready", "Linked", "Sent to +84933313000", `Sent to ${GROUP}`.split(/[.:]/)[0]],
  );
});

test("a sample of the sandbox's arrives as what it is", async () => {
  const person = await demo.open();
  await person.link();
  await person.write({ media: "" });
  await person.field("Sample file").selectOption({ label: "A picture (sample.png)" });
  await person.button("Send").click();
  await person.heading("Sent to +84933313000").waitFor();
  const [message] = await person.received();
  assert.deepEqual([message.kind, message.count], ["image", 1]);
});

test("a mistake is marked where it was made, and nothing is sent", async () => {
  const person = await demo.open();
  await person.connect();
  await person.field("Session name").fill("");
  await person.button("Create session").click();
  assert.match(await person.mistake("Session name"), /empty/);
  await person.createSession();
  await person.scan();

  for (const [what, field, why] of [
    [{ to: "12", text: "x" }, "Phone number", /^Phone number is too short/],
    [{ to: "", text: "x" }, "Phone number", /empty/],
    [{ text: "" }, "Message", /empty/],
    [{ text: "{Hi|Hello}" }, "Message", /\{a\|b\}/],
    [{ media: "list.pdf" }, "Media address", /http/],
    [{ media: "https://files.example/a.pdf", filename: "  " }, /^File name/, /empty/],
    [{ group: "Another group, by its id", text: "x" }, "Group id", /empty/],
  ]) {
    await person.send(what);
    assert.match(await person.mistake(field), why);
  }
  assert.deepEqual(await person.sends(), []);

  // The mark goes as soon as the person mends it.
  await person.field("Group id").fill(GROUP);
  assert.equal(await person.page.locator("[aria-invalid=true]").count(), 0);
  await person.button("Send").click();
  await person.heading(`Sent to ${GROUP}`).waitFor();
});

/** Each fault with what the page has to make of it, and how often the message arrived. */
const FAULTS = [
  ["status_502_html", "May have been sent", /may have been sent/, /twice/, 1],
  ["half_body", "May have been sent", /may have been sent/, /twice/, 1],
  ["success_without_id", "May have been sent", /may have been sent/, /twice/, 0],
  ["success_quota", "Plan limit reached", /^No/, /plan/, 0],
  ["queued", "Queued for +84933313000", /later/, undefined, 1],
];

test("a fault is told in plain words: what happened, was it sent, send again", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  for (const [fault, title, sent, again, count] of FAULTS) {
    const text = `Meets ${fault}`;
    await person.field("Fault of the next send").selectOption(fault);
    await person.send({ text });
    await person.heading(title).waitFor();
    const { facts } = await person.outcome();
    assert.match(facts["Was it sent?"], sent, fault);
    if (again) assert.match(facts["Send again?"], again, fault);
    const arrived = (await person.received()).filter((message) => message.text === text);
    assert.deepEqual(
      arrived.map((message) => message.count),
      count ? [count] : [],
      fault,
    );
    // It was for one send.
    assert.equal(await person.field("Fault of the next send").inputValue(), "");
    const doubtful = title === "May have been sent";
    await person.button(doubtful ? "Send again, may arrive twice" : "Send").waitFor();
  }
  assert.equal((await person.sends()).length, FAULTS.length);
});

test("a send that the gateway refuses for now is made again, as told, and arrives once", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await person.field("Fault of the next send").selectOption("rate_limited");
  await person.send({ text: "In a moment, please." });
  await person.heading(/^Trying again in \d seconds$/).waitFor();
  await person.heading("Sent to +84933313000").waitFor();
  assert.deepEqual(
    (await person.received()).map(({ count }) => count),
    [1],
  );
  const [refused, taken] = await person.sends();
  assert.ok(taken.at - refused.at >= 2_000, "earlier than told");
});

test("a lost answer is not taken for a failure", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await person.page.route("**/api/send", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await person.send({ text: "Once, please." });
  const { title, facts } = await person.outcome();
  assert.equal(title, "May have been sent");
  assert.match(facts["What happened"], /does not say why/);
  assert.deepEqual(
    (await person.received()).map(({ count }) => count),
    [1],
  );
  await person.page.getByText("Arrived once").waitFor();
});

test("a double that the browser made is seen at the gateway", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await person.field("Fault of the next send").selectOption("drop_after");
  await person.send({ text: "Once, please." });
  const { title } = await person.outcome();
  const [{ count }] = await person.received();
  // A browser repeats a call by itself when a connection that it used before drops: the second try is then answered, and
  // only the gateway knows of the first. On a new connection it does not.
  assert.deepEqual([title, count], count === 1 ? ["May have been sent", 1] : ["Sent to +84933313000", 2]);
  await person.page.getByText(count === 1 ? "Arrived once" : "Arrived twice").waitFor();
});

test("a person stops waiting, and is told that the message may be out", async () => {
  const person = await demo.open();
  await person.link();
  await person.field("Fault of the next send").selectOption("slow_headers");
  const left = person.page.waitForRequest(/\/api\/send$/);
  await person.send({ text: "Slowly." });
  await left;
  await person.button("Stop waiting").click();
  await person.heading("May have been sent").waitFor();
  assert.equal((await person.outcome()).facts["What happened"], "You stopped waiting for the answer.");
  const again = person.button("Send again, may arrive twice");
  await again.waitFor();
  // Another text is another message.
  await person.field("Message").fill("Something else.");
  await person.button("Send").waitFor();
  await person.field("Message").fill("Slowly.");
  await again.waitFor();
  assert.equal(await person.field("Phone number").inputValue(), PERSON);
});
