// The installed package on a plain page, without any bundler, under a strict content security policy.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessToken, count, makeApp, serve, startBrowser, startSandbox, visit, writeFiles } from "./helpers.js";

const ENTRY = "./node_modules/wawp-client/entry/web.js";
const report = `(ok) => console.log("flow: " + JSON.stringify({ ok })), (error) => console.log("flow: " + JSON.stringify({ failed: String(error.stack) }))`;
const page = (script) => `<!doctype html><title>Application</title><script type="module" src="${script}"></script>\n`;
const files = {
  "index.html": page("main.js"),
  "main.js":
    `import * as wawp from "${ENTRY}";\nimport { flow } from "./flow.js";\n` +
    `flow(wawp, Object.fromEntries(new URL(location.href).searchParams)).then(${report});\n`,
  "worker.html": page("start.js"),
  "start.js": `new Worker("main.js" + location.search, { type: "module" });\n`,
  "retry.html": page("retry.js"),
  "retry.js":
    `import { createClient } from "${ENTRY}";\nconst create = () => createClient({ accessToken: () => "" });\n` +
    `const { name, code, delivery, retryable, attempts, message, cause } = await create().catch((error) => error);\n` +
    `await fetch("healed");\nconst again = typeof (await create()).createSession;\n` +
    `console.log("flow: " + JSON.stringify({ name, code, delivery, retryable, attempts, message, cause: String(cause), again }));\n`,
};
const HTML = { status: 200, contentType: "text/html", body: "<!doctype html><title>Application</title>" };

let app;
let browser;
let sandbox;
let server;
before(async () => {
  [app, browser, sandbox] = await Promise.all([makeApp(files), startBrowser(), startSandbox()]);
  server = await serve(app.path, {
    "content-security-policy":
      `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${sandbox.origin}; base-uri 'none'`,
  });
});
after(async () => {
  await server?.stop();
  await sandbox?.stop();
  await browser?.close();
  await app?.remove();
});

/** Opens a page, with what its server does in place of answering some file. */
async function open(name, { routes = {} } = {}) {
  const query = new URLSearchParams({ origin: sandbox.origin, accessToken });
  const before = async (page) => {
    for (const [pattern, handler] of Object.entries(routes)) await page.route(pattern, handler);
  };
  const { result, requests } = await visit(browser, `${server.origin}/${name}?${query}`, { before });
  return { result, wasm: count(requests, /\.wasm$/), inline: count(requests, /inline/) };
}

test("a page fetches the file once, and not the inlined copy", async () => {
  assert.deepEqual(await open("index.html"), { result: { ok: "done" }, wasm: 1, inline: 0 });
});

test("a module worker", async () => {
  const { result, inline } = await open("worker.html");
  assert.deepEqual([result, inline], [{ ok: "done" }, 0]);
});

test("a server that knows no type for the file", async () => {
  const untyped = async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { "content-type": "application/octet-stream" } });
  };
  assert.deepEqual(await open("index.html", { routes: { "**/*.wasm": untyped } }), { result: { ok: "done" }, wasm: 1, inline: 0 });
});

test("the inlined copy stands in where the file is not found", async () => {
  const missing = (route) => route.fulfill({ ...HTML, status: 404 });
  assert.deepEqual(await open("index.html", { routes: { "**/*.wasm": missing } }), { result: { ok: "done" }, wasm: 1, inline: 1 });
});

test("the inlined copy stands in where a page is served in place of the file", async () => {
  const anyPage = (route) => route.fulfill(HTML);
  assert.deepEqual(await open("index.html", { routes: { "**/*.wasm": anyPage } }), { result: { ok: "done" }, wasm: 1, inline: 1 });
});

test("a load that failed can be tried again", async () => {
  let healed = false;
  const down = (route) => (healed ? route.continue() : route.abort());
  const routes = {
    "**/*.wasm": down,
    "**/wawp_client_inline.js": down,
    "**/healed": (route) => {
      healed = true;
      return route.fulfill({ body: "" });
    },
  };
  const { result } = await open("retry.html", { routes });
  const { message, cause, ...rest } = result;
  assert.deepEqual(rest, {
    name: "WawpError",
    code: "load_failed",
    delivery: "not_sent",
    retryable: true,
    attempts: 0,
    again: "function",
  });
  assert.match(cause, /^TypeError/);
  assert.match(message, /could not be loaded/);
});

test("a policy without 'wasm-unsafe-eval' is named in the error", async () => {
  const strict = await serve(app.path, { "content-security-policy": "default-src 'self'" });
  try {
    const { result } = await visit(browser, `${strict.origin}/index.html?origin=${strict.origin}`);
    assert.match(result.failed, /could not be loaded.*wasm-unsafe-eval/s);
  } finally {
    await strict.stop();
  }
});
