// Every example of the README, run as it stands: each ```js block whose first line is `// example: NAME`, in Node, and each
// ```html block whose first line is `<!-- example: NAME -->`, in a browser, and the service worker. The files of dashboards are
// run by `full/dashboards`.

import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { DASHBOARDS, filesOfReadme } from "./full/dashboards/examples.js";
import { accessToken, makeApp, node, root, serve, startBrowser, startSandbox, writeFiles } from "./helpers.js";

const readme = await readFile(join(root, "README.md"), "utf8");
const examplesOf = (pattern) => [...readme.matchAll(pattern)].map(([, name, code]) => ({ name, code }));
const examples = examplesOf(/^```js\n\/\/ example: (.+)\n([^]*?)^```$/gm);
const pages = examplesOf(/^```html\n<!-- example: (.+) -->\n([^]*?)^```$/gm);
const workers = examplesOf(/^```js\n\/\/ service worker: (.+)\n([^]*?)^```$/gm);

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
  assert.notEqual(pages.length, 0);
  assert.notEqual(workers.length, 0);
});

test("the README has no code that is not run", async () => {
  const files = Object.keys(await filesOfReadme());
  const run = new Set(Object.values(DASHBOARDS).flatMap(({ files }) => files));
  assert.deepEqual(files.toSorted(), [...run].toSorted());
  const blocks = [...readme.matchAll(/^```(?!sh$)\w+$/gm)];
  assert.equal(blocks.length, examples.length + pages.length + workers.length + files.length);
});

for (const { name, code } of examples) {
  test(`the README's example: ${name}`, async () => {
    await writeFiles(app.path, { "example.js": code });
    const globals = pathToFileURL(join(app.path, "globals.js")).href;
    const env = { WAWP_ORIGIN: sandbox.origin, WAWP_TOKEN: accessToken, WAWP_INSTANCE: instanceId };
    await node(app.path, ["--unhandled-rejections=strict", "--import", globals, "example.js"], env);
  });
}

for (const { name, code } of pages) {
  test(`the README's page: ${name}`, async () => {
    const entry = (file) => `./node_modules/wawp-client/entry/${file}.js`;
    const imports = { "wawp-client": entry("web"), "wawp-client/login-element": entry("login-element") };
    const settings = `globalThis.accessToken = "${accessToken}"; globalThis.gatewayUrl = "${sandbox.gatewayUrl}";`;
    await writeFiles(app.path, {
      "page.html":
        `<!doctype html><title>Example</title><script type="importmap">${JSON.stringify({ imports })}</script>` +
        `<script>${settings}</script>${code}`,
    });
    const [browser, server] = await Promise.all([startBrowser(), serve(app.path)]);
    try {
      const page = await browser.newPage();
      const said = page.waitForEvent("console", { predicate: (message) => message.type() === "log", timeout: 30_000 });
      await page.goto(`${server.origin}/page.html`);
      assert.match((await said).text(), /^[0-9A-F]+ \d+$/);
    } finally {
      await server.stop();
      await browser.close();
    }
  });
}

for (const { name, code } of workers) {
  test(`the README's service worker: ${name}`, async () => {
    const settings = { accessToken, gatewayUrl: sandbox.gatewayUrl, instanceId };
    await writeFiles(app.path, {
      "worker-source.js": `const { accessToken, gatewayUrl, instanceId } = ${JSON.stringify(settings)};\n${code}`,
      "worker.html": "<!doctype html><title>Example</title>",
    });
    // It leaves the file behind.
    await build({ absWorkingDir: app.path, entryPoints: ["worker-source.js"], outfile: "worker.js", bundle: true, format: "esm" });
    await cp(join(app.path, "node_modules/wawp-client/wasm/wawp_client_bg.wasm"), join(app.path, "wawp_client_bg.wasm"));
    const [browser, server] = await Promise.all([startBrowser(), serve(app.path)]);
    try {
      const page = await browser.newPage();
      await page.goto(`${server.origin}/worker.html`);
      const sent = await page.evaluate(async (message) => {
        const { serviceWorker } = navigator;
        const answer = new Promise((resolve) => (serviceWorker.onmessage = ({ data }) => resolve(data)));
        await serviceWorker.register("worker.js", { type: "module" });
        (await serviceWorker.ready).active.postMessage(message);
        return answer;
      }, { to: "+84 933 313 000", text: "hello" });
      assert.deepEqual([sent.state, sent.to], ["sent", "84933313000"]);
    } finally {
      await server.stop();
      await browser.close();
    }
  });
}
