// Claims for a relay on Cloudflare Workers, in a Durable Object.
//
// Isolates of one Worker share no memory, so that memory can't tell whether a key is new. Nor can Workers KV: it has no step
// that writes only where nothing is written, and what one place writes another may read up to a minute later. A message
// would go out twice. There is only one object of a name in the world, and while it waits for its storage it takes no other
// request.

import { DurableObject } from "cloudflare:workers";

/** One key, and what is stored under it. */
export class Claims extends DurableObject {
  async claim(value, ttlMs) {
    const found = await this.ctx.storage.get("value");
    if (found === undefined) await this.settle(value, ttlMs);
    return found;
  }

  async settle(value, ttlMs) {
    await this.ctx.storage.put("value", value);
    await this.ctx.storage.setAlarm(Date.now() + ttlMs);
  }

  async release(value) {
    if ((await this.ctx.storage.get("value")) !== value) return;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** The time is up. */
  async alarm() {
    await this.ctx.storage.deleteAll();
  }
}

/**
 * A relay's store over the objects of this namespace: `createRelay({ claims: durableClaims(env.CLAIMS), ... })`.
 *
 * @param {DurableObjectNamespace<Claims>} namespace
 */
export function durableClaims(namespace) {
  const objectOf = (key) => namespace.get(namespace.idFromName(key));
  return {
    claim: async (key, value, ttlMs) => objectOf(key).claim(value, ttlMs),
    settle: async (key, value, ttlMs) => objectOf(key).settle(value, ttlMs),
    release: async (key, value) => objectOf(key).release(value),
  };
}
