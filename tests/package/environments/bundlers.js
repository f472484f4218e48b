// Bundlers.

import { startServer } from "../server.js";
import { lacks, versionOf } from "./applications.js";
import { visited } from "./arrival.js";
import { withSandbox } from "./sandbox.js";
import { served } from "./served.js";

const VITE = { label: "Vite", name: "vite" };
const ROLLUP = { label: "Rollup", name: "rollup" };
const ESBUILD = { label: "esbuild", name: "esbuild" };
const built = { output: "dist" };

const development = {
  environment: "Vite, development server",
  remedy: "nothing",
  tested: [`Vite ${versionOf("vite")}`],
  browser: "Chromium",
  skip: lacks("vite"),
  run: (world) =>
    withSandbox(async ({ query }) => {
      const folder = await world.applications.make("vite");
      const server = await startServer(folder, process.execPath, (port) => ({
        words: ["node_modules/vite/bin/vite.js", "--host=127.0.0.1", `--port=${port}`, "--strictPort"],
      }));
      try {
        return await visited(world, folder, `${server.origin}/?${query}`);
      } finally {
        await server.stop();
      }
    }),
};

export const bundlers = [
  development,
  ...served({
    environment: "Vite",
    application: "vite",
    tool: VITE,
    root: "dist",
    ...built,
    browsers: ["Chromium", "Firefox", "WebKitGTK"],
  }),
  ...served({
    environment: "Vite, Web Worker",
    application: "vite-worker",
    tool: VITE,
    root: "dist",
    ...built,
    remedy: '`worker: { format: "es" }`, else the worker has the inlined copy in it too',
  }),
  ...served({ environment: "webpack, without configuration", application: "webpack", tool: { label: "webpack", name: "webpack" }, ...built }),
  ...served({ environment: "Rollup", application: "rollup", tool: ROLLUP, ...built }),
  ...served({
    environment: "Rollup, with the file",
    application: "rollup-assets",
    tool: ROLLUP,
    ...built,
    remedy: "the plugin `@web/rollup-plugin-import-meta-assets`",
  }),
  ...served({ environment: "esbuild, `--splitting`", application: "esbuild", tool: ESBUILD, ...built }),
  ...served({ environment: "esbuild, one script", application: "esbuild-script", tool: ESBUILD, ...built }),
  ...served({
    environment: "Parcel",
    application: "parcel",
    tool: { label: "Parcel", name: "parcel" },
    root: "dist",
    ...built,
    remedy: '`"@parcel/resolver-default": { "packageExports": true }` in `package.json`',
  }),
];
