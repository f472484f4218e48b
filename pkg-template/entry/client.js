import init, { Client } from "../wasm/wawp_client.js";
import { WawpError } from "./error.js";

const LOADING_TIMEOUT_MS = 15_000;

/**
 * Makes the `createClient` of one runtime.
 *
 * @param {(signal: AbortSignal) => Promise<WebAssembly.Module>} compile how that runtime gets the WebAssembly
 */
export function clientOf(compile) {
  /** @type {Promise<unknown> | undefined} */
  let loading;

  /**
   * @param {import("../index.js").ClientOptions} options
   * @returns {Promise<import("../index.js").Client>}
   */
  return async function createClient(options) {
    const attempt = (loading ??= load(compile));
    try {
      await attempt;
    } catch (cause) {
      if (loading === attempt) loading = undefined;
      throw loadFailed(cause);
    }
    return new Client(options, makeError);
  };
}

// An attempt that is late never reaches `init`: a second instance would take the place of the one that clients of a
// later attempt already use.
/** @param {(signal: AbortSignal) => Promise<WebAssembly.Module>} compile */
async function load(compile) {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  const timer = setTimeout(() => controller.abort(new DOMException("It took too long", "TimeoutError")), LOADING_TIMEOUT_MS);
  try {
    const module = compile(signal).catch(() => compileInline(signal));
    await init({ module_or_path: await Promise.race([module, late]) });
  } finally {
    // Deno stays until the last timer has run.
    clearTimeout(timer);
  }
}

// The file is not there, as a bundler or a server did not copy it, or it may not be read: the same bytes, as a module
// of their own.
/** @param {AbortSignal} signal */
async function compileInline(signal) {
  signal.throwIfAborted();
  const { bytes } = await import("../wasm/wawp_client_inline.js");
  return WebAssembly.compile(bytes());
}

/**
 * @param {import("./error.js").Fields} fields
 * @param {unknown} [cause]
 */
function makeError(fields, cause) {
  return new WawpError(fields, cause);
}

/** @param {unknown} cause */
function loadFailed(cause) {
  const message =
    `The WebAssembly could not be loaded: ${cause}. ` +
    "A content security policy must allow 'wasm-unsafe-eval'. Call createClient again to retry.";
  return makeError({ message, code: "load_failed", delivery: "not_sent", retryable: true, attempts: 0 }, cause);
}
