// A Redis server for the tests of one file.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { missing } from "../../browsers/programs.js";
import { skipRedis, startRedis } from "../redis-server.js";
import { installed } from "./programs.js";

const LIBRARIES = ["redis", "ioredis"];

/** Starts it before the tests. */
export function useRedis() {
  const places = LIBRARIES.map((name) => [name, existsSync(join(installed, name))]);
  const redis = {
    /** Why the tests have to be skipped. */
    skip: skipRedis || missing(Object.fromEntries(places)),
    /** What two relays are told that share it: each has the other library. */
    clients: () => LIBRARIES.map((library) => ({ redis: { library, port: redis.port } })),
  };
  before(async () => {
    if (!redis.skip) Object.assign(redis, await startRedis({ words: ["--maxmemory-policy", "noeviction"] }));
  });
  after(() => redis.stop?.());
  return redis;
}
