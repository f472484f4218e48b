// What the tests of one file share: page, front, back, gateway, which is all of the way but the relay in its middle.

import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { accessToken, makeApp, startSandbox } from "../../package/helpers.js";
import { startFront } from "./front.js";
import { installed } from "./programs.js";
import { startProxy } from "./proxy.js";

/** A gateway with a linked phone, a proxy before it, a front without targets yet, and the application. */
export function useWorld() {
  const world = {};
  before(async () => {
    const [sandbox, app, back] = await Promise.all([startSandbox(), makeDashboard(), startProxy({ word: 1 })]);
    Object.assign(world, { sandbox, app, back });
    back.targets = [sandbox.origin];
    const reached = (text) => back.until(text, ({ arrivals }) => arrivals > 0);
    const front = await startFront({ folder: app.path, reached });
    const instanceId = await link(sandbox);
    let batches = 0;
    Object.assign(world, {
      front,
      gatewayUrl: `${back.origin}/api`,
      relayUrl: `${front.origin}/wawp`,
      /** What `sendAll` needs to know for a number of messages that start with these words, and have texts of their own. */
      batch: (words) => ({ front: front.origin, instanceId, words: `${words} ${(batches += 1)}` }),
      /** Lets the gateway act at once on a send, and answer so much later. */
      async slow(ms) {
        await fetch(`${sandbox.origin}/sandbox/faults`, { method: "DELETE" });
        if (ms > 0) await sandbox.control("faults", { fault: "slow_headers", call: "send", ms });
      },
    });
  });
  after(async () => {
    await world.front?.stop();
    await world.back?.stop();
    await world.sandbox?.stop();
    await world.app?.remove();
  });
  return world;
}

async function makeDashboard() {
  const app = await makeApp({});
  await cp(fileURLToPath(new URL("app", import.meta.url)), app.path, { recursive: true });
  // Two clients of Redis, for those relays that want one.
  const links = ["redis", "ioredis"].map((name) => symlink(join(installed, name), join(app.path, "node_modules", name), "dir"));
  await Promise.all(links);
  return app;
}

/** Makes an instance with a phone. */
async function link({ gatewayUrl, control }) {
  const ask = async (call, parameters) => {
    const query = new URLSearchParams({ access_token: accessToken, ...parameters });
    return (await fetch(`${gatewayUrl}/${call}?${query}`)).json();
  };
  const { instance_id } = await ask("create_instance");
  await ask("get_qrcode", { instance_id });
  await control(`instances/${instance_id}/scan`, {});
  return instance_id;
}
