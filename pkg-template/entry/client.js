import start, { Client } from "../wasm/wawp_client.js";
import { WawpError } from "./error.js";
import { newEngine } from "./engine.js";

/**
 * @typedef {import("../index.js").WasmSource} WasmSource
 * @typedef {() => WasmSource | Promise<WasmSource>} Place a place where the WebAssembly may be
 * @typedef {(address: string | URL, options: { signal: AbortSignal }) => Promise<Response | Uint8Array>} Read
 */

const LOADING_TIMEOUT_MS = 15_000;

/** @type {Promise<void> | undefined} */
let loading;

/**
 * Loads the WebAssembly, unless it is loaded or being loaded.
 *
 * @param {WasmSource | Promise<WasmSource> | undefined} source where the caller has it
 * @param {Place[]} places where this runtime has it otherwise, the best one first
 * @param {Read} [read] how this runtime reads what is at an address
 */
export function load(source, places, read = fetch) {
  // A promise that nobody needs any more may fail without being heard.
  Promise.allSettled([source]);
  return (loading ??= loadFrom(source === undefined ? places : [() => source], read).catch((error) => {
    loading = undefined;
    throw error;
  }));
}

/**
 * Makes a client of the WebAssembly that is loaded.
 *
 * @param {import("../index.js").ClientOptions} options
 * @returns {import("../index.js").Client}
 */
export function newClient(options) {
  return new Client(options, newEngine(makeError));
}

/** The same bytes as a module of their own, for where a bundler or a server left the file behind, or it may not be read. */
export async function inlined() {
  return (await import("../wasm/wawp_client_inline.js")).bytes();
}

/**
 * @param {Place[]} places
 * @param {Read} read
 */
async function loadFrom(places, read) {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {number | NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new DOMException("It took more than 15 s", "TimeoutError"));
      controller.abort();
    }, LOADING_TIMEOUT_MS);
  });
  const problems = [];
  for (const place of places) {
    try {
      // What is late never starts: a second instance would take the place of the one that clients of a later attempt use.
      await start({ module_or_path: await Promise.race([compile(place, read, signal), late]) });
      // Deno stays until the last timer has run.
      return clearTimeout(timer);
    } catch (problem) {
      problems.push(problem);
      if (signal.aborted) break;
    }
  }
  clearTimeout(timer);
  throw loadFailed(problems);
}

/**
 * @param {Place} place
 * @param {Read} read
 * @param {AbortSignal} signal
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(place, read, signal) {
  /** @type {any} */
  let found = await place();
  if (typeof found === "string" || found instanceof URL) found = await read(found, { signal });
  if (found instanceof Response) return compileResponse(found);
  if (found instanceof WebAssembly.Module) return found;
  // Also of another realm, as test runners have them.
  if (found?.byteLength >= 0) return WebAssembly.compile(found);
  throw makeError({
    message: "source: must be an address, a Response, bytes or a WebAssembly.Module",
    code: "invalid_argument",
    delivery: "not_sent",
    retryable: false,
    attempts: 0,
    reason: "wrong_type",
    path: "source",
  });
}

/** @param {Response} response */
async function compileResponse(response) {
  const type = response.headers.get("content-type");
  try {
    // Streaming refuses any other type, and a status that is no success.
    return await (type === "application/wasm" || !response.ok
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer()));
  } catch (cause) {
    throw new Error(`HTTP ${response.status} ${type} ${response.url}: ${cause}`, { cause });
  }
}

/**
 * @param {import("./error.js").Fields} fields
 * @param {unknown} [cause]
 */
function makeError(fields, cause) {
  return new WawpError(fields, cause);
}

/** @param {unknown[]} problems */
function loadFailed(problems) {
  const [cause] = problems;
  if (cause instanceof WawpError) return cause;
  const message =
    `The WebAssembly could not be loaded (${problems.join("; ")}). A content security policy must allow ` +
    "'wasm-unsafe-eval', and the file in connect-src. init(source) loads it from elsewhere. Call again to retry.";
  return makeError({ message, code: "load_failed", delivery: "not_sent", retryable: true, attempts: 0 }, cause);
}
