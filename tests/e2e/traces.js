// Everything of a page that a person, a script, an extension or the next visitor could find a secret in, and the search for it.

import { readFile } from "node:fs/promises";

/**
 * What a page has left behind, by place. It closes the page's context, which must have been opened with `recordHar`.
 *
 * @param {import("./demo.js").Person} person
 * @param {string} har where the context's HAR is written
 * @param {string[]} kept what was read off the page and its heap on the way
 */
export async function tracesOf(person, har, kept) {
  const { page, said } = person;
  const context = page.context();
  const traces = {
    page: [...kept, ...(await markupOf(page))],
    heap: await heapOf(page),
    memory: await memoryOf(page),
    addresses: await page.evaluate(() => [
      location.href,
      document.referrer,
      JSON.stringify(history.state),
      ...performance.getEntries().map(({ name }) => name),
    ]),
    storage: textsOf([await context.storageState({ indexedDB: true }), await ownStorageOf(page)]),
    console: said,
  };
  await context.close();
  return { ...traces, network: textsOf(JSON.parse(await readFile(har, "utf8"))) };
}

/** What the page shows, marked up and typed in, shadow trees and all. */
export function markupOf(page) {
  return page.evaluate(() => {
    const trees = [document, ...[...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    return trees.flatMap((tree) => [
      tree.documentElement?.outerHTML ?? tree.innerHTML,
      ...[...tree.querySelectorAll("input, textarea, select")].map(({ value }) => value),
    ]);
  });
}

/** Every string on the page's heap. */
export async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  let snapshot = "";
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => (snapshot += chunk));
  await session.send("HeapProfiler.takeHeapSnapshot");
  await session.detach();
  return JSON.parse(snapshot).strings;
}

/** The package's own memory, which no snapshot of the heap has. */
async function memoryOf(page) {
  const bytes = await page.evaluate(async () => {
    const { default: init } = await import("/pkg/wasm/wawp_client.js");
    const { memory } = await init();
    const text = [...new Uint8Array(memory.buffer)].map((byte) => String.fromCharCode(byte)).join("");
    return btoa(text);
  });
  const memory = Buffer.from(bytes, "base64");
  return [memory.toString("utf8"), memory.toString("utf16le")];
}

/** What Playwright's storage state leaves out. */
function ownStorageOf(page) {
  return page.evaluate(async () => {
    const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(stores.map((store) => store.keys()));
    return { session: { ...sessionStorage }, cookie: document.cookie, cached: requests.flat().map(({ url }) => url) };
  });
}

/** Every text of a JSON value; base64 is decoded where the value says that it is some. */
function textsOf(value) {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, each]) => [name, ...textsOf(each)]);
  if (value.encoding !== "base64" || typeof value.text !== "string") return inner;
  return [...inner, Buffer.from(value.text, "base64").toString("utf8")];
}

/**
 * Looks for a secret in any form, and gives the places and forms that it was found in.
 *
 * @param {string} secret
 * @param {Record<string, readonly string[]>} traces
 */
export function search(secret, traces) {
  const forms = Object.entries(formsOf(secret)).map(([name, form]) => [name, form.toLowerCase()]);
  return Object.entries(traces).flatMap(([place, texts]) => {
    const text = texts.join("\n").toLowerCase();
    return forms.filter(([, form]) => text.includes(form)).map(([name]) => `${place}: ${name}`);
  });
}

/** A text as programs write it; upper and lower case don't matter. */
export function formsOf(text) {
  const each = (escape) => text.replace(/[^a-z0-9]/gi, escape);
  const codes = (escape) => each((character) => [...character].map((one) => escape(one.charCodeAt(0))).join(""));
  const inUrl = each((character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
  return {
    plain: text,
    "in a URL": encodeURIComponent(text),
    "in a URL, every sign": inUrl,
    "in a URL, twice": inUrl.replaceAll("%", "%25"),
    "in a form": String(new URLSearchParams({ x: text })).slice(2),
    "in JSON": JSON.stringify(text).slice(1, -1),
    "in JSON, every sign": codes((code) => `\\u${code.toString(16).padStart(4, "0")}`),
    "in JSON, twice": JSON.stringify(JSON.stringify(text)).slice(3, -3),
    "in HTML": codes((code) => `&#${code};`),
    "in HTML, by name": text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    "in an attribute": text.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
    "in hexadecimal": Buffer.from(text).toString("hex"),
    // Wherever it begins in what was encoded with it, some of it always looks the same.
    ...Object.fromEntries(["", "x", "xx"].map((before) => [`in base64 after ${before.length}`, core(before, text)])),
    ...Object.fromEntries(
      ["", "x", "xx"].map((before) => [`in base64 for URLs after ${before.length}`, inUrls(core(before, text))]),
    ),
  };
}

/** The base64 of a text that follows another, without what depends on its neighbours. */
function core(before, text) {
  return Buffer.from(before + text).toString("base64").replace(/=+$/, "").slice(before.length > 0 ? 4 : 0, -2);
}

function inUrls(base64) {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
