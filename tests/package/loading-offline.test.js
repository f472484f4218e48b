// Service workers: one that keeps a page's files for when there is no network, and ones that load the WebAssembly themselves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, writeFiles } from "./helpers.js";
import { makeLoadingApp, serveLoading } from "./loading.js";

const PACKAGE = "/node_modules/wawp-client";

const files = {
  "offline.html": `<!doctype html><title>Application</title><script type="module" src="offline.js"></script>\n`,
  "offline.js": `import { createClient } from "${PACKAGE}/entry/web.js";
const { serviceWorker } = navigator;
await serviceWorker.register("keeper.js");
await serviceWorker.ready;
const client = await createClient({ accessToken: () => "" });
document.title = typeof client.createSession;
`,
  // Keeps all that the page needs.
  "keeper.js": `const files = [
  "/offline.html",
  "/offline.js",
  ...["entry/web.js", "entry/client.js", "entry/engine.js", "entry/error.js", "wasm/wawp_client.js", "wasm/wawp_client_bg.wasm"].map(
    (file) => "${PACKAGE}/" + file,
  ),
];
addEventListener("install", (event) => event.waitUntil(caches.open("v1").then((cache) => cache.addAll(files))));
addEventListener("fetch", (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))));
`,
  "worker.html": `<!doctype html><title>Application</title>\n`,
  // Loads as the page asks it to.
  "worker.js": `import * as wawp from "${PACKAGE}/entry/web.js";
import { outcome } from "./sources.js";
const sources = {
  own: () => undefined,
  address: () => "${PACKAGE}/wasm/wawp_client_bg.wasm",
  cached: async () => {
    const cache = await caches.open("v1");
    await cache.add(sources.address());
    return cache.match(sources.address());
  },
};
addEventListener("message", ({ data, ports: [port] }) => {
  void outcome(wawp, sources[data]()).then((result) => port.postMessage(result));
});
`,
};

let app;
let browser;
before(async () => {
  [app, browser] = await Promise.all([makeLoadingApp(), startBrowser()]);
  await writeFiles(app.path, files);
});
after(async () => {
  await browser?.close();
  await app?.remove();
});

/** Does something with a page of a server of its own. */
async function served(own, task) {
  const server = await serveLoading(app.path, { own });
  const context = await browser.newContext();
  try {
    return await task(await context.newPage(), server);
  } finally {
    await context.close();
    await server.stop();
  }
}

/** Has a service worker load from a source, and tells what came of it. */
function load(source, own) {
  return served(own, async (page, server) => {
    await page.goto(`${server.origin}/worker.html`);
    const outcome = await page.evaluate(async (source) => {
      const { serviceWorker } = navigator;
      await serviceWorker.register("worker.js", { type: "module" });
      const { active } = await serviceWorker.ready;
      const { port1, port2 } = new MessageChannel();
      active.postMessage(source, [port2]);
      return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    }, source);
    const { wasm, inline } = server.seen();
    return { outcome, wasm, inline };
  });
}

const LOADED = { outcome: { loaded: "undefined", client: "function" }, wasm: 1, inline: 0 };

test("a page whose service worker keeps the files works offline", () =>
  served({}, async (page, server) => {
    const opened = async () => {
      await page.waitForFunction(() => document.title !== "Application");
      return page.title();
    };
    await page.goto(`${server.origin}/offline.html`);
    assert.equal(await opened(), "function");
    await server.stop();
    await page.reload();
    assert.equal(await opened(), "function");
  }));

test("a service worker loads the package's own file", async () => {
  assert.deepEqual(await load("own"), LOADED);
});

test("a service worker loads from an address", async () => {
  assert.deepEqual(await load("address"), LOADED);
});

test("a service worker loads from its cache", async () => {
  assert.deepEqual(await load("cached"), LOADED);
});

test("a service worker may not import the inlined copy, and is told of init", async () => {
  const { outcome, ...seen } = await load("own", { status: 404, type: "text/html", body: "page" });
  assert.deepEqual(seen, { wasm: 1, inline: 0 });
  assert.equal(outcome.code, "load_failed");
  assert.match(outcome.message, /HTTP 404 .* import\(\) is disallowed on ServiceWorkerGlobalScope.* init\(source\)/);
});
