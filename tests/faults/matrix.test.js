// Every fault of the sandbox against every kind of call, in Node and in headless Chromium: what the package says is true by
// what the sandbox knows, and stands in `docs/faults.md`. `WAWP_WRITE=1` writes that page.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import * as wawp from "../../pkg/entry/node.js";
import { makeApp, root, serve, startBrowser, startSandbox } from "../package/helpers.js";
import { runMatrix } from "./matrix.js";
import { page } from "./table.js";

/** A token that looks different in every encoding. */
const accessToken = 's4nd/b0x+"t0k&n<%>';
const DOCUMENT = `${root}docs/faults.md`;
const WORKERS = 3;

/** A browser repeats a request by itself when a connection that it had used before drops, or is answered with 408. */
const REPEATED_BY_BROWSERS = ["drop_before", "drop_after", "status_408"];

/** Answers as if there were no such route: a control call is made once more, by the other method. */
const MISSING_ROUTES = ["html_200", "html_404"];

let sandboxes;
let faults;
let browser;
let app;
let server;
before(async () => {
  const matrix = await readFile(new URL("matrix.js", import.meta.url), "utf8");
  [sandboxes, browser, app] = await Promise.all([
    Promise.all(Array.from({ length: WORKERS }, () => startSandbox(["--token", accessToken]))),
    startBrowser(),
    makeApp({ "matrix.js": matrix, "index.html": "<!doctype html><title>Matrix</title>" }),
  ]);
  server = await serve(app.path);
  faults = (await sandboxes[0].control("faults")).known;
});
after(async () => {
  await server?.stop();
  await browser?.close();
  await Promise.all((sandboxes ?? []).map((sandbox) => sandbox.stop()));
  await app?.remove();
});

/** Shares the faults out among the sandboxes, and gives all rows in the order of the faults. */
async function walk(run) {
  const shares = sandboxes.map((_, worker) => faults.filter((_, index) => index % WORKERS === worker));
  const rows = await Promise.all(sandboxes.map(({ origin }, worker) => run({ origin, accessToken }, shares[worker])));
  return faults.flatMap(({ name }) => rows.flat().filter(({ fault }) => fault === name));
}

async function inChromium(sandbox, share) {
  const tab = await browser.newPage();
  try {
    // No dice: waits that nobody asked for are none.
    await tab.addInitScript("Math.random = () => 0");
    await tab.goto(`${server.origin}/index.html`);
    const run = async ([sandbox, share]) => {
      const wawp = await import("./node_modules/wawp-client/entry/web.js");
      const { runMatrix } = await import("./matrix.js");
      return runMatrix(wawp, sandbox, share);
    };
    return await tab.evaluate(run, [sandbox, share]);
  } finally {
    await tab.close();
  }
}

async function inNode(sandbox, share) {
  return runMatrix(wawp, sandbox, share, (value) => inspect(value, { depth: 9, showHidden: true, showProxy: true }));
}

/** What is wrong with a row by what the sandbox knows. */
function wrong(row, reasons, { acts }, runtime) {
  const repeats = row.received > row.fetches;
  const verdict = reasons.get(row.reason);
  const complaints = {
    "is no WawpError": !row.isOurs,
    "shows the token": row.leaks.length > 0,
    "was answered more often than asked": repeats && !(runtime === "chromium" && REPEATED_BY_BROWSERS.includes(row.fault)),
    "tells other attempts than were made": row.isError && row.attempts !== row.fetches,
    "has an attempt without its events": row.requestEvents !== row.fetches || row.responseEvents !== row.fetches,
    "is not what the table of reasons says":
      verdict !== undefined && (verdict.code !== row.code || verdict.delivery !== row.delivery),
    "is told without a reason": row.isError && verdict === undefined && !["network", "timeout"].includes(row.code),
    "claims more than is known without an answer":
      row.isError && verdict === undefined && row.delivery !== "unknown",
    "went out, and is told as if it had not": row.arrived > 0 && row.isError && row.delivery !== "unknown",
    "did not go out, and is told as sent": row.effect === "send" && !row.isError && row.arrived === 0,
    "went out more than once": row.arrived > 1 && !repeats,
    "was sent again without a proof":
      row.effect !== "repeatable" &&
      row.fetches > (row.effect === "once" && MISSING_ROUTES.includes(row.fault) ? 2 : 1) &&
      (acts || row.delivery === "unknown"),
    "could double if it were tried again": row.retryable && row.effect !== "repeatable" && row.delivery === "unknown",
    "gives up what may be tried again":
      row.isError && row.retryable && row.fetches < 3 && row.code !== "timeout" && row.retryAfterMs === undefined,
  };
  return Object.keys(complaints).filter((complaint) => complaints[complaint]);
}

/** The table of reasons, from its page: that of a gateway's answers, which stands first. */
async function readReasons() {
  const [text] = (await readFile(`${root}docs/errors.md`, "utf8")).split("## Of a relay");
  const rows = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
  return new Map(rows.filter(({ length }) => length > 5).map(([, reason, code, delivery]) => [reason, { code, delivery }]));
}

test("what the package says of each fault is true, and written down", async () => {
  const reasons = await readReasons();
  const { random } = Math;
  Math.random = () => 0;
  const node = await walk(inNode).finally(() => (Math.random = random));
  const chromium = await walk(inChromium);
  assert.equal(node.length, chromium.length);
  const complaints = Object.entries({ node, chromium }).flatMap(([runtime, rows]) =>
    rows.flatMap((row) => {
      const fault = faults.find(({ name }) => name === row.fault);
      return wrong(row, reasons, fault, runtime).map((why) => `${runtime}: ${row.fault}, ${row.call}: ${why}: ${JSON.stringify(row)}`);
    }),
  );
  assert.deepEqual(complaints, []);
  const text = page(faults, { node, chromium });
  if (process.env.WAWP_WRITE) await writeFile(DOCUMENT, text);
  assert.equal(text, await readFile(DOCUMENT, "utf8"), "docs/faults.md says otherwise: WAWP_WRITE=1 writes it");
});
