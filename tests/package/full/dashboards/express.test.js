// The README's dashboard in Express, with Redis.

import { after } from "node:test";
import { skipRedis, startRedis } from "../../../relay/redis-server.js";
import { provesPage, useDashboard } from "./proof.js";
import { startServer } from "./server.js";
import { pages } from "./visit.js";

let redis;
const dashboard = useDashboard("Express", {
  skip: skipRedis,
  others: pages,
  async start(dashboard) {
    redis = await startRedis();
    const env = { REDIS_URL: `redis://127.0.0.1:${redis.port}` };
    return startServer(dashboard, process.execPath, () => ({ words: ["server.js"], env }));
  },
});
after(() => redis?.stop());

provesPage(dashboard);
