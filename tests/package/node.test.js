// The installed package in Node.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessToken, makeApp, node, startSandbox } from "./helpers.js";

const run = `flow(wawp, { origin: process.argv[2], accessToken: process.argv[3] }).then(console.log)`;
const files = {
  "module.js": `import * as wawp from "wawp-client";\nimport { flow } from "./flow.js";\n${run};\n`,
  "script.cjs": `const wawp = require("wawp-client");\nconst { flow } = require("./flow.js");\n${run};\n`,
  "idle.js":
    `const before = process.getActiveResourcesInfo().length;\nawait import("wawp-client");\n` +
    `console.log(process.getActiveResourcesInfo().length - before);\n`,
};

let app;
let sandbox;
before(async () => {
  [app, sandbox] = await Promise.all([makeApp(files), startSandbox()]);
});
after(async () => {
  await sandbox?.stop();
  await app?.remove();
});

const runs = (file) => node(app.path, ["--unhandled-rejections=strict", file, sandbox.origin, accessToken]);

test("an ES module imports it", async () => {
  assert.equal(await runs("module.js"), "done\n");
});

test("a CommonJS script requires it", async () => {
  assert.equal(await runs("script.cjs"), "done\n");
});

test("importing it starts nothing", async () => {
  assert.equal(await node(app.path, ["idle.js"]), "0\n");
});

test("the inlined copy stands in for a file that was not copied", async () => {
  await rm(join(app.path, "node_modules", "wawp-client", "wasm", "wawp_client_bg.wasm"));
  assert.equal(await runs("module.js"), "done\n");
});
