// A real gateway's token, typed into the page, stays out of everything that can be seen or kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessToken } from "../package/helpers.js";
import { startSandbox, useDemo } from "./demo.js";

const demo = useDemo();

let other;
before(async () => {
  other = await startSandbox();
});
after(() => other?.stop());

/** Lets Wawp's own addresses lead to the sandbox, which speaks its calls below `/wawp`. */
async function standInForWawp(page) {
  await page.route(/^https:\/\/(app\.)?wawp\.net\//, async (route) => {
    const url = route
      .request()
      .url()
      .replace(/^https:\/\/(app\.)?wawp\.net/, `${other.origin}/wawp`);
    await route.fulfill({ response: await route.fetch({ url }) });
  });
}

async function connectTo(person, address, token) {
  await person.page.getByRole("radio", { name: /Another gateway/ }).check();
  await person.field("Gateway address").fill(address);
  await person.field("Access token").fill(token);
  await person.connect();
}

/** Everything of the page that a person, a script or the next visitor could find the token in. */
function traces({ page, said }) {
  return page
    .evaluate(() => ({
      address: location.href,
      markup: [document.documentElement.outerHTML, document.querySelector("wawp-login")?.shadowRoot.innerHTML],
      fields: [...document.querySelectorAll("input, textarea, select")].map((field) => field.value),
      storage: [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie],
      history: JSON.stringify(history.state),
    }))
    .then((found) => JSON.stringify({ ...found, said }));
}

test("a token leaves no trace in the page, whether it is right or wrong", async () => {
  const person = (await demo.open()).at(other);
  await connectTo(person, other.gatewayUrl, "wrong-token-7f3a");
  await person.button("Create session").click();
  await person.heading("Not allowed").waitFor();
  await person.page.getByText("What the package reported").click();
  assert.doesNotMatch(await traces(person), /wrong-token-7f3a/);

  await person.button("Change gateway").click();
  assert.equal(await person.field("Access token").inputValue(), "");
  await connectTo(person, other.gatewayUrl, accessToken);
  await person.createSession();
  const { instances } = await other.control("state");
  await other.control(`instances/${instances[0].id}/scan`, {});
  await person.untilLinked();
  await person.send({ text: "From far away." });
  await person.heading("Sent to +84933313000").waitFor();

  assert.ok(!(await traces(person)).includes(accessToken));
  assert.deepEqual(
    (await person.received()).map(({ text, count }) => [text, count]),
    [["From far away.", 1]],
  );
  // What only a sandbox of its own can do is not offered.
  for (const name of ["Rehearse trouble", "What the gateway received"]) {
    assert.equal(await person.page.getByRole("region", { name }).isVisible(), false);
  }
});

test("a person links and sends through Wawp itself", async () => {
  const person = (await demo.open()).at(other);
  await other.control("reset", {});
  await standInForWawp(person.page);
  await person.page.getByRole("radio", { name: /^Wawp/ }).check();
  await person.field("Access token").fill(accessToken);
  await person.connect();
  await person.createSession("Wawp desk");
  const { instances } = await other.control("state");
  assert.equal(instances[0].name, "Wawp desk");
  await other.control(`instances/${instances[0].id}/scan`, {});
  await person.untilLinked();
  await person.send({ text: "Through Wawp." });
  await person.heading("Sent to +84933313000").waitFor();
  await person.send({ group: "Team (48 members)", text: "To the team." });
  await person.heading(/@g\.us$/).waitFor();
  assert.deepEqual(
    (await person.received()).map(({ text, group, count }) => [text, group, count]),
    [
      ["Through Wawp.", false, 1],
      ["To the team.", true, 1],
    ],
  );
  assert.ok(!(await traces(person)).includes(accessToken));
});

test("a gateway without a token, or with a wrong address, is refused at its field", async () => {
  const person = await demo.open();
  await connectTo(person, other.gatewayUrl, "");
  assert.match(await person.mistake("Access token"), /token/);
  for (const address of ["gateway.example/api", "http://gateway.example/api", "https://gateway.example/api?x=1"]) {
    await connectTo(person, address, "never-sent");
    assert.match(await person.mistake("Gateway address"), /^Gateway address must/);
  }
  await person.field("Gateway address").fill(other.gatewayUrl);
  await person.field(/^Country code/).fill("x");
  await person.connect();
  assert.match(await person.mistake(/^Country code/), /country code/);
});

test("a gateway that does not let web pages in is not taken for a broken network", async () => {
  const person = (await demo.open({ allowed: /CORS|Failed to load resource/ })).at(other);
  await other.control("cors", { enabled: false });
  await connectTo(person, other.gatewayUrl, accessToken);
  await person.button("Create session").click();
  await person.page.getByText("What the package reported").click();
  await person.page.getByText(/CORS/).waitFor();
  await other.control("cors", { enabled: true });
});
