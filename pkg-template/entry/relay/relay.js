import { Relay, initSync } from "../../wasm/wawp_relay.js";
import { WawpError } from "../error.js";
import { newEngine } from "../engine.js";

/**
 * Makes the `createRelay` of one runtime.
 *
 * @param {() => WebAssembly.Module} module gives the WebAssembly of that runtime
 */
export function relayOf(module) {
  let isReady = false;

  /**
   * @param {import("../../relay.js").RelayOptions} options
   * @returns {import("../../relay.js").Relay}
   */
  return function createRelay(options) {
    if (!isReady) {
      initSync({ module: module() });
      isReady = true;
    }
    const { onError = console.error, fetch = fetchOnce(), ...rest } = options ?? {};
    const relay = new Relay({ onError, fetch, ...rest }, newEngine(makeError));
    return (request, context) => {
      const answered = relay.handle(request);
      // Elsewhere the work goes on when the visitor has left; Workers has to be asked.
      if (typeof context?.waitUntil === "function") context.waitUntil(answered);
      return answered;
    };
  };
}

// Deno makes a request again by itself when a kept-alive connection drops, a POST too: it gets none to keep.
function fetchOnce() {
  /** @type {{ createHttpClient?: (options: object) => unknown } | undefined} */
  const deno = /** @type {any} */ (globalThis).Deno;
  if (!deno?.createHttpClient) return undefined;
  const client = deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  return (/** @type {string} */ url, /** @type {RequestInit} */ init) =>
    fetch(url, /** @type {RequestInit} */ ({ ...init, client }));
}

/**
 * @param {import("../error.js").Fields} fields
 * @param {unknown} [cause]
 */
function makeError(fields, cause) {
  return new WawpError(fields, cause);
}
