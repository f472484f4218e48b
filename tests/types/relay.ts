// The relay, as a server writes it. `check.js` compiles this and counts the comments, as in `usage.ts`.

import { createClient } from "wawp-client";
import { createRelay, isWawpError, memoryClaims, nodeHandler, redisClaims, WawpError } from "wawp-client/relay";
import type {
  ClaimStore,
  CreatedInstance,
  IoRedisClient,
  NodeRedisClient,
  NodeRequest,
  NodeResponse,
  Operation,
  Permit,
  Relay,
  RelayOptions,
} from "wawp-client/relay";

export async function behindARelay(): Promise<void> {
  // ok: a page needs the relay's address alone
  const wawp = await createClient({ gateway: { relay: "/wawp" } });
  // ok: and may have every other option
  await createClient({ gateway: { relay: "https://relay.example/wawp" }, timeoutMs: 1000, defaultCountryCode: "84" });
  // @ts-expect-error: the token is the relay's business
  await createClient({ gateway: { relay: "/wawp" }, accessToken: "token" });
  const instance = wawp.instance("I");
  // ok: a message has a key of its own
  await instance.sendText({ to: "84933313000", text: "hello" }, { idempotencyKey: "order-17" });
  // ok: a file too
  await instance.sendMedia({ to: "84933313000", mediaUrl: "https://a.example/b.pdf" }, { idempotencyKey: "order-17" });
  // @ts-expect-error: what is no send has none
  await instance.status({ idempotencyKey: "order-17" });
}

export function relays(redis: NodeRedisClient, ioredis: IoRedisClient): void {
  const who = (request: Request): Permit | undefined =>
    request.headers.has("cookie") ? { visitor: "ann", instances: ["I"], operations: ["sendText", "status"] } : undefined;
  const required = { accessToken: "token", origins: ["https://a.example"], claims: memoryClaims(), authorize: who };
  // ok: what has to be there
  const relay: Relay = createRelay(required);
  const options: RelayOptions = {
    ...required,
    accessToken: async (visitor: string) => visitor,
    gateway: { baseUrl: "https://gateway.example/api", encoding: "json" },
    authorize: async () => ({ visitor: "ann", instances: "all", operations: "all" }),
    onInstanceCreated: async ({ instanceId, visitor, replaces }: CreatedInstance) => console.log(instanceId, visitor, replaces),
    path: "/api/wawp",
    mediaOrigins: ["https://files.example"],
    maxBodyBytes: 4096,
    visitorPerMinute: 60,
    instancePerMinute: 60,
    timeoutMs: 30_000,
    maxRetries: 0,
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    onEvent: (event) => console.log(event.type),
    onError: (error: unknown) => console.error(error),
  };
  // ok: every option
  createRelay(options);
  // ok: it takes a request, and what Workers hand over
  const answered: Promise<Response> = relay(new Request("https://a.example/wawp"), { waitUntil: (promise) => void promise });
  void answered;
  // ok: claims in Redis
  const stores: ClaimStore[] = [redisClaims(redis), redisClaims(ioredis, { prefix: "claims:" })];
  // ok: Node's own server
  const handle: (request: NodeRequest, response: NodeResponse) => Promise<void> = nodeHandler(relay);
  void [stores, handle];
  // @ts-expect-error: who may do what has to be said
  createRelay({ accessToken: "token", origins: ["https://a.example"], claims: memoryClaims() });
  // @ts-expect-error: where keys are claimed has to be said
  createRelay({ accessToken: "token", origins: ["https://a.example"], authorize: who });
  // @ts-expect-error: a relay calls a gateway, not another relay
  createRelay({ ...required, gateway: { relay: "/wawp" } });
  // @ts-expect-error: an operation has the name of a method
  const wrong: Operation = "send";
  // @ts-expect-error: a store does all three
  const half: ClaimStore = { claim: async () => undefined, settle: async () => {} };
  void [wrong, half];
}

export function failures(error: unknown): boolean {
  // ok: errors are those of the client
  return isWawpError(error) && error instanceof WawpError;
}
