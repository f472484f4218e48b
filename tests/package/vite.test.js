// The installed package in an application that Vite has built.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build, preview } from "vite";
import { accessToken, count, makeApp, startBrowser, startSandbox, visit } from "./helpers.js";
import { bundledPage, isInlined } from "./page.js";

let app;
let browser;
let sandbox;
let server;
let assets;
before(async () => {
  [app, browser, sandbox] = await Promise.all([makeApp(bundledPage), startBrowser(), startSandbox()]);
  await build({ root: app.path, logLevel: "warn" });
  const folder = join(app.path, "dist", "assets");
  const names = await readdir(folder);
  assets = await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), "latin1") })));
  server = await preview({ root: app.path, logLevel: "warn", preview: { host: "127.0.0.1", port: 0 } });
});
after(async () => {
  await server?.close();
  await sandbox?.stop();
  await browser?.close();
  await app?.remove();
});

async function open(before) {
  const query = new URLSearchParams({ origin: sandbox.origin, accessToken });
  const { result, requests } = await visit(browser, `${server.resolvedUrls.local[0]}?${query}`, { before });
  const inlined = assets.filter(({ text }) => isInlined(text)).map(({ name }) => name);
  return { result, wasm: count(requests, /\.wasm$/), inline: requests.filter((url) => inlined.some((name) => url.endsWith(name))).length };
}

test("one WebAssembly file comes out, and the inlined copy as a chunk of its own", () => {
  assert.equal(assets.filter(({ name }) => name.endsWith(".wasm")).length, 1);
  assert.equal(assets.filter(({ text }) => isInlined(text)).length, 1);
  assert.equal(assets.filter(({ name }) => name.endsWith(".js")).length, 2);
});

test("the page fetches the file once, and not the inlined copy", async () => {
  assert.deepEqual(await open(), { result: { ok: "done" }, wasm: 1, inline: 0 });
});

test("the inlined copy stands in where the file was not deployed", async () => {
  const missing = (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  assert.deepEqual(await open(missing), { result: { ok: "done" }, wasm: 1, inline: 1 });
});
