/**
 * The relay: a handler for the server that you already have, between your pages and the gateway. The gateway's token stays
 * there, a page needs no CORS from the gateway, and a message that is asked for twice goes out once.
 */
import type { ClassicGateway, ClientEvent } from "./index.js";

export { WawpError, isWawpError } from "./index.js";

/** What a visitor may do: the methods of the client. `login` and `waitForLogin` need `qrCode` and `status`. */
export type Operation =
  | "createSession"
  | "createInstance"
  | "qrCode"
  /** `status` and `reconnect`. */
  | "status"
  | "pairCode"
  | "sendText"
  | "sendMedia"
  | "groups"
  | "setWebhook"
  | "reboot"
  | "reset"
  | "logout"
  /**
   * A call by hand. It can reach every instance of the account and send any address, so it also needs `instances: "all"`;
   * neither {@link RelayOptions.mediaOrigins} nor the limit of an instance hold for it.
   */
  | "call";

/** Who a visitor is, and what that visitor may use. What is not named is refused. */
export interface Permit {
  /** Who asks: the same text for the same person. Limits and idempotency keys count for each. */
  visitor: string;
  /** The instances that this visitor may use, or `"all"` of the account's. */
  instances?: readonly string[] | "all";
  /** What this visitor may do with them, or `"all"`. */
  operations?: readonly Operation[] | "all";
}

/**
 * Where the relay notes which messages it has taken in hand, and what became of them.
 *
 * Every process that serves the same pages must share one store: a message is sent once because its key can be claimed
 * only once. Keys and values are opaque texts; values carry no token and nothing that a page sent, but what it was told: of a
 * send the id and the number, of other calls their results, for ten minutes.
 */
export interface ClaimStore {
  /**
   * Stores `value` for `ttlMs` milliseconds if nothing is stored under `key`, in one atomic step.
   *
   * Resolves with what was stored before, or with nothing where there was nothing.
   */
  claim(key: string, value: string, ttlMs: number): Promise<string | null | undefined>;
  /** Stores `value` in place of what is stored under `key`. */
  settle(key: string, value: string, ttlMs: number): Promise<void>;
  /** Forgets `key` if `value` is stored under it, in one atomic step: nothing was forwarded for it. */
  release(key: string, value: string): Promise<void>;
}

/** Options of {@link createRelay}. */
export interface RelayOptions {
  /** The account's token, or a function that returns one, given the visitor of the {@link Permit}. */
  accessToken: string | ((visitor: string) => string | Promise<string>);
  /**
   * The gateway that calls are forwarded to. No request can name another.
   *
   * @default "wawp"
   */
  gateway?: "wawp" | ClassicGateway;
  /** The origins of your pages, for example `["https://dashboard.example"]`. Requests from elsewhere are refused. */
  origins: readonly string[];
  /** Where keys are claimed: {@link memoryClaims} for one process, {@link redisClaims} for more. */
  claims: ClaimStore;
  /**
   * Tells who asks and what they may use, from your session cookie for example. Nothing, or `undefined`, refuses.
   *
   * It must not read the request's body.
   */
  authorize(request: Request): Permit | null | undefined | Promise<Permit | null | undefined>;
  /**
   * Told of each new instance before the visitor is, so that you can remember whose it is. When it throws, the visitor
   * is not told the id.
   *
   * Throw when the instance is another visitor's: gateways hand out the one that still waits for its first phone again and
   * again, to whoever asks.
   */
  onInstanceCreated?(created: CreatedInstance): void | Promise<void>;
  /**
   * The path of the relay's address, without what comes after it. Requests to any other path are refused.
   *
   * @default "/wawp"
   */
  path?: string;
  /**
   * The origins that media and webhooks may have, for example `["https://files.example"]`. Without this they may be
   * at any public `https:` name: no address in numbers, no local name, no credentials. A name that leads to a private
   * address can only be kept out by this list.
   */
  mediaOrigins?: readonly string[];
  /**
   * How large a request's body may be in bytes, from 1024 to 1048576.
   *
   * @default 65536
   */
  maxBodyBytes?: number;
  /**
   * How many calls a visitor may make in a minute, from 1 to 100000. Counted in each process.
   *
   * @default 240
   */
  visitorPerMinute?: number;
  /**
   * How many calls may be made with one instance in a minute, from 1 to 100000. Counted in each process.
   *
   * @default 120
   */
  instancePerMinute?: number;
  /**
   * How long a request may take in milliseconds until the gateway has answered, in place of each call's own time (75 s for a
   * send, 65 s for a code, 20 s for the rest) and 10 s more. What has to follow, in your store and in
   * {@link RelayOptions.onInstanceCreated}, may take up to 10 s besides.
   */
  timeoutMs?: number;
  /**
   * How often a call to the gateway may be made again where that can't double anything, from 0 to 10.
   *
   * @default 2
   */
  maxRetries?: number;
  /**
   * Used in place of the global `fetch`. Called as `fetch(url, init)`. On Deno it must keep no idle connections, which
   * `Deno.createHttpClient` can.
   */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Told of each step of each call to the gateway, as a client's `onEvent` is. */
  onEvent?: (event: ClientEvent) => void;
  /**
   * Told what went wrong on your side: what `authorize`, the token function or the store threw. Visitors are not told.
   *
   * @default console.error
   */
  onError?: (error: unknown) => void;
}

