// Next.js, built and started, and its development server.

import assert from "node:assert/strict";
import { startServer } from "../server.js";
import { lacks, versionOf } from "./applications.js";
import { arrivalInRun, emittedIn, fetched, visited } from "./arrival.js";
import { withSandbox } from "./sandbox.js";

const common = {
  remedy: "nothing",
  tested: [`Next.js ${versionOf("next")}`],
  skip: lacks("next", "react", "react-dom"),
};

/** Starts a server of an application, for something that asks it. */
function whileServing(folder, mode, use) {
  return withSandbox(async ({ query }) => {
    const server = await startServer(folder, process.execPath, (port) => ({
      words: ["node_modules/next/dist/bin/next", mode, "--hostname=127.0.0.1", `--port=${port}`],
      env: { NEXT_TELEMETRY_DISABLED: "1" },
    }));
    try {
      return await use(server.origin, query);
    } finally {
      await server.stop();
    }
  });
}

/** A row whose flow runs in the server. */
function onServer(environment, path) {
  const answer = async (origin, query) => {
    const text = String(await fetched(`${origin}${path}?${query}`));
    const [, shown = text] = text.match(/<p id="result">(.*?)<\/p>/s) ?? [];
    return shown;
  };
  return {
    ...common,
    environment,
    async run(world) {
      const arrives = await arrivalInRun(world, "next", (folder) => whileServing(folder, "start", answer));
      assert.equal(await emittedIn(await world.applications.make("next"), ".next/server"), 1);
      return { arrives };
    },
  };
}

/** A row whose flow runs in the browser. */
function inBrowser(environment, mode) {
  return {
    ...common,
    environment,
    browser: "Chromium",
    async run(world) {
      const folder = await world.applications.make("next");
      const seen = await whileServing(folder, mode, (origin, query) => visited(world, folder, `${origin}/?${query}`));
      assert.equal(await emittedIn(folder, ".next/static"), 1);
      return seen;
    },
  };
}

export const next = [
  onServer("Next.js, route handler", "/route"),
  onServer("Next.js, server component", "/server"),
  inBrowser("Next.js, client component", "start"),
  inBrowser("Next.js, development server", "dev"),
];
