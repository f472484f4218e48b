// Node, Deno, Bun and Workers.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { programs } from "../../relay/once/programs.js";
import { startServer } from "../server.js";
import { lacks, placeOf, versionOf } from "./applications.js";
import { arrivalInRun, emittedIn, isInlined } from "./arrival.js";
import { withSandbox } from "./sandbox.js";

const PATIENCE_MS = 60_000;

/** A row that runs a script. */
function script({ environment, tested, skip, program, application, words }) {
  const run = (folder) =>
    withSandbox(async ({ origin, accessToken }) => {
      const options = { cwd: folder, timeout: PATIENCE_MS };
      const { stdout } = await promisify(execFile)(program, [...words, origin, accessToken], options);
      return stdout.trim();
    });
  const arrives = (world) => arrivalInRun(world, application, run);
  return { environment, remedy: "nothing", tested: [tested], skip, run: async (world) => ({ arrives: await arrives(world) }) };
}

/** Node itself comes as a package for each system. */
const nodes = (environment, file) =>
  ["20", "22", "24"].map((major, index) => {
    const name = `node-${major}-${process.platform}-${process.arch}`;
    const version = versionOf(`node-${major}-linux-x64`);
    const tested = index === 0 ? `Node.js ${version}` : version;
    const program = join(placeOf(name) ?? "", "bin/node");
    return script({ environment, tested, skip: lacks(name), program, application: "node", words: [file] });
  });

const bun = (environment, file) =>
  script({
    environment,
    tested: `Bun ${versionOf("bun")}`,
    skip: programs.bun.skip,
    program: programs.bun.place,
    application: "node",
    words: [file],
  });

const deno = script({
  environment: "Deno",
  tested: `Deno ${versionOf("deno")}`,
  skip: programs.deno.skip,
  program: programs.deno.place,
  application: "deno",
  words: ["run", "--allow-net", "--allow-read", "main.js"],
});

const workers = {
  environment: "Cloudflare Workers (workerd)",
  remedy: "what wrangler does by itself: `--conditions=workerd --loader:.wasm=copy` for esbuild",
  tested: [`workerd ${versionOf("workerd")}`],
  skip: programs.workerd.skip,
  run: ({ applications }) =>
    withSandbox(async ({ query }) => {
      const folder = await applications.make("workerd");
      const server = await startServer(folder, programs.workerd.place, (port) => ({
        words: ["serve", "config.capnp", `--socket-addr=http=127.0.0.1:${port}`],
      }));
      try {
        assert.equal(await (await fetch(`${server.origin}/?${query}`)).text(), "done");
        assert.equal(await emittedIn(folder, "dist"), 1);
        assert.deepEqual(await readdir(join(folder, "dist")), ["wawp_client_bg.wasm", "worker.js"]);
        assert.ok(!isInlined(await readFile(join(folder, "dist/worker.js"), "latin1")));
        return { arrives: "file" };
      } finally {
        await server.stop();
      }
    }),
};

export const runtimes = [
  ...nodes("Node.js, `import`", "main.js"),
  ...nodes("Node.js, `require`", "main.cjs"),
  deno,
  bun("Bun, `import`", "main.js"),
  bun("Bun, `require`", "main.cjs"),
  workers,
];
