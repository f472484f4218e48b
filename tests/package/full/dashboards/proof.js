// What every dashboard has to prove: a signed-in page links a phone and sends a message once, nobody else does anything, and
// the token stays on the server.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessToken, startBrowser, startSandbox } from "../../helpers.js";
import { lacks, makeDashboard } from "./examples.js";
import { openBrowser, scan } from "./visit.js";

/** What `page.js` of the README sends, and with which key. */
const MESSAGE = { to: "+84 933 313 000", text: "It is on its way." };
const KEY = "order-17-shipped";

/**
 * Starts a dashboard before the tests of a file, with a gateway and a browser.
 *
 * @param {string} name
 * @param {object} how
 * @param {string | false} [how.skip] why it can't be started
 * @param {Record<string, string>} how.others files that the README leaves to the reader
 * @param {(world: object) => Promise<object>} how.start starts its server
 */
export function useDashboard(name, { skip = false, others, start }) {
  const world = { name, skip: skip || lacks(name) };
  before(async () => {
    if (world.skip) return;
    world.sandbox = await startSandbox();
    world.browser = await startBrowser();
    world.app = await makeDashboard(name, others);
    world.server = await start(world);
  });
  after(async () => {
    await world.server?.stop();
    await world.browser?.close();
    await world.sandbox?.stop();
    await world.app?.remove();
  });
  return world;
}

/** The tests of a dashboard whose page is `page.js`. */
export function provesPage(world) {
  const { name, skip } = world;

  test(`${name}: a page links a phone and sends once, and the token stays away`, { skip }, async () => {
    const { sandbox, app, server } = world;
    const ada = await openBrowser(world.browser, { origin: server.origin, app, folder: app.path });
    const answered = ada.answerTo("send");
    await ada.page.goto(`${server.origin}/page.html`);
    const instanceId = await scan(sandbox);
    const { result: sent } = await answered;
    assert.equal(sent.state, "sent");

    // Another page, the same key.
    await ada.page.goto(`${server.origin}/empty.html`);
    const again = await ada.page.evaluate(sendAgain, { instanceId, message: MESSAGE, idempotencyKey: KEY });
    assert.deepEqual([again.state, again.id], ["sent", sent.id]);
    assert.deepEqual(await received(sandbox), [[MESSAGE.text, 1]]);

    assert.deepEqual(ada.said, []);
    assertNoToken(await ada.everything());
    assert.doesNotMatch(server.said(), /error|warn/i);
    await ada.close();
  });

  test(`${name}: a visitor without a session is refused`, { skip }, () => provesStrangerRefused(world, "/empty.html"));
}

/** Proves that nothing is forwarded for somebody who is not signed in. */
export async function provesStrangerRefused({ sandbox, browser, app, server }, path) {
  const stranger = await openBrowser(browser, { origin: server.origin, app, isSignedIn: false, folder: path && app.path });
  const before = await sandbox.control("state");
  await stranger.page.goto(server.origin + path);
  const answer = await stranger.page.evaluate(askForSession);
  assert.deepEqual([answer.status, answer.error.code, answer.error.reason], [401, "unauthorized", "visitor_unknown"]);
  assert.deepEqual((await sandbox.control("state")).instances, before.instances);
  assertNoToken(await stranger.everything());
  await stranger.close();
}

/** The messages that came to the gateway, and how often each did. */
export async function received(sandbox) {
  const { messages } = await sandbox.control("messages");
  return messages.map(({ text, count }) => [text, count]);
}

/** Looks for the token in everything that a page got. */
export function assertNoToken(text) {
  // What the relay answered is among it.
  assert.match(text, /"wawp":1/);
  const base64 = Buffer.from(accessToken).toString("base64").replace(/=+$/, "");
  for (const secret of [accessToken, base64]) assert.ok(!text.includes(secret), `the page got ${secret}`);
}

/** Sends on a page, which has nothing but this function. */
async function sendAgain({ instanceId, message, idempotencyKey }) {
  const { createClient } = await import("wawp-client");
  const wawp = await createClient({ gateway: { relay: "/wawp" } });
  return wawp.instance(instanceId).sendText(message, { idempotencyKey });
}

/** Asks the relay for a session, by hand. */
async function askForSession() {
  const headers = { "content-type": "application/json", "wawp-relay": "1" };
  const body = JSON.stringify({ call: "createSession", key: "a-stranger", name: "Mine" });
  const response = await fetch("/wawp", { method: "POST", headers, body });
  return { status: response.status, error: (await response.json()).error };
}
