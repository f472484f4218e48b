// The page's content security policy: strict, and kept by everything that the page and the element do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, PERSON, useDemo } from "./demo.js";

const demo = useDemo();

/** What broke the policy so far, as the browser told the page. */
const broken = ({ said }) => said.filter((text) => text.startsWith("policy: "));

test("the whole way breaks no policy, and the policy is one that stops what breaks it", async () => {
  const stopped = /TrustedHTML|Content Security Policy|policy: (require-trusted-types-for|connect-src)/;
  const person = await demo.open({ allowed: stopped });
  await person.connectDirectly();
  await walk(person);
  await person.button("Change gateway").click();
  await person.connect();
  await walk(person);
  assert.deepEqual(broken(person), []);

  const writeMarkup = () => person.page.evaluate(() => (document.createElement("p").innerHTML = "<b>x</b>"));
  await assert.rejects(writeMarkup, /TrustedHTML/);
  const callElsewhere = () => person.page.evaluate(() => fetch("https://gateway.example/api"));
  await assert.rejects(callElsewhere, /Failed to fetch/);
  // By the page's own policy, and by the header's.
  const told = await eventually(
    async () => [...new Set(broken(person))],
    ({ length }) => length > 1,
  );
  assert.match(told[0], /^policy: require-trusted-types-for/);
  assert.match(told[1], /^policy: connect-src https:\/\/gateway\.example/);
});

/** From a session to a sent message, and out. */
async function walk(person) {
  const { page } = person;
  await person.gateway.control("faults", { fault: "qr_url", call: "get_qrcode" });
  await person.createSession();
  await person.button("Can’t scan? Use your phone number").click();
  await person.login().getByRole("textbox").fill(PERSON);
  await person.button("Get a code").click();
  await person.button("Copy").waitFor();
  await person.button("Back to the QR code").click();
  await person.code().waitFor();
  await person.scan();
  await person.send({ text: "Your table is ready." });
  await person.heading(/^Sent to/).waitFor();
  await person.button("Log out").click();
  await person.button("Create session").waitFor();
}

test("the policy allows no more than the page needs", async () => {
  const person = await demo.open();
  const policy = await person.page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.deepEqual(policy.split("; "), [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});
