// The README's dashboard on Cloudflare Workers: bundled as wrangler does it, and run by the runtime that Workers have.

import assert from "node:assert/strict";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { programs } from "../../../relay/once/programs.js";
import { root } from "../../helpers.js";
import { provesPage, useDashboard } from "./proof.js";
import { startServer } from "./server.js";
import { pages } from "./visit.js";

const { place: program, skip } = programs.workerd;

provesPage(
  useDashboard("Cloudflare Workers", {
    skip,
    others: { ...pages, "claims.js": await readFile(join(root, "examples/cloudflare/claims.js"), "utf8") },
    async start(dashboard) {
      const { path } = dashboard.app;
      const settings = settingsOf(await readFile(join(path, "wrangler.toml"), "utf8"));
      const modules = await bundle(path, settings.main);
      await writeFile(join(path, "out/config.capnp"), configOf(settings, modules));
      return startServer(dashboard, program, (port) => ({
        words: ["serve", "out/config.capnp", `--socket-addr=http=127.0.0.1:${port}`],
      }));
    },
  }),
);

/** What the Worker's settings say, as far as the README's go. */
function settingsOf(toml) {
  const value = (name) => JSON.parse(toml.match(new RegExp(`^${name} = (.+)$`, "m"))[1]);
  const objects = [...toml.matchAll(/\{ name = "(\w+)", class_name = "(\w+)" \}/g)];
  const stored = JSON.parse(toml.match(/new_sqlite_classes = (\[.+?\])/)[1]);
  assert.deepEqual(objects.map(([, , kind]) => kind).toSorted(), stored.toSorted());
  return {
    main: value("main"),
    date: value("compatibility_date"),
    flags: value("compatibility_flags"),
    variables: [...toml.match(/^vars = \{(.+)\}$/m)[1].matchAll(/(\w+) = "/g)].map(([, name]) => name),
    secrets: [...toml.matchAll(/secret put (\w+)/g)].map(([, name]) => name),
    objects: objects.map(([, binding, kind]) => ({ binding, kind })),
  };
}

/** Bundles a Worker, and gives the names of the WebAssembly files beside it: no Worker may compile any from bytes. */
async function bundle(folder, main) {
  const modules = [];
  const beside = {
    name: "beside",
    setup({ onResolve }) {
      onResolve({ filter: /\.wasm$/ }, ({ path, importer }) => {
        modules.push(resolve(dirname(importer), path));
        return { path: `./${basename(path)}`, external: true };
      });
    },
  };
  await build({
    absWorkingDir: folder,
    entryPoints: [main],
    outfile: "out/worker.js",
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    plugins: [beside],
  });
  await Promise.all(modules.map((path) => copyFile(path, join(folder, "out", basename(path)))));
  return modules.map((path) => basename(path));
}

/** The runtime's own settings. Variables and secrets come from the environment. */
function configOf({ date, flags, variables, secrets, objects }, modules) {
  const list = (items) => items.map((item) => `    (${item}),\n`).join("");
  const files = modules.map((name) => `name = "${name}", wasm = embed "${name}"`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .dashboard),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const dashboard :Workerd.Worker = (
  modules = [
${list([`name = "worker.js", esModule = embed "worker.js"`, ...files])}  ],
  compatibilityDate = "${date}",
  compatibilityFlags = ${JSON.stringify(flags)},
  bindings = [
${list([...variables, ...secrets].map((name) => `name = "${name}", fromEnvironment = "${name}"`))}\
${list(objects.map(({ binding, kind }) => `name = "${binding}", durableObjectNamespace = "${kind}"`))}  ],
  durableObjectNamespaces = [
${list(objects.map(({ kind }) => `className = "${kind}", uniqueKey = "${kind}", enableSql = true`))}  ],
  durableObjectStorage = (inMemory = void),
);
`;
}
