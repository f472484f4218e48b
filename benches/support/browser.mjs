// Chromium, and the server that its pages come from.

import { browserOptions } from "../../tests/package/helpers.js";
import { start } from "../relay/servers.mjs";
import { chromium } from "./tools.mjs";

/** Starts headless Chromium as the tests do. Its pages can collect garbage, and see the memory that they use. */
export function startBrowser() {
  const { args, ...options } = browserOptions;
  return chromium.launch({ ...options, args: [...args, "--js-flags=--expose-gc", "--enable-precise-memory-info"] });
}

/** Starts the server as a process of its own: a folder's pages, the package under `/pkg/`, a gateway under `/api/`. */
export function startServer(folder) {
  return start(new URL("server.mjs", import.meta.url), [folder]);
}
