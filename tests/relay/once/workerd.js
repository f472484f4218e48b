// The relay as a Worker: bundled, with its WebAssembly beside it, and with claims in the example's Durable Object.

import { copyFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { root } from "../../package/helpers.js";

/** Bundles an application's Worker, and gives the words that start it. */
export async function prepareWorker(app) {
  const folder = join(app.path, "worker");
  await copyFile(join(root, "examples/cloudflare/claims.js"), join(app.path, "claims.js"));
  const modules = new Set();
  await build({
    entryPoints: [join(app.path, "relay-workerd.js")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    external: ["cloudflare:*"],
    logLevel: "error",
    plugins: [{ name: "beside", setup: (bundle) => leaveBeside(bundle, modules) }],
  });
  await Promise.all([...modules].map((path) => copyFile(path, join(folder, basename(path)))));
  await writeFile(join(folder, "config.capnp"), configOf([...modules].map((path) => basename(path))));
  return ["serve", "worker/config.capnp", "--control-fd=3"];
}

/** Leaves WebAssembly out of the bundle, as a module of its own: a Worker can't compile any. */
function leaveBeside({ onResolve }, modules) {
  onResolve({ filter: /\.wasm$/ }, ({ path, importer }) => {
    modules.add(resolve(dirname(importer), path));
    return { path: `./${basename(path)}`, external: true };
  });
}

function configOf(modules) {
  const beside = modules.map((name) => `(name = "${name}", wasm = embed "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "relay", worker = .relay),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "relay")],
);

const relay :Workerd.Worker = (
  modules = [${[`(name = "worker.js", esModule = embed "worker.js")`, ...beside].join(", ")}],
  compatibilityDate = "2026-04-01",
  bindings = [
    (name = "RELAY", fromEnvironment = "RELAY"),
    (name = "CLAIMS", durableObjectNamespace = "Claims"),
  ],
  durableObjectNamespaces = [(className = "Claims", uniqueKey = "claims")],
  durableObjectStorage = (inMemory = void),
);
`;
}
