// The whole way: a session, its code, a linked phone, messages, and what a mistake or a fault makes of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, GROUP, isSend, PERSON, useDemo } from "./demo.js";

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

test("a file that the relay keeps out is told at its field", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await person.write({ media: "https://elsewhere.example/list.pdf" });
  await person.page.getByText(/The relay lets only http:\S+ and https:\/\/files\.example through/).waitFor();
  await person.button("Send").click();
  const told = "Media address must be at one of the addresses that the relay allows";
  assert.equal(await person.mistake("Media address"), told);
  assert.deepEqual(await person.sends(), []);
});

/** Each fault with what the page has to make of it, and how often the message arrived. */
const FAULTS = [
  ["status_502_html", "May have been sent", /may have been sent/, /twice/, 1],
  ["half_body", "May have been sent", /may have been sent/, /twice/, 1],
  ["drop_after", "May have been sent", /may have been sent/, /twice/, 1],
  ["success_without_id", "May have been sent", /may have been sent/, /twice/, 0],
  ["success_quota", "Plan limit reached", /^No/, /plan/, 0],
  ["queued", "Queued for +84933313000", /later/, undefined, 1],
];

const ASK = "Ask again, never twice";
const REPEAT = "Send again, may arrive twice";

/** The ways to the sandbox, and what a person is offered on each who does not know whether a message went out. */
const WAYS = {
  "through the relay": { connect: (person) => person.connect(), again: [ASK, REPEAT] },
  directly: { connect: (person) => person.connectDirectly(), again: [REPEAT] },
};

for (const [way, { connect, again }] of Object.entries(WAYS)) {
  test(`a fault is told in plain words ${way}: what happened, was it sent, send again`, async () => {
    const person = await demo.open({ allowed: /Failed to load resource/ });
    await connect(person);
    await person.createAndScan();
    // A browser makes a call that was dropped again by itself: that is another test's.
    const faults = FAULTS.filter(([fault]) => way !== "directly" || fault !== "drop_after");
    for (const [fault, title, sent, repeat, count] of faults) {
      const text = `Meets ${fault}`;
      await person.field("Fault of the next send").selectOption(fault);
      await person.send({ text });
      await person.heading(title).waitFor();
      const { facts } = await person.outcome();
      assert.match(facts["Was it sent?"], sent, fault);
      if (repeat) assert.match(facts["Send again?"], repeat, fault);
      const arrived = (await person.received()).filter((message) => message.text === text);
      assert.deepEqual(
        arrived.map((message) => message.count),
        count ? [count] : [],
        fault,
      );
      // It was for one send.
      assert.equal(await person.field("Fault of the next send").inputValue(), "");
      for (const name of title === "May have been sent" ? again : ["Send"]) await person.button(name).waitFor();
    }
    assert.equal((await person.sends()).length, faults.length);
  });
}

test("a send that the gateway refuses for now is made again, as told, and arrives once", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  for (const { connect } of Object.values(WAYS)) {
    await person.gateway.control("reset", {});
    await connect(person);
    await person.createAndScan();
    await person.field("Fault of the next send").selectOption("rate_limited");
    await person.send({ text: "In a moment, please." });
    // The relay does it by itself.
    if (connect === WAYS.directly.connect) await person.heading(/^Trying again in \d seconds$/).waitFor();
    await person.heading("Sent to +84933313000").waitFor();
    assert.deepEqual(
      (await person.received()).map(({ count }) => count),
      [1],
    );
    const [refused, taken] = await person.sends();
    assert.ok(taken.at - refused.at >= 2_000, "earlier than told");
    await person.button("Change gateway").click();
  }
});

/** Lets the relay get so many sends whose answers are then lost. */
async function loseAnswers({ page }, times) {
  let lost = 0;
  await page.route("**/wawp", async (route) => {
    if (lost >= times || !isSend(route.request())) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort("connectionreset");
  });
}

test("a send whose answer was lost on the way from the relay is asked for again, and arrives once", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await loseAnswers(person, 2);
  await person.send({ text: "Once, please." });
  await person.heading("Sent to +84933313000").waitFor();
  assert.equal((await person.sends()).length, 1);
  await person.page.getByText("Arrived once").waitFor();
});

