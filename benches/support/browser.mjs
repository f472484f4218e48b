// Chromium, and the server that its pages come from.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { start } from "../relay/servers.mjs";
import { chromium } from "./tools.mjs";

/** Starts headless Chromium. Its pages can collect garbage, and see the memory that they use. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? findBrowser(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--js-flags=--expose-gc",
      "--enable-precise-memory-info",
    ],
  });
}

/** Starts the server as a process of its own: a folder's pages, the package under `/pkg/`, a gateway under `/api/`. */
export function startServer(folder) {
  return start(new URL("server.mjs", import.meta.url), [folder]);
}

function findBrowser() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const places = process.env.PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find((place) => existsSync(place));
}
