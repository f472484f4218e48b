// Which gateway, and on which way: what each choice asks for, shows and calls.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "../package/helpers.js";
import { useDemo } from "./demo.js";
import { startServer } from "./server.js";

const demo = useDemo();

/** The sandbox that stands for a gateway out there. */
let away;
before(async () => {
  away = await startSandbox(["--token", "a-token-of-my-own"]);
});
after(() => away?.stop());

/** What the page says that one would write. */
const code = (person) => person.page.getByRole("group", { name: "The same in code" }).innerText();

/** The addresses that the page calls from now on. */
function calls({ page }) {
  const paths = [];
  page.on("request", (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}

test("by default the relay calls the sandbox, and the page never asks for the token", async () => {
  const person = await demo.open();
  const called = calls(person);
  await person.page.reload();
  assert.match(await code(person), /gateway: \{ relay: "\/wawp" \},\n\}\);/);
  assert.match(await code(person), /\}, \{ idempotencyKey \}\);/);
  await person.link();
  await person.connectedTo("Sandbox, through the relay");
  await person.send({ text: "By the relay." });
  await person.heading("Sent to +84933313000").waitFor();
  assert.ok(called.includes("/wawp"));
  assert.deepEqual(called.filter((path) => path === "/sandbox/state" || path.startsWith("/api")), []);
});

test("without a relay the package refuses a token in the page, until a person allows it", async () => {
  const person = await demo.open();
  await person.choice("Sandbox, directly").check();
  assert.match(await code(person), /gateway: \{ baseUrl \},\s+accessToken,\s+\}\);/);
  assert.doesNotMatch(await code(person), /idempotencyKey/);
  assert.equal(await person.heading("And on your server").isVisible(), false);
  await person.button("Connect").click();
  const box = "Put the sandbox’s token into this page";
  assert.match(await person.mistake(box), /^The token is the whole account, .* relay .* dangerouslyAllowBrowser/);

  const called = calls(person);
  await person.field(box).check();
  assert.match(await code(person), /accessToken,\s+dangerouslyAllowBrowser: true,\s+\}\);/);
  await person.button("Connect").click();
  await person.createAndScan();
  await person.connectedTo("Sandbox, directly");
  await person.send({ text: "Directly." });
  await person.heading("Sent to +84933313000").waitFor();
  assert.ok(called.includes("/api/send") && !called.includes("/wawp"));
});

test("a sample arrives on either way", async () => {
  const person = await demo.open();
  for (const connect of ["connect", "connectDirectly"]) {
    await person.gateway.control("reset", {});
    await person[connect]();
    await person.createAndScan();
    await person.write({ media: "" });
    await person.field("Sample file").selectOption({ label: "A picture (sample.png)" });
    await person.button("Send").click();
    await person.heading("Sent to +84933313000").waitFor();
    const [{ kind, count, mediaUrl }] = await person.received();
    assert.deepEqual([kind, count], ["image", 1]);
    assert.equal((await fetch(mediaUrl)).headers.get("content-type"), "image/png");
    await person.button("Change gateway").click();
  }
});

test("a country code is checked where it was typed", async () => {
  const person = await demo.open();
  await person.field(/^Country code/).fill("x");
  await person.connect();
  assert.match(await person.mistake(/^Country code/), /country code/);
  await person.field(/^Country code/).fill("84");
  await person.link();
  await person.send({ to: "0933 313 000", text: "At home." });
  await person.heading("Sent to +84933313000").waitFor();
});

test("without a token in the server's environment a gateway of one's own is not offered", async () => {
  const person = await demo.open();
  assert.equal(await person.choice("Your gateway").isDisabled(), true);
  await person.page.getByText(/Start the demo with WAWP_ACCESS_TOKEN in its environment/).waitFor();
  const answer = await fetch(`${demo.server.origin}/wawp-live`, { method: "POST" });
  assert.equal(answer.status, 404);
});

/** Links and sends through a gateway out there, whose token the server has. */
async function useGateway(env, name) {
  const server = await startServer({ env: { WAWP_ACCESS_TOKEN: "a-token-of-my-own", ...env } });
  try {
    await away.control("reset", {});
    const person = (await demo.open({ server })).at(away);
    await person.choice("Your gateway").check();
    assert.match(await code(person), /gateway: \{ relay: "\/wawp-live" \},/);
    await person.connect("Your gateway");
    await person.connectedTo(`${name}, through the relay`);
    await person.createSession("Front desk");
    const { instances } = await away.control("state");
    await away.control(`instances/${instances[0].id}/scan`, {});
    await person.untilLinked();
    await person.send({ text: "From far away." });
    await person.heading("Sent to +84933313000").waitFor();
    await person.send({ group: "Team (48 members)", text: "To the team." });
    await person.heading(/@g\.us$/).waitFor();
    assert.deepEqual(
      (await person.received()).map(({ text, group, count }) => [text, group, count]),
      [
        ["From far away.", false, 1],
        ["To the team.", true, 1],
      ],
    );
    assert.deepEqual((await server.control("messages")).messages, []);
    // What only a sandbox of its own can do is not offered.
    for (const region of ["Rehearse trouble", "What the gateway received"]) {
      assert.equal(await person.page.getByRole("region", { name: region }).isVisible(), false);
    }
    return instances;
  } finally {
    await server.stop();
  }
}

test("a person links and sends through a gateway of their own", async () => {
  await useGateway({ WAWP_GATEWAY_URL: away.gatewayUrl }, new URL(away.origin).host);
});

test("a person links and sends through Wawp itself", async () => {
  // Wawp's own addresses lead to the sandbox, which speaks its calls below `/wawp`.
  const standIn = `const { fetch } = globalThis;
    globalThis.fetch = (url, init) => fetch(url.replace(/^https:..(app\\.)?wawp\\.net/, "${away.origin}/wawp"), init);`;
  const options = `--import=data:text/javascript,${encodeURIComponent(standIn)}`;
  const [{ name }] = await useGateway({ NODE_OPTIONS: options }, "wawp.net");
  assert.equal(name, "Front desk");
});

test("a token that the gateway does not know is told, and is not the page's to mend", async () => {
  const server = await startServer({
    env: { WAWP_ACCESS_TOKEN: "a-wrong-token", WAWP_GATEWAY_URL: away.gatewayUrl },
  });
  try {
    const person = await demo.open({ server });
    await person.connect("Your gateway");
    await person.button("Create session").click();
    await person.heading("Not allowed").waitFor();
    await person.page.getByText("What the package reported").click();
    await person.page.getByText("auth_invalid").waitFor();
    assert.doesNotMatch(await person.page.content(), /a-wrong-token/);
  } finally {
    await server.stop();
  }
});

test("a server whose gateway has a wrong address does not start, and says why", async () => {
  const env = { WAWP_ACCESS_TOKEN: "a-token-of-my-own", WAWP_GATEWAY_URL: "http://gateway.example/api" };
  await assert.rejects(startServer({ env }), /options\.gateway\.baseUrl/);
});

test("a page that the sandbox serves by itself has no relay, and says so", async () => {
  const person = await demo.open({ server: away, allowed: /Failed to load resource/ });
  for (const name of ["Sandbox", "Your gateway"]) assert.equal(await person.choice(name).isDisabled(), true);
  await person.page.getByText("Not here: no server of the demo’s serves this page.").waitFor();
  await person.connectDirectly();
  await person.createAndScan();
});