test("a lost answer is not taken for a failure, and the relay knows what became of the message", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await loseAnswers(person, 3);
  await person.send({ text: "Once, please." });
  await person.heading("May have been sent").waitFor();
  assert.match((await person.outcome()).facts["What happened"], /broke before the answer/);
  await person.page.getByText("Arrived once").waitFor();

  await person.button(ASK).click();
  await person.heading("Sent to +84933313000").waitFor();
  await person.button("Send").waitFor();
  assert.equal(await person.button(REPEAT).isVisible(), false);
  assert.equal((await person.sends()).length, 1);
  // It is one message here too.
  const known = person.page.getByRole("list", { name: "What this page knows" }).getByRole("listitem");
  assert.deepEqual((await known.allInnerTexts()).map((text) => text.match(/Once, please\.\s+(.+) \d/)[1]), ["Sent"]);
});

test("a relay that refuses to tell does not take back that a message may be out", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await loseAnswers(person, 3);
  await person.send({ text: "Once, please." });
  await person.button(ASK).waitFor();
  const context = person.page.context();
  const cookies = await context.cookies();
  await context.clearCookies();
  await person.button(ASK).click();
  await person.page.getByText(/^This page’s server does not know you/).waitFor();
  const { title, facts } = await person.outcome();
  assert.deepEqual([title, facts["Was it sent?"]], ["May have been sent", "It may have been sent. Nobody can tell from here."]);

  await context.addCookies(cookies);
  await person.button(ASK).click();
  await person.heading("Sent to +84933313000").waitFor();
  assert.equal((await person.sends()).length, 1);
});

test("what the relay does not know either stays unknown, until a person sends it again", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await person.field("Fault of the next send").selectOption("drop_after");
  await person.send({ text: "Perhaps twice." });
  for (const asked of [false, true]) {
    await person.heading("May have been sent").waitFor();
    assert.deepEqual(
      (await person.received()).map(({ count }) => count),
      [1],
    );
    const answered = person.page.waitForResponse((response) => isSend(response.request()));
    await person.button(asked ? REPEAT : ASK).click();
    await answered;
  }
  await person.heading("Sent to +84933313000").waitFor();
  await person.page.getByText("Arrived twice").waitFor();
});

test("a double that the browser made without a relay is seen at the gateway", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.connectDirectly();
  await person.createAndScan();
  await person.field("Fault of the next send").selectOption("drop_after");
  await person.send({ text: "Once, please." });
  const { title } = await person.outcome();
  const [{ count }] = await person.received();
  // A browser repeats a call by itself when a connection that it used before drops: the second try is then answered, and
  // only the gateway knows of the first. On a new connection it does not.
  assert.deepEqual([title, count], count === 1 ? ["May have been sent", 1] : ["Sent to +84933313000", 2]);
  await person.page.getByText(count === 1 ? "Arrived once" : "Arrived twice").waitFor();
});

test("a person stops waiting, is told that the message may be out, and asks what became of it", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await person.field("Fault of the next send").selectOption("slow_headers");
  const left = person.untilSending();
  await person.send({ text: "Slowly." });
  await left;
  await person.button("Stop waiting").click();
  await person.heading("May have been sent").waitFor();
  assert.equal((await person.outcome()).facts["What happened"], "You stopped waiting for the answer.");
  const ask = person.button(ASK);
  await ask.waitFor();
  // Another text is another message.
  await person.field("Message").fill("Something else.");
  await person.button("Send").waitFor();
  await person.field("Message").fill("Slowly.");
  await ask.click();
  await person.heading("Sent to +84933313000").waitFor();
  assert.equal((await person.sends()).length, 1);
  await person.page.getByText("Arrived once").waitFor();
  assert.equal(await person.field("Phone number").inputValue(), PERSON);
});

test("a message that may be out is another one for another session", async () => {
  const person = await demo.open({ allowed: /Failed to load resource/ });
  await person.link();
  await person.field("Fault of the next send").selectOption("status_502_html");
  await person.send({ text: "From here." });
  await person.button(ASK).waitFor();
  await person.button("Log out").click();
  await person.createAndScan();
  // By another session the relay would send it.
  await person.button(REPEAT).waitFor();
  assert.equal(await person.button(ASK).isVisible(), false);
});
