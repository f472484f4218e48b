// Every example of the README, run as it stands: each ```js block whose first line is `// example: NAME`.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { accessToken, makeApp, node, root, startSandbox, writeFiles } from "./helpers.js";

const readme = await readFile(join(root, "README.md"), "utf8");
const examples = [...readme.matchAll(/^```js\n\/\/ example: (.+)\n([^]*?)^```$/gm)].map(([, name, code]) => ({ name, code }));

// What an example may use without saying where it comes from. Wawp's own addresses lead to the sandbox.
const globals = `
const { WAWP_ORIGIN: origin, WAWP_TOKEN: accessToken, WAWP_INSTANCE: instanceId } = process.env;
const send = globalThis.fetch;
const here = (url) => url.replace(/^https:\\/\\/(app\\.)?wawp\\.net\\//, origin + "/wawp/");
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  return here(url) === url ? send(input, init) : send(new Request(here(url), input instanceof Request ? input : init), init);
};
Object.assign(globalThis, { accessToken, instanceId, gatewayUrl: origin + "/api", img: {} });
`;

let app;
let sandbox;
let instanceId;
let phone = 84987600002;
let scanning;
before(async () => {
  [app, sandbox] = await Promise.all([makeApp({ "globals.js": globals }), startSandbox()]);
  instanceId = await link();
  scanning = setInterval(() => void scan().catch(() => {}), 250);
});
after(async () => {
  clearInterval(scanning);
  await sandbox?.stop();
  await app?.remove();
});

/** Somebody with many phones: scans every code that is shown. A phone that is linked twice would end the first link. */
async function scan() {
  const { instances } = await sandbox.control("state");
  for (const { id, state } of instances) {
    if (state === "scan") await sandbox.control(`instances/${id}/scan`, { phone: String(phone++) });
  }
}

/** An instance that is linked already. */
async function link() {
  const call = async (path) => (await fetch(`${sandbox.gatewayUrl}/${path}access_token=${accessToken}`)).json();
  const { instance_id } = await call("create_instance?");
  await call(`get_qrcode?instance_id=${instance_id}&`);
  await sandbox.control(`instances/${instance_id}/scan`, {});
  return instance_id;
}

test("the README has examples", () => {
  assert.notEqual(examples.length, 0);
});

for (const { name, code } of examples) {
  test(`the README's example: ${name}`, async () => {
    await writeFiles(app.path, { "example.js": code });
    const globals = pathToFileURL(join(app.path, "globals.js")).href;
    const env = { WAWP_ORIGIN: sandbox.origin, WAWP_TOKEN: accessToken, WAWP_INSTANCE: instanceId };
    await node(app.path, ["--unhandled-rejections=strict", "--import", globals, "example.js"], env);
  });
}
