import { WawpError } from "../error.js";

/** Variables of the environment that are set where requests are served by processes that come and go. */
const PLACES = {
  VERCEL: "Vercel",
  AWS_LAMBDA_FUNCTION_NAME: "AWS Lambda",
  DENO_DEPLOYMENT_ID: "Deno Deploy",
};

/**
 * @param {{ maxEntries?: number }} [options]
 * @returns {import("../../relay.js").ClaimStore}
 */
export function memoryClaims({ maxEntries = 100_000 } = {}) {
  const place = unsharedPlace();
  if (place) {
    throw refusal("options.claims", "memory_not_shared", `memoryClaims() can't be used on ${place}, where processes share no memory`);
  }
  if (!Number.isInteger(maxEntries) || maxEntries < 1 || maxEntries > 10_000_000) {
    throw refusal("options.maxEntries", "out_of_range", "must be a whole number from 1 to 10000000");
  }

  /** @type {Map<string, { value: string, expiresAt: number }>} */
  const entries = new Map();
  let sweptAt = 0;

  // By a clock that nobody can set forward; that it may rest while the machine sleeps does no harm. A key that is kept too
  // long costs memory, one that is forgotten too early costs a second message.
  function sweepIfDue() {
    const now = performance.now();
    // Looking through all of them takes less than a hundredth of the time that passes between two looks.
    if (now - sweptAt >= entries.size / 100) {
      sweptAt = now;
      for (const [key, { expiresAt }] of entries) {
        if (expiresAt <= now) entries.delete(key);
      }
    }
    return now;
  }

  return {
    async claim(key, value, ttlMs) {
      const now = sweepIfDue();
      const entry = entries.get(key);
      if (entry) return entry.value;
      if (entries.size >= maxEntries) throw new Error(`memoryClaims() is full: ${maxEntries} keys`);
      entries.set(key, { value, expiresAt: now + ttlMs });
      return null;
    },
    async settle(key, value, ttlMs) {
      entries.set(key, { value, expiresAt: sweepIfDue() + ttlMs });
    },
    async release(key, value) {
      if (entries.get(key)?.value === value) entries.delete(key);
    },
  };
}

/** Where this runs, if one process does not serve every request there. */
function unsharedPlace() {
  const { navigator, process } = /** @type {any} */ (globalThis);
  if (navigator?.userAgent === "Cloudflare-Workers") return "Cloudflare Workers";
  // Not by NODE_UNIQUE_ID, which Node deletes before a worker's own code runs.
  if (process?.getBuiltinModule?.("node:cluster")?.isWorker) return "a worker of node:cluster";
  return Object.entries(PLACES).find(([name]) => variable(name))?.[1];
}

/**
 * A variable of the environment, where reading it asks nobody: Deno would prompt, or throw.
 *
 * @param {string} name
 */
function variable(name) {
  const { Deno, process } = /** @type {any} */ (globalThis);
  const permission = Deno?.permissions?.querySync({ name: "env", variable: name });
  return permission && permission.state !== "granted" ? undefined : process?.env?.[name];
}

/**
 * @param {string} path
 * @param {string} reason
 * @param {string} why
 */
function refusal(path, reason, why) {
  const message = `${path}: ${why}`;
  return new WawpError({ message, code: "invalid_argument", delivery: "not_sent", retryable: false, attempts: 0, reason, path });
}
