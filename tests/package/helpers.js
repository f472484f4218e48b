// What the tests of the installed package share: a sandbox gateway, the package as npm installs it, a browser, a server
// of plain files. Each thing stops what it started.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { delimiter, extname, join } from "node:path";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const execute = promisify(execFile);

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const accessToken = "sandbox-token";

/** Starts a sandbox gateway on a free port. */
export async function startSandbox(options = []) {
  const built = process.env.WAWP_SANDBOX;
  const [program, ...words] = built ? [built] : ["cargo", "run", "--quiet", "--package", "sandbox", "--"];
  const running = spawn(program, [...words, "--port", "0", ...options], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: running.stdout });
  const ended = once(running, "exit").then(([code]) => Promise.reject(new Error(`the sandbox ended (${code})`)));
  ended.catch(() => {});
  const [line] = await Promise.race([once(lines, "line"), ended]);
  const origin = line.replace("sandbox listening on ", "");
  return {
    origin,
    gatewayUrl: `${origin}/api`,
    /** Calls one of the sandbox's own routes. */
    async control(path, body) {
      const response = await fetch(`${origin}/sandbox/${path}`, body && { method: "POST", ...json(body) });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async stop() {
      if (running.exitCode === null && running.kill()) await once(running, "exit");
    },
  };
}

/** A folder of its own for one application. */
export async function makeFolder() {
  const path = await mkdtemp(join(tmpdir(), "wawp-package-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Packs the package as `npm publish` would, and tells where the tarball is. */
export async function pack(into) {
  const { stdout } = await npm(["pack", join(root, "pkg"), "--json", "--pack-destination", into], into);
  const [{ filename, files }] = JSON.parse(stdout);
  return { tarball: join(into, filename), files: files.map(({ path }) => path) };
}

/** An application that has the package installed from its tarball, and the flow of `flow.js` beside its own files. */
export async function makeApp(files) {
  const folder = await makeFolder();
  const { tarball } = await pack(folder.path);
  const manifest = { private: true, type: "module" };
  await writeFiles(folder.path, { "package.json": JSON.stringify(manifest), ...files });
  await cp(new URL("flow.js", import.meta.url), join(folder.path, "flow.js"));
  await npm(["install", "--offline", "--no-package-lock", tarball], folder.path);
  return folder;
}

/** Writes files by name, folders as needed. */
export async function writeFiles(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Runs Node in a folder and gives what it printed. */
export async function node(folder, words, env = {}) {
  const { stdout } = await execute(process.execPath, words, {
    cwd: folder,
    env: { ...process.env, ...env },
    timeout: 120_000,
  });
  return stdout;
}

function npm(words, cwd) {
  const windows = process.platform === "win32";
  return execute(windows ? "npm.cmd" : "npm", [...words, "--no-audit", "--no-fund"], { cwd, shell: windows });
}

/** Which Chromium is started, and how. */
export const browserOptions = {
  executablePath: process.env.CHROME_PATH ?? findBrowser(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
};

/** Starts headless Chromium. */
export function startBrowser() {
  return chromium.launch(browserOptions);
}

function findBrowser() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const places = process.env.PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find((place) => existsSync(place));
}

/** Opens a page that reports a flow, and gives its result and every address that it asked for. */
export async function visit(browser, url, { before = async () => {} } = {}) {
  const page = await browser.newPage();
  try {
    const requests = [];
    const said = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => said.push(String(error)));
    await before(page);
    const result = new Promise((resolve, reject) => {
      page.on("console", (message) => {
        const [, report] = message.text().match(/^flow: (.*)$/s) ?? [];
        if (report === undefined) said.push(message.text());
        else resolve(JSON.parse(report));
      });
      setTimeout(() => reject(new Error(`the page reported nothing: ${said.join("; ")}`)), 60_000).unref();
    });
    await page.goto(url);
    return { result: await result, requests };
  } finally {
    await page.close();
  }
}

/** How often a kind of file was asked for. */
export function count(requests, pattern) {
  return requests.filter((url) => pattern.test(new URL(url).pathname)).length;
}

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

/** Serves a folder's files, with the headers given, and keeps the paths that it was asked for. */
export async function serve(folder, headers = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    asked.push(path);
    try {
      const body = await readFile(join(folder, path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", ...headers }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html><title>Not found</title>");
    }
  });
  return { ...(await listen(server)), asked };
}

/** Lets a server listen on a free port, and tells where. */
export async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function json(body) {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
