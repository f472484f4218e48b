// The installed package with the other bundlers, and with Vite's development server.

import assert from "node:assert/strict";
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { after, before, beforeEach, afterEach, test } from "node:test";
import * as esbuild from "esbuild";
import { createServer } from "vite";
import webpack from "webpack";
import { accessToken, count, makeApp, serve, startBrowser, startSandbox, visit } from "../helpers.js";
import { bundledPage } from "../page.js";

let app;
let browser;
let sandbox;
let server;
before(async () => {
  [browser, sandbox] = await Promise.all([startBrowser(), startSandbox()]);
});
beforeEach(async () => {
  app = await makeApp(bundledPage);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await app?.remove();
});
after(async () => {
  await sandbox?.stop();
  await browser?.close();
});

/** Serves what a bundler has made. */
async function serveOutput() {
  await cp(join(app.path, "index.html"), join(app.path, "dist", "index.html"));
  server = await serve(join(app.path, "dist"));
  return `${server.origin}/index.html`;
}

async function open(url) {
  const { result, requests } = await visit(browser, `${url}?${new URLSearchParams({ origin: sandbox.origin, accessToken })}`);
  assert.deepEqual(result, { ok: "done" });
  return { wasm: count(requests, /\.wasm$/), scripts: count(requests, /\.js$/) };
}

test("Vite's development server", async () => {
  const vite = await createServer({ root: app.path, logLevel: "warn", server: { host: "127.0.0.1", port: 0 } });
  server = { stop: () => vite.close() };
  await vite.listen();
  const { wasm } = await open(vite.resolvedUrls.local[0]);
  assert.equal(wasm, 1);
});

test("webpack, without configuration", async () => {
  const compiler = webpack({
    context: app.path,
    entry: "./main.js",
    mode: "production",
    output: { path: join(app.path, "dist"), publicPath: "/" },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  await promisify(compiler.close.bind(compiler))();
  assert.deepEqual(stats.toJson().errors, []);
  const files = await readdir(join(app.path, "dist"));
  assert.equal(files.filter((name) => name.endsWith(".wasm")).length, 1);
  assert.deepEqual(await open(await serveOutput()), { wasm: 1, scripts: 1 });
});

test("esbuild, which does not copy the file: the inlined copy stands in", async () => {
  const options = { absWorkingDir: app.path, entryPoints: ["main.js"], outdir: "dist", bundle: true, format: "esm" };
  await esbuild.build({ ...options, splitting: true, minify: true });
  const { wasm, scripts } = await open(await serveOutput());
  assert.deepEqual([wasm, scripts >= 2], [1, true]);
});

test("esbuild, into one script", async () => {
  const options = { absWorkingDir: app.path, entryPoints: ["main.js"], outdir: "dist", bundle: true, format: "iife" };
  await esbuild.build({ ...options, logOverride: { "empty-import-meta": "silent" } });
  assert.deepEqual(await open(await serveOutput()), { wasm: 0, scripts: 1 });
});