/** What {@link RelayOptions.onInstanceCreated} is told. */
export interface CreatedInstance {
  instanceId: string;
  /** Whose it is: the visitor of the {@link Permit}. */
  visitor: string;
  /** The id that it had before a `reset`. */
  replaces?: string;
}

/**
 * Answers one request. Runs as it is on Cloudflare Workers, Deno, Bun and Node (there with {@link nodeHandler}).
 *
 * On Workers, hand over the context too: a send then ends well even when the visitor has left.
 */
export type Relay = (request: Request, context?: { waitUntil?(promise: Promise<unknown>): void }) => Promise<Response>;

/**
 * Makes a relay, for `createClient({ gateway: { relay: "/wawp" } })` in your pages.
 *
 * Throws a {@link WawpError} with `invalid_argument`, whose `path` names the option.
 */
export declare function createRelay(options: RelayOptions): Relay;

/**
 * Claims in the memory of one process, for pages that are served by that process alone. They are lost when it ends.
 *
 * Throws where it is known that processes come and go or share no memory: on Cloudflare Workers, Vercel, AWS Lambda and
 * Deno Deploy, and in a worker of Node's cluster. It can't know of every such place.
 */
export declare function memoryClaims(options?: {
  /**
   * How many keys are kept; when it is full, sends are refused.
   *
   * @default 100000
   */
  maxEntries?: number;
}): ClaimStore;

/**
 * Claims in Redis 7 or Valkey, over your own client of `redis` or `ioredis`, for any number of processes.
 *
 * The server must not evict keys (`maxmemory-policy noeviction`), and keeps them only as well as it is set up to: a restart
 * without persistence or a failover to a replica that lags behind forgets claims. Let the client fail at once where the
 * server is away: `disableOfflineQueue: true` of `redis`; `enableOfflineQueue: false`,
 * `autoResendUnfulfilledCommands: false` and `maxRetriesPerRequest: 0` of `ioredis`.
 */
export declare function redisClaims(
  client: RedisClient,
  options?: {
    /** @default "wawp:" */
    prefix?: string;
  },
): ClaimStore;

/** A client of `redis` or of `ioredis`, a cluster's too. */
export type RedisClient = NodeRedisClient | IoRedisClient;

/** A client of `redis`, as far as it is used here. */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  set(key: string, value: string, options: { PX: number; NX?: true; GET?: true }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** A client of `ioredis`, as far as it is used here. */
export interface IoRedisClient {
  readonly setBuffer: unknown;
  set(key: string, value: string, unit: "PX", ttlMs: number): Promise<unknown>;
  set(key: string, value: string, unit: "PX", ttlMs: number, condition: "NX", get: "GET"): Promise<unknown>;
  eval(script: string, keys: number, key: string, value: string): Promise<unknown>;
}

/**
 * Adapts a relay for `node:http`, Express and whatever calls `(request, response)`.
 *
 * Behind a body parser it takes what that has parsed.
 */
export declare function nodeHandler(relay: Relay): (request: NodeRequest, response: NodeResponse) => Promise<void>;

/** `http.IncomingMessage`, as far as it is used here. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  method?: string | undefined;
  url?: string | undefined;
  /** Express: the whole path, where `url` lacks what the handler is mounted at. */
  originalUrl?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  headersDistinct?: Record<string, string[] | undefined> | undefined;
  readableEnded?: boolean | undefined;
  destroy?: ((error?: Error) => unknown) | undefined;
  body?: unknown;
}

/** `http.ServerResponse`, as far as it is used here. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: string): unknown;
}
