// The same with clients in other runtimes, and with relays in them.

import { CLIENTS } from "./clients.js";
import { RELAYS } from "./relays.js";
import { provesDoubles, provesOnce, suite, useClient, useRelays } from "./scenarios.js";
import { useWorld } from "./world.js";

const SENDS = 20;

const world = useWorld();

for (const key of ["deno", "bun"]) {
  const { name, skip } = CLIENTS[key];
  suite(`${name} sends`, skip, () => {
    const relays = useRelays(world, RELAYS.node);
    const client = useClient(world, CLIENTS[key]);
    provesDoubles(world, client, SENDS);
    provesOnce(world, client, relays, SENDS);
  });
}

for (const key of ["deno", "bun", "workerd"]) {
  const { name, skip } = RELAYS[key];
  suite(`${name} relays`, skip, () => {
    const relays = useRelays(world, RELAYS[key]);
    const client = useClient(world, CLIENTS.chromium);
    provesOnce(world, client, relays, SENDS);
  });
}
