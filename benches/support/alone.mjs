// A page that nobody watches: with developer tools attached, as every driver of a browser is, Chromium notes for each request
// who made it, frame by frame.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { browserOptions } from "../../tests/package/helpers.js";

const PATIENCE_MS = 120_000;

/**
 * Opens a page in a Chromium of its own, and gives what the page reports.
 *
 * @param {{ origin: string, look: () => Promise<{ reports: string[] }> }} server
 * @param {string} path
 */
export async function openAlone(server, path) {
  const profile = await mkdtemp(join(tmpdir(), "wawp-alone-"));
  const { executablePath, args } = browserOptions;
  const words = ["--headless", ...args, `--user-data-dir=${profile}`, server.origin + path];
  const browser = spawn(executablePath, words, { stdio: "ignore" });
  const ended = once(browser, "exit");
  try {
    for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await pause(250)) {
      const [report] = (await server.look()).reports;
      if (report !== undefined) return JSON.parse(report);
    }
    throw new Error("the page reported nothing");
  } finally {
    browser.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
