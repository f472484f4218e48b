import { WawpError } from "../error.js";

/** @typedef {import("../../relay.js").RedisClient} RedisClient */

/** Deletes a key where this is stored, in one step: what another process has claimed meanwhile stays. */
const DELETE_OWN = 'return redis.call("GET", KEYS[1]) == ARGV[1] and redis.call("DEL", KEYS[1])';

/**
 * @param {RedisClient} client
 * @param {{ prefix?: string }} [options]
 * @returns {import("../../relay.js").ClaimStore}
 */
export function redisClaims(client, { prefix = "wawp:" } = {}) {
  const { claim, settle, release } = commandsOf(client);
  return {
    async claim(key, value, ttlMs) {
      const found = await claim(prefix + key, value, Math.ceil(ttlMs));
      // What is neither, a reply that never came above all, must not pass for a key that was free.
      if (found !== null && typeof found !== "string" && !(found instanceof Uint8Array)) {
        throw new TypeError("The Redis client answered SET with neither a text nor null");
      }
      // Some clients are set up to return Buffers.
      return found && String(found);
    },
    async settle(key, value, ttlMs) {
      await settle(prefix + key, value, Math.ceil(ttlMs));
    },
    async release(key, value) {
      await release(prefix + key, value);
    },
  };
}

/**
 * The commands, as the client's library wants them.
 *
 * @param {RedisClient} client
 * @returns {Record<"claim" | "settle", (key: string, value: string, ttlMs: number) => Promise<unknown>>
 *   & { release: (key: string, value: string) => Promise<unknown> }}
 */
function commandsOf(client) {
  if (Object(client) === client && typeof client.set === "function") {
    // `redis` 4 to 6: a client, a cluster, a pool, a sentinel.
    if ("isOpen" in client) {
      return {
        claim: (key, value, PX) => client.set(key, value, { NX: true, GET: true, PX }),
        settle: (key, value, PX) => client.set(key, value, { PX }),
        release: (key, value) => client.eval(DELETE_OWN, { keys: [key], arguments: [value] }),
      };
    }
    // `ioredis`: a client, a cluster.
    if ("setBuffer" in client) {
      return {
        claim: (key, value, ttlMs) => client.set(key, value, "PX", ttlMs, "NX", "GET"),
        settle: (key, value, ttlMs) => client.set(key, value, "PX", ttlMs),
        release: (key, value) => client.eval(DELETE_OWN, 1, key, value),
      };
    }
  }
  const path = "options.claims";
  throw new WawpError({
    message: `${path}: redisClaims() takes a client of redis or ioredis`,
    code: "invalid_argument",
    delivery: "not_sent",
    retryable: false,
    attempts: 0,
    reason: "not_a_redis_client",
    path,
  });
}
