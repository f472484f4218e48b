// The examples with the installed package, each on Vite's development server, where frameworks warn, and built by its own
// `npm run build`: opened, a phone is linked.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { promisify } from "node:util";
import { createServer, preview } from "vite";
import { accessToken, makeApp, root, startBrowser, startSandbox } from "../helpers.js";

const PHONE = "84933313000";
const LINKED = { text: `Linked: +${PHONE}`, creations: 1, problems: [] };

let app;
let browser;
let sandbox;
let server;
before(async () => {
  sandbox = await startSandbox();
  browser = await startBrowser();
});
afterEach(async () => {
  await server?.close();
  await app?.remove();
});
after(async () => {
  await sandbox?.stop();
  await browser?.close();
});

for (const name of ["react", "vue"]) {
  test(`${name}: a phone is linked`, async () => {
    app = await makeExample(name);
    const options = { root: app.path, logLevel: "warn" };
    const address = { host: "127.0.0.1", port: 0 };
    server = await createServer({ ...options, server: address });
    await server.listen();
    assert.deepEqual(await link(), LINKED);
    await server.close();

    await build(app.path);
    server = await preview({ ...options, preview: address });
    assert.deepEqual(await link(), LINKED);
  });
}

/** An example in a folder of its own: the package from its tarball, all else that its manifest names from the tests. */
async function makeExample(name) {
  const folder = join(root, "examples", name);
  const files = {};
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) files[entry.name] = await readFile(join(folder, entry.name), "utf8");
  }
  const { dependencies, devDependencies, ...manifest } = JSON.parse(files["package.json"]);
  const made = await makeApp({ ...files, "package.json": JSON.stringify(manifest) });
  for (const dependency of [".bin", ...Object.keys({ ...dependencies, ...devDependencies })]) {
    if (dependency !== "wawp-client") await lend(dependency, made.path);
  }
  return made;
}

async function lend(dependency, folder) {
  const place = join(folder, "node_modules", dependency);
  await mkdir(dirname(place), { recursive: true });
  await symlink(join(root, "tests", "node_modules", dependency), place, "junction");
}

async function build(folder) {
  await promisify(execFile)("npm", ["run", "build"], { cwd: folder, shell: process.platform === "win32" });
}

/** Opens the application, scans the code that it shows, and gives what it says then. */
async function link() {
  await sandbox.control("reset", {});
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  await page.goto(`${server.resolvedUrls.local[0]}?${new URLSearchParams({ gateway: sandbox.gatewayUrl, token: accessToken })}`);
  await page.locator("wawp-login img").waitFor();
  const { instances } = await sandbox.control("state");
  await sandbox.control(`instances/${instances[0].id}/scan`, { phone: PHONE });
  const text = await page.getByText("Linked: +").textContent({ timeout: 15_000 });
  await page.close();
  return { text, creations: instances.length, problems };
}
