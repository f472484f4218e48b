// The tables of `tests/cases` against the package, in Node and in a browser: what a call ends in is the same in both.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import * as pkg from "../../pkg/entry/node.js";
import { makeApp, serve, startBrowser, visit } from "./helpers.js";
import { runRetryAfter, runVectors } from "./vectors.js";

const read = (path) => readFile(new URL(path, import.meta.url), "utf8");
const [vectors, classification, retryAfter] = await Promise.all([
  read("vectors.js"),
  read("../cases/classification.json"),
  read("../cases/retry-after.json"),
]);
const files = {
  "vectors.js": vectors,
  "classification.json": classification,
  "retry-after.json": retryAfter,
  "index.html": `<!doctype html><title>Application</title><script type="module" src="main.js"></script>\n`,
  "main.js":
    `import * as pkg from "./node_modules/wawp-client/entry/web.js";\n` +
    `import { runRetryAfter, runVectors } from "./vectors.js";\n` +
    `const rows = async (name) => (await fetch(name)).json();\n` +
    `const differences = await runVectors(pkg, await rows("classification.json"));\n` +
    `differences.push(...(await runRetryAfter(pkg, await rows("retry-after.json"))));\n` +
    `console.log("flow: " + JSON.stringify(differences));\n`,
};

let app;
let browser;
let server;
before(async () => {
  [app, browser] = await Promise.all([makeApp(files), startBrowser()]);
  server = await serve(app.path);
});
after(async () => {
  await server?.stop();
  await browser?.close();
  await app?.remove();
});

test("what a call ends in, in Node", async () => {
  const differences = await runVectors(pkg, JSON.parse(classification));
  assert.equal(differences.join("\n"), "");
});

test("how long to wait, in Node", async () => {
  const differences = await runRetryAfter(pkg, JSON.parse(retryAfter));
  assert.equal(differences.join("\n"), "");
});

test("what a call ends in and how long to wait, in a browser", async () => {
  const { result } = await visit(browser, `${server.origin}/index.html`);
  assert.equal(result.join("\n"), "");
});
