// What a relay of the tests is made of: the same in every runtime, told in one variable of the environment.

import { once } from "node:events";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { memoryClaims, redisClaims } from "wawp-client/relay";

/**
 * @param {object} told
 * @param {object} told.options the relay's, without functions
 * @param {{ library: "redis" | "ioredis", port: number }} [told.redis] where claims are kept; else in memory
 * @param {Record<"authorize" | "token", Step>} [told.steps] how the host's own steps go
 *
 * @typedef {{ hangs?: number, takesMs?: number }} Step how many of the first ones never end, and how long the others take
 */
export async function relayOptions({ options, redis, steps = {} }) {
  // Whoever started this process may be killed, and can't stop it then.
  process.stdin.on("end", () => process.exit()).resume();
  const seen = {};
  const step = async (name) => {
    const { hangs = 0, takesMs = 0 } = steps[name] ?? {};
    seen[name] = (seen[name] ?? 0) + 1;
    console.log(`step: ${name}`);
    await (seen[name] > hangs ? pause(takesMs) : new Promise(() => {}));
  };
  return {
    ...options,
    claims: redis ? redisClaims(await connect(redis)) : memoryClaims(),
    async authorize() {
      await step("authorize");
      return { visitor: "ada", instances: "all", operations: "all" };
    },
    async accessToken() {
      await step("token");
      return options.accessToken;
    },
  };
}

async function connect({ library, port }) {
  const { createClient, Redis } = await import(library);
  if (createClient) return createClient({ socket: { port }, disableOfflineQueue: true }).connect();
  const client = new Redis({ port, enableOfflineQueue: false, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 });
  await once(client, "ready");
  return client;
}
