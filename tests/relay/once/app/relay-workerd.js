import { createRelay } from "wawp-client/relay";
import { durableClaims } from "./claims.js";

export { Claims } from "./claims.js";

let relay;

export default {
  fetch(request, env, context) {
    relay ??= createRelay({
      ...JSON.parse(env.RELAY).options,
      claims: durableClaims(env.CLAIMS),
      authorize: () => ({ visitor: "ada", instances: "all", operations: "all" }),
    });
    return relay(request, context);
  },
};
