// What an import costs: nothing runs, and bundlers keep only what is used.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import resolve from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import { makeApp, node, serve, startBrowser, visit, writeFiles } from "./helpers.js";

const ENTRIES = ["web.js", "node.js", "workerd.js", "login-element.js", "relay/index.js", "relay/workerd.js"];
const NOTHING = { names: ["WawpError", "createClient", "init", "isWawpError"], calls: [] };

/** Imports an entry, and reports what that called. */
const watching = (entry) => `const calls = [];
const { setTimeout } = globalThis;
function watch(object, ...names) {
  for (const name of names.filter((name) => object[name])) {
    const note = (how) => (what, ...rest) => (calls.push(name), Reflect[how](what, ...rest));
    object[name] = new Proxy(object[name], { apply: note("apply"), construct: note("construct") });
  }
}
watch(globalThis, "fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "Worker", "XMLHttpRequest", "atob");
watch(WebAssembly, "compile", "compileStreaming", "instantiate", "instantiateStreaming", "Module", "Instance", "Memory");
const names = Object.keys(await import("${entry}")).sort();
await new Promise((resolve) => setTimeout(resolve, 50));
console.log("flow: " + JSON.stringify({ names, calls }));
`;

let app;
before(async () => {
  app = await makeApp({
    "idle.html": `<!doctype html><title>Application</title><script type="module" src="idle-page.js"></script>\n`,
    "idle-page.js": watching("./node_modules/wawp-client/entry/web.js"),
    "idle.js": watching("wawp-client"),
  });
});
after(() => app?.remove());

test("importing it calls nothing in Node", async () => {
  assert.equal(await node(app.path, ["idle.js"]), `flow: ${JSON.stringify(NOTHING)}\n`);
});

test("importing it calls and fetches nothing on a page", async () => {
  const [browser, server] = await Promise.all([startBrowser(), serve(app.path)]);
  try {
    const { result, requests } = await visit(browser, `${server.origin}/idle.html`);
    assert.deepEqual(result, NOTHING);
    const fetched = requests.map((url) => url.split("/").at(-1)).filter((name) => name !== "favicon.ico");
    const modules = ["idle-page.js", "web.js", "client.js", "engine.js", "error.js", "wawp_client.js"];
    assert.deepEqual(fetched.toSorted(), ["idle.html", ...modules].toSorted());
  } finally {
    await server.stop();
    await browser.close();
  }
});

for (const entry of ENTRIES) {
  test(`${entry} has no await at its top level`, async () => {
    // What is no module can't have one, and esbuild says so.
    await esbuild.build({
      entryPoints: [join(app.path, "node_modules/wawp-client/entry", entry)],
      bundle: true,
      format: "cjs",
      platform: "node",
      write: false,
      logLevel: "silent",
      loader: { ".wasm": "empty" },
    });
  });
}

/** What each bundler makes of a file: the page's script, and the names of all other files that come out. */
const BUNDLERS = {
  esbuild: (file) => byEsbuild(file, {}),
  "esbuild, which splits": (file) => byEsbuild(file, { splitting: true }),
  async Rollup(file) {
    const bundle = await rollup({ input: file, plugins: [resolve({ browser: true })] });
    const { script, others } = sorted((await bundle.generate({ format: "es" })).output);
    return { script: (await esbuild.transform(script, { minify: true })).code, others };
  },
  async Vite(file) {
    const options = { write: false, rollupOptions: { input: file } };
    return sorted((await vite({ root: app.path, configFile: false, logLevel: "silent", build: options })).output);
  },
};

async function byEsbuild(file, options) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [file],
    entryNames: "script",
    outdir: join(app.path, "dist"),
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
    logLevel: "silent",
    ...options,
  });
  return sorted(outputFiles.map(({ path, text }) => ({ fileName: path, code: text, isEntry: path.endsWith("script.js") })));
}

function sorted(files) {
  const { code } = files.find(({ isEntry }) => isEntry);
  return { script: code, others: files.filter(({ isEntry }) => !isEntry).map(({ fileName }) => fileName) };
}

const REST = "console.log(1);\n";
const TYPED = `import { type Client, type ClientOptions } from "wawp-client";
import type { WasmSource } from "wawp-client";
export type Mine = [Client, ClientOptions, WasmSource];
`;

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  /** What an application's code adds to nothing: bytes, and the files that the page's script has the name of. */
  const added = async (name, code) => {
    await writeFiles(app.path, { "alone.js": REST, [name]: code + REST });
    const [alone, { script, others }] = [await bundle(join(app.path, "alone.js")), await bundle(join(app.path, name))];
    // esbuild writes every `import()` and Vite every file that they come across, also where nothing is left to ask for it.
    const named = others.filter((other) => script.includes(other.split("/").at(-1)));
    return { bytes: script.length - alone.script.length, named, others, script };
  };

  test(`${bundler}: an import that nothing uses adds no byte`, async () => {
    const imports = ['import "wawp-client"', 'import {} from "wawp-client"', 'import { createClient, init } from "wawp-client"'];
    for (const code of imports) {
      const { bytes, named } = await added("unused.js", `${code};\n`);
      assert.deepEqual([code, bytes, named], [code, 0, []]);
    }
  });

  // Rollup by itself reads no types.
  if (bundler !== "Rollup") {
    test(`${bundler}: an import of types adds no byte, and no file`, async () => {
      const { bytes, others } = await added("typed.ts", TYPED);
      assert.deepEqual([bytes, others], [0, []]);
    });
  }

  test(`${bundler}: isWawpError adds a few hundred bytes, and no WebAssembly`, async () => {
    const guard = `import { isWawpError } from "wawp-client";\nconsole.log(isWawpError(1));\n`;
    const { bytes, named, script } = await added("guard.js", guard);
    assert.ok(bytes > 0 && bytes < 500, `${bytes} bytes`);
    assert.doesNotMatch(script, /wasm/i);
    assert.deepEqual(named, []);
  });
}
