// The relay, as it is installed, with a thousand visitors who have an instance each.

import { createServer } from "node:http";
import { createRelay, memoryClaims, nodeHandler } from "../../pkg/entry/relay/index.js";
import { serve } from "./serve.mjs";

const relay = createRelay({
  accessToken: "the account's token",
  gateway: { baseUrl: `${process.argv[2]}/api` },
  origins: ["https://dashboard.example"],
  claims: memoryClaims({ maxEntries: 10_000_000 }),
  // As many as there may be: a load of which nothing is refused.
  visitorPerMinute: 100_000,
  instancePerMinute: 100_000,
  authorize(request) {
    const [, visitor] = /(?:^|; )session=(\w+)/.exec(request.headers.get("cookie")) ?? [];
    return visitor && { visitor, operations: ["sendText", "status"], instances: [`I${visitor}`] };
  },
});

serve(createServer(nodeHandler(relay)));
