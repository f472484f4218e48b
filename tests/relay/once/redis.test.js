// The same with two relays behind one address, which share their claims in Redis. Every repetition reaches the other one.

import { CLIENTS } from "./clients.js";
import { useRedis } from "./redis.js";
import { RELAYS } from "./relays.js";
import { provesOnce, suite, useClient, useRelays } from "./scenarios.js";
import { useWorld } from "./world.js";

const SENDS = 20;

const world = useWorld();
const redis = useRedis();

for (const key of ["chromium", "node"]) {
  const { name } = CLIENTS[key];
  suite(name, redis.skip, () => {
    const relays = useRelays(world, RELAYS.node, redis.clients);
    const client = useClient(world, CLIENTS[key]);
    provesOnce(world, client, relays, SENDS);
  });
}
