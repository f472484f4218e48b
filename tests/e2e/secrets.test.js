// The gateway's token is nowhere that a browser can see: not in what crosses the network, the page, its heap and memory, its
// addresses, its storage or the console, whatever goes wrong at the gateway.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PERSON, useDemo } from "./demo.js";
import { formsOf, heapOf, markupOf, search, tracesOf } from "./traces.js";

/** Escaped differently in each notation, and found nowhere by chance. */
const TOKEN = `7f3a-Tök/en+"<&'9>=%41 z`;

const demo = useDemo({ options: ["--token", TOKEN] });

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "wawp-traces-"));
});
after(() => folder && rm(folder, { recursive: true, force: true }));

/** Opens the demo for a person whose every request is written down. */
async function openRecorded(name) {
  const path = join(folder, `${name}.har`);
  const recordHar = { path, content: "embed", mode: "full" };
  // The page's own clock, since what stands in for it has no list of the addresses that were called.
  const person = await demo.open({ allowed: /Failed to load resource/, recordHar, realTime: true });
  await person.page.evaluate(() => performance.setResourceTimingBufferSize(5_000));
  return [person, path];
}

/** Everything that a person can do in the demo, but for the faults of a send. */
async function walk(person) {
  const { page, gateway } = person;
  await gateway.control("faults", { fault: "qr_url", call: "get_qrcode" });
  await person.createSession();
  await person.button("Can’t scan? Use your phone number").click();
  await person.login().getByRole("textbox").fill(PERSON);
  await person.button("Get a code").click();
  await person.button("Copy").waitFor();
  await person.button("Back to the QR code").click();
  await person.code().waitFor();
  await person.scan();
  await person.button("Check status").click();
  await person.field("Fault of the next send").selectOption("success_without_id");
  await person.send({ text: "Is it there?" });
  await person.heading("May have been sent").waitFor();
  await person.write({ media: "" });
  await person.field("Sample file").selectOption({ label: "A picture (sample.png)" });
  await person.button("Send").click();
  await person.heading("Sent to +84933313000").waitFor();
  await person.send({ group: "Team (48 members)", text: "To the team." });
  await person.heading(/@g\.us$/).waitFor();
  await person.button("Log out").click();
  await gateway.control("faults", { fault: "echo_token_json", call: "get_qrcode", times: 1 });
  await person.button("Create session").click();
  await page.getByText("What the package reported").click();
  await person.button("Use another session").click();
  await person.useSession("6A0B1C2D3E4F5");
  await person.button("Start again").waitFor();
  await page.getByText("What the package reported").click();
  await person.button("Use another session").click();
  await person.createAndScan();
}

/** The faults that a send can meet. */
async function faults({ gateway }) {
  const { known } = await gateway.control("faults");
  return known.filter(({ calls }) => calls.length === 0 || calls.includes("send")).map(({ name }) => name);
}

/** Sends with a fault that lasts, and gives what the page shows then. */
async function meet(person, fault) {
  await person.gateway.control("faults", { fault, call: "send", ms: 400 });
  await person.send({ text: `Meets ${fault}` });
  const ended = person.page.locator("#send-outcome h3", { hasNotText: "Trying again" });
  await ended.waitFor();
  const report = person.page.locator("#send-outcome").getByText("What the package reported");
  if (await report.isVisible()) await report.click();
  const shown = await markupOf(person.page);
  await fetch(`${demo.server.origin}/sandbox/faults`, { method: "DELETE" });
  if (await person.button("Create session").isVisible()) await person.createAndScan();
  return { title: await ended.textContent(), shown };
}

/** What is on the heap while a send is under way. */
async function heapMeanwhile(person) {
  await person.gateway.control("faults", { fault: "slow_headers", call: "send", times: 1 });
  const left = person.page.waitForRequest(/\/(wawp|api\/send)$/);
  await person.send({ text: "Slowly." });
  await left;
  const strings = await heapOf(person.page);
  await person.heading("Sent to +84933313000").waitFor();
  return strings;
}

test("through the relay the token is nowhere, whatever fault a send meets", async () => {
  const [person, har] = await openRecorded("relay");
  await person.connect();
  await walk(person);
  const kept = await heapMeanwhile(person);
  const titles = new Set();
  const met = await faults(person);
  assert.ok(met.length > 60, `only ${met.length} faults`);
  for (const fault of met) {
    const { title, shown } = await meet(person, fault);
    titles.add(title);
    kept.push(...shown);
  }
  // The faults were there: some sends ended well, some badly, some nobody knows how.
  for (const title of ["Sent to +84933313000", "Too fast", "May have been sent"]) assert.ok(titles.has(title), title);

  const traces = await tracesOf(person, har, kept);
  assert.deepEqual(search(TOKEN, traces), []);
  // It was looked for in what there is.
  const sends = traces.network.filter((text) => text.startsWith("{") && text.includes('"call":"send"'));
  assert.ok(sends.length >= met.length, `${sends.length} sends in the HAR`);
  for (const [place, texts] of Object.entries(traces)) assert.ok(texts.some((text) => text.length > 10), place);
  assert.match(traces.page.join(), /echo_token_json/);
});

test("the same search finds the token where it is: in a page that has it", async () => {
  const [person, har] = await openRecorded("direct");
  await person.connectDirectly();
  await walk(person);
  const kept = [];
  for (const fault of ["echo_token_html", "redirect_with_token"]) kept.push(...(await meet(person, fault)).shown);
  const found = search(TOKEN, await tracesOf(person, har, kept));
  for (const place of ["network", "memory", "addresses"]) {
    assert.ok(found.some((trace) => trace.startsWith(`${place}: `)), `not in ${place}: ${found}`);
  }
  // Nothing of it is shown all the same.
  assert.deepEqual(found.filter((trace) => /^(page|storage|console)/.test(trace)), []);
});

test("the search knows every place and every form", async () => {
  const forms = formsOf(TOKEN);
  for (const [name, form] of Object.entries(forms)) {
    assert.ok(search(TOKEN, { there: ["before", `x${form}y`] }).includes(`there: ${name}`), name);
  }
  for (const before of ["", "a", "ab", "abc"]) {
    const encoded = Buffer.from(`${before}${TOKEN}, and more`).toString("base64");
    assert.notDeepEqual(search(TOKEN, { there: [encoded] }), [], `in base64 after ${before.length}`);
  }

  const [person, har] = await openRecorded("planted");
  await person.connect();
  await person.page.evaluate(async (token) => {
    window.kept = { token };
    document.body.append(token);
    localStorage.setItem("kept", token);
    sessionStorage.setItem("kept", JSON.stringify({ token }));
    history.replaceState(token, "");
    console.log(`the token is ${encodeURIComponent(token)}`);
    await fetch(`/sandbox/messages?instance_id=${encodeURIComponent(token)}`, { headers: { "x-kept": btoa("x") } });
  }, TOKEN);
  const found = search(TOKEN, await tracesOf(person, har, []));
  for (const place of ["page", "heap", "addresses", "storage", "console", "network"]) {
    assert.ok(found.some((trace) => trace.startsWith(`${place}: `)), `not in ${place}: ${found}`);
  }
});
