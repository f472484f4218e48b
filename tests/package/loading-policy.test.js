// What a content security policy has to allow, and that it needs all of it; and the WebAssembly at another origin.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, startSandbox } from "./helpers.js";
import { PLACES, makeLoadingApp, serveLoading } from "./loading.js";

const { run } = PLACES["on a page"];
let app;
let browser;
let sandbox;
let elsewhere;
before(async () => {
  [app, browser, sandbox] = await Promise.all([makeLoadingApp(), startBrowser(), startSandbox()]);
  elsewhere = await serveLoading(app.path);
});
after(async () => {
  await elsewhere?.stop();
  await sandbox?.stop();
  await browser?.close();
  await app?.remove();
});

/** Loads, makes a call, and tells how each went and what the policy objected to. It runs on a page. */
async function use({ wawp, at }, { gateway, source, entry }) {
  const violations = [];
  const note = ({ effectiveDirective, blockedURI }) => violations.push(`${effectiveDirective} ${blockedURI.split("/").at(-1)}`);
  document.addEventListener("securitypolicyviolation", note);
  const { createClient, init } = entry ? await import(entry) : wawp;
  const result = {};
  try {
    await init(source);
    const client = await createClient({ accessToken: () => "wrong", gateway: { baseUrl: `${gateway}/api` } });
    result.call = await client.instance("I").status({ maxRetries: 0 }).catch(({ code }) => code);
  } catch ({ code, message }) {
    Object.assign(result, { code, message });
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { ...result, violations: [...new Set(violations)] };
}

/** Opens a page under a policy, and tells what its server was asked for as well. */
async function under(policy, { headers, ...rest } = {}) {
  const server = await serveLoading(app.path, { headers: { "content-security-policy": policy, ...headers } });
  try {
    const world = { browser, origin: server.origin };
    const result = await run(world, use, { gateway: sandbox.origin, ...rest });
    const { wasm, inline } = server.seen();
    return { ...result, wasm, inline };
  } finally {
    await server.stop();
  }
}

/** The policy that README names, or one that says something else in its place. */
function policyOf({ script = "'self' 'wasm-unsafe-eval'", connect = `'self' ${sandbox.origin}`, more = "" } = {}) {
  return `default-src 'none'; script-src ${script}; connect-src ${connect}; ${more}`;
}

const CALLED = { call: "unauthorized", violations: [], wasm: 1, inline: 0 };

test("the policy that README names is enough", async () => {
  assert.deepEqual(await under(policyOf()), CALLED);
});

test("with Trusted Types too", async () => {
  assert.deepEqual(await under(policyOf({ more: "require-trusted-types-for 'script'; trusted-types 'none'" })), CALLED);
});

test("without 'wasm-unsafe-eval' nothing loads, and the error names it", async () => {
  const { message, ...rest } = await under(policyOf({ script: "'self'" }));
  assert.deepEqual(rest, { code: "load_failed", violations: ["script-src wasm-eval"], wasm: 1, inline: 1 });
  assert.match(message, /must allow 'wasm-unsafe-eval'/);
});

test("where the file may not be fetched the inlined copy stands in, and the browser reports a violation", async () => {
  const violations = ["connect-src wawp_client_bg.wasm"];
  assert.deepEqual(await under(policyOf({ connect: sandbox.origin })), { ...CALLED, violations, wasm: 0, inline: 1 });
});

test("where the gateway may not be called, calls fail", async () => {
  const { violations, ...rest } = await under(policyOf({ connect: "'self'" }));
  assert.deepEqual(rest, { call: "network", wasm: 1, inline: 0 });
  assert.match(violations.join(), /^connect-src reconnect/);
});

// The same server, which is another origin by this name.
const cdn = () => elsewhere.origin.replace("127.0.0.1", "localhost");
const withCdn = () => policyOf({ connect: `${sandbox.origin} ${cdn()}` });
const LOADED_ELSEWHERE = { ...CALLED, wasm: 0 };

test("a file at another origin", async () => {
  assert.deepEqual(await under(withCdn(), { source: `${cdn()}/wasm?cors=yes` }), LOADED_ELSEWHERE);
});

test("a file at another origin, on a page that is isolated", async () => {
  const headers = { "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" };
  assert.deepEqual(await under(withCdn(), { source: `${cdn()}/wasm?cors=yes`, headers }), LOADED_ELSEWHERE);
});

for (const query of ["", "corp=yes"]) {
  test(`a file at another origin that sends no CORS headers ${query && "but CORP"}`, async () => {
    const { message, ...rest } = await under(withCdn(), { source: `${cdn()}/wasm?${query}` });
    assert.deepEqual(rest, { code: "load_failed", violations: [], wasm: 0, inline: 0 });
    assert.match(message, /\(TypeError: Failed to fetch\)/);
  });
}

test("a file at another origin that the policy does not name", async () => {
  const { message, ...rest } = await under(policyOf(), { source: `${cdn()}/wasm?cors=yes` });
  assert.deepEqual(rest, { code: "load_failed", violations: ["connect-src wasm?cors=yes"], wasm: 0, inline: 0 });
  assert.match(message, /connect-src/);
});

test("all of the package at another origin", async () => {
  const host = await serveLoading(app.path, { headers: { "access-control-allow-origin": "*" } });
  try {
    const cdn = host.origin.replace("127.0.0.1", "localhost");
    const policy = policyOf({ script: `'self' ${cdn} 'wasm-unsafe-eval'`, connect: `${sandbox.origin} ${cdn}` });
    const entry = `${cdn}/node_modules/wawp-client/entry/web.js`;
    assert.deepEqual(await under(policy, { entry }), LOADED_ELSEWHERE);
    assert.deepEqual(host.seen(), { wasm: 1, inline: 0, left: [] });
  } finally {
    await host.stop();
  }
});
