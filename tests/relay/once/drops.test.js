// Connections drop before the answer: browsers then send a POST again by themselves. One relay that keeps its claims in
// memory.

import { CLIENTS } from "./clients.js";
import { RELAYS } from "./relays.js";
import { provesDoubles, provesOnce, suite, useClient, useRelays } from "./scenarios.js";
import { useWorld } from "./world.js";

const world = useWorld();

for (const [key, sends] of Object.entries({ chromium: 200, firefox: 20, node: 20 })) {
  const { name, skip } = CLIENTS[key];
  suite(name, skip, () => {
    const relays = useRelays(world, RELAYS.node);
    const client = useClient(world, CLIENTS[key]);
    provesDoubles(world, client, 20);
    provesOnce(world, client, relays, sends);
  });
}
