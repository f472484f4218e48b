// What the tests of loading share: an application that loads from the sources of `sources.js`, and a server that answers for
// the WebAssembly as it is told to.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { listen, makeApp, node } from "./helpers.js";
import { OTHER } from "./sources.js";

const FILE = "node_modules/wawp-client/wasm/wawp_client_bg.wasm";
const TYPES = { ".html": "text/html", ".js": "text/javascript" };
const NOT_FOUND = "<!doctype html><title>Not found</title>";

const files = {
  "sources.js": await readFile(new URL("sources.js", import.meta.url), "utf8"),
  "at.js": `export const atOf = (origin) => (query = {}) => origin + "/wasm?" + new URLSearchParams(query);\n`,
  "index.html": `<!doctype html><title>Application</title><script type="module" src="page.js"></script>\n`,
  "page.js": `import { atOf } from "./at.js";
import * as sources from "./sources.js";
const anew = (name = 0) => import(\`/\${name}/node_modules/wawp-client/entry/web.js\`);
Object.assign(globalThis, { anew, sources, at: atOf(location.origin) });
`,
  // Calls a part, and prints what comes of it.
  "run.js": `import * as wawp from "wawp-client";
import { atOf } from "./at.js";
import * as parts from "./parts.js";
import * as sources from "./sources.js";
const [part, origin, ...rest] = process.argv.slice(2);
console.log(JSON.stringify(await parts[part]({ wawp, sources, at: atOf(origin) }, ...rest)));
`,
  // Loads from each source that is named, in a thread that has not loaded yet, and prints the outcomes.
  "each.js": `import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
if (isMainThread) {
  const [origin, ...names] = process.argv.slice(2);
  const outcomes = [];
  for (const name of names) {
    outcomes.push(await new Promise((resolve, reject) => {
      new Worker(new URL(import.meta.url), { workerData: [origin, name] }).on("message", resolve).on("error", reject);
    }));
  }
  console.log(JSON.stringify(outcomes));
} else {
  const [{ atOf }, sources, wawp] = await Promise.all([import("./at.js"), import("./sources.js"), import("wawp-client")]);
  const [origin, name] = workerData;
  const [source] = await sources.make(name, atOf(origin));
  parentPort.postMessage(await sources.outcome(wawp, source));
}
`,
};

/** An application with the package installed, the files above, and functions that can be called there. */
export function makeLoadingApp(parts = {}) {
  return makeApp({ ...files, "parts.js": Object.values(parts).map((part) => `export ${part}\n`).join("") });
}

/** Where the package is loaded: in each place a part can be called, and each of several sources be loaded from. */
export const PLACES = {
  "in Node": {
    run: ({ app, origin }, part, ...rest) => runNode(app, "run.js", part.name, origin, ...rest),
    each: ({ app, origin }, names) => runNode(app, "each.js", origin, ...names),
  },
  "on a page": {
    run: ({ browser, origin }, part, ...rest) =>
      onPage(browser, origin, (page) =>
        page.evaluate(`anew().then((wawp) => (${part})({ wawp, sources, at }, ...${JSON.stringify(rest)}))`),
      ),
    each: ({ browser, origin }, names) =>
      onPage(browser, origin, (page) =>
        page.evaluate(async (names) => {
          const outcomes = [];
          for (const [index, name] of names.entries()) {
            const wawp = await anew(index);
            const [source] = await sources.make(name, at);
            outcomes.push(await sources.outcome(wawp, source));
          }
          return outcomes;
        }, names),
      ),
  },
};

async function runNode(app, ...words) {
  return JSON.parse(await node(app.path, ["--unhandled-rejections=strict", ...words]));
}

/** Opens the application's page, which has not imported the package yet, for a task. */
export async function onPage(browser, origin, task) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`${origin}/index.html`);
    await page.waitForFunction(() => globalThis.anew);
    const result = await task(page);
    assert.deepEqual(problems, []);
    return result;
  } finally {
    await context.close();
  }
}

/**
 * Serves an application's files, each also below a number, where a page finds modules that it has not imported yet. The
 * WebAssembly is at `/wasm` too, where the query says how it is answered; `own` says it for the package's own file. Half a
 * file is followed by the other when somebody asks for `/release`.
 */
export async function serveLoading(folder, { headers = {}, own = {} } = {}) {
  const wasm = await readFile(join(folder, FILE));
  const half = wasm.length / 2;
  const asked = [];
  const left = [];
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const bodies = {
    file: (response) => response.end(wasm),
    half: (response) => response.end(wasm.subarray(0, half)),
    empty: (response) => response.end(),
    page: (response) => response.end(NOT_FOUND),
    other: (response) => response.end(OTHER),
    silent: () => {},
    dropped: (response) => response.destroy(),
    broken: (response) => response.write(wasm.subarray(0, half), () => response.destroy()),
    async halves(response) {
      response.write(wasm.subarray(0, half));
      await released;
      response.end(wasm.subarray(half));
    },
  };
  function answer(response, { type = "application/wasm", status = 200, body = "file", cors, corp }) {
    response.statusCode = status;
    if (type) response.setHeader("content-type", type);
    if (cors) response.setHeader("access-control-allow-origin", "*");
    if (corp) response.setHeader("cross-origin-resource-policy", "cross-origin");
    response.on("close", () => response.writableFinished || left.push(body));
    bodies[body](response);
  }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const path = pathname.replace(/^\/\d+\//, "/");
    asked.push(path);
    response.setHeaders(new Map(Object.entries(headers)));
    if (path === "/wasm") answer(response, Object.fromEntries(searchParams));
    else if (path === `/${FILE}`) answer(response, own);
    else if (path === "/release") response.end("", release);
    else {
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      const body = await readFile(join(folder, decodeURIComponent(path))).catch(() => undefined);
      if (body) response.writeHead(200, { "content-type": type }).end(body);
      else response.writeHead(404, { "content-type": "text/html" }).end(NOT_FOUND);
    }
  });
  return {
    ...(await listen(server)),
    own,
    /** How often the file was asked for, and its inlined copy; and what nobody waited for to its end. */
    seen: () => ({
      wasm: asked.filter((path) => path === "/wasm" || path.endsWith(".wasm")).length,
      inline: asked.filter((path) => path.includes("inline")).length,
      left,
    }),
  };
}
