// @ts-check
/**
 * The demo's own server, as every dashboard has one: it runs the relay, which has the gateway's token. All else it passes
 * on to the sandbox, which it starts.
 *
 *     node www/server.js --sandbox PROGRAM [--port N] [--token T]
 *
 * With WAWP_ACCESS_TOKEN in the environment a second relay calls Wawp, or the gateway at WAWP_GATEWAY_URL.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { createRelay, memoryClaims, nodeHandler } from "../pkg/entry/relay/index.js";
import { passOn, startSandbox } from "./server/sandbox.js";

/** What the page does, and so what its visitors may. */
const OPERATIONS = /** @type {const} */ ([
  ...["createSession", "createInstance", "qrCode", "pairCode", "status", "reboot"],
  ...["groups", "sendText", "sendMedia"],
]);

const { sandbox: program = "sandbox", port: wanted, token } = parseArgs({
  options: {
    sandbox: { type: "string" },
    port: { type: "string", default: "8787" },
    token: { type: "string", default: "sandbox-token" },
  },
}).values;
const { WAWP_ACCESS_TOKEN: liveToken, WAWP_GATEWAY_URL: liveUrl } = process.env;

const sandbox = await startSandbox(program, token);
const server = createServer().listen(Number(wanted), "127.0.0.1");
await once(server, "listening");
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];

/** Those who were here. In a dashboard: who has signed in. @type {Set<string>} */
const visitors = new Set();
// All ports of a machine share their cookies.
const cookie = `wawp-demo-${port}`;

// A pretend gateway fetches nothing: its own samples are there to try, the other origin shows what a list looks like.
const mediaOrigins = [sandbox, "https://files.example"];
/** @type {Record<string, ReturnType<typeof nodeHandler>>} */
const relays = {
  "/wawp": relayTo({ path: "/wawp", gateway: { baseUrl: `${sandbox}/api` }, accessToken: token, mediaOrigins }),
};
if (liveToken) {
  const gateway = liveUrl ? { baseUrl: liveUrl } : "wawp";
  relays["/wawp-live"] = relayTo({ path: "/wawp-live", gateway, accessToken: liveToken });
}

/** What the page is told, to offer what is there. */
const offers = {
  sandbox: { relay: "/wawp", mediaOrigins, samples: `${sandbox}/media` },
  live: liveToken ? { relay: "/wawp-live", name: new URL(liveUrl ?? "https://wawp.net").host } : undefined,
};

server.on("request", (request, response) => {
  const path = request.url?.split("?")[0] ?? "";
  const relay = relays[path];
  if (relay) {
    void relay(request, response);
  } else if (path === "/demo/offers") {
    response.setHeader("content-type", "application/json").end(JSON.stringify(offers));
  } else {
    if (path === "/demo/" && !visitorOf(request.headers.cookie)) response.setHeader("set-cookie", newVisitor());
    passOn(sandbox, request, response);
  }
});
console.log(`demo listening on ${origins[0]}/demo/`);

/**
 * A relay that lets each visitor use the instances that this visitor made.
 *
 * @param {Pick<import("../pkg/relay.js").RelayOptions, "path" | "gateway" | "accessToken" | "mediaOrigins">} what
 */
function relayTo(what) {
  /** Whose each instance is. In a dashboard: a table. @type {Map<string, string>} */
  const owners = new Map();
  const relay = createRelay({
    ...what,
    origins,
    claims: memoryClaims(),
    authorize({ headers }) {
      const visitor = visitorOf(headers.get("cookie"));
      if (!visitor) return undefined;
      const instances = [...owners.keys()].filter((instanceId) => owners.get(instanceId) === visitor);
      return { visitor, instances, operations: OPERATIONS };
    },
    onInstanceCreated({ instanceId, visitor }) {
      // Until a phone is linked to it, a classic gateway gives the same instance to everybody who asks.
      const owner = owners.get(instanceId) ?? visitor;
      if (owner !== visitor) throw new Error(`${instanceId} waits for the phone of another visitor`);
      owners.set(instanceId, visitor);
    },
  });
  return nodeHandler(relay);
}

/** The cookie of somebody who was not here before. */
function newVisitor() {
  const visitor = randomUUID();
  visitors.add(visitor);
  return `${cookie}=${visitor}; HttpOnly; SameSite=Strict; Path=/`;
}

/**
 * The visitor that a cookie names, if it is one who was here.
 *
 * @param {string | null | undefined} header
 */
function visitorOf(header) {
  const [, visitor = ""] = header?.match(new RegExp(`(?:^|; )${cookie}=([^;]*)`)) ?? [];
  return visitors.has(visitor) ? visitor : undefined;
}
