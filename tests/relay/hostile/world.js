// What the tests of this folder share: a gateway with linked phones, the people that a relay knows, and relays whose every
// step is noted.

import { createServer } from "node:http";
import { after, before } from "node:test";
import { createRelay, memoryClaims, nodeHandler } from "../../../pkg/entry/relay/index.js";
import { listen, startSandbox } from "../../package/helpers.js";

/** A token that looks different in every encoding. */
export const TOKEN = 's4nd/b0x+"t0k&n<%>';
/** The page that may call. */
export const ORIGIN = "https://dash.example";
/** What a host's own function throws: no page may read any of it. */
export const HOSTS_WORDS = "hosts-0wn-w0rds at /srv/app/relay.js:7:3";

/**
 * Uses one gateway for the tests of a file. Its phones: one of Ada's, one of Bob's.
 *
 * @param {(world: object) => Promise<void>} [prepare] what else has to be there
 */
export function useWorld(prepare = async () => {}) {
  const world = { relays: [] };
  before(async () => {
    world.sandbox = await startSandbox(["--token", TOKEN]);
    world.ada = await link(world.sandbox, "84987600001");
    world.bob = await link(world.sandbox, "84987600002");
    await prepare(world);
  });
  after(async () => {
    await Promise.all(world.relays.map(({ stop }) => stop?.()));
    await world.sandbox?.stop();
  });
  return world;
}

/** Makes an instance with a phone. */
export async function link({ gatewayUrl, control }, phone) {
  const { instance_id } = await callGateway(gatewayUrl, "create_instance");
  await callGateway(gatewayUrl, "get_qrcode", { instance_id });
  await control(`instances/${instance_id}/scan`, { phone });
  return instance_id;
}

async function callGateway(gatewayUrl, name, parameters) {
  const query = new URLSearchParams({ access_token: TOKEN, ...parameters });
  return (await fetch(`${gatewayUrl}/${name}?${query}`)).json();
}

/** What each person may do, by the word in the request's `Authorization`. */
export function permitOf(world, request) {
  switch (request.headers.get("authorization")) {
    case "Bearer ada":
      return { visitor: "ada", instances: [world.ada], operations: "all" };
    case "Bearer bob":
      return { visitor: "bob", instances: [world.bob], operations: ["sendText"] };
    case "Bearer eve":
      return { visitor: "eve" };
    case "Bearer root":
      return { visitor: "root", instances: "all", operations: "all" };
    default:
      return undefined;
  }
}

/**
 * Makes a relay before a world's gateway. `noted` has what it asked of its host, and `forwarded` what it sent to anywhere.
 */
export function makeRelay(world, options = {}) {
  const noted = { authorized: 0, tokens: [], claims: [], errors: [], created: [] };
  const forwarded = [];
  const relay = createRelay({
    accessToken: (visitor) => (noted.tokens.push(visitor), TOKEN),
    gateway: { baseUrl: world.sandbox.gatewayUrl },
    origins: [ORIGIN],
    visitorPerMinute: 100_000,
    instancePerMinute: 100_000,
    onError: (error) => noted.errors.push(error),
    onInstanceCreated: (created) => void noted.created.push(created),
    authorize: (request) => ((noted.authorized += 1), permitOf(world, request)),
    ...options,
    claims: noting(options.claims ?? memoryClaims(), noted.claims),
    fetch: (url, init) => (forwarded.push(url), (options.fetch ?? fetch)(url, init)),
  });
  return { relay, noted, forwarded };
}

/** A store that notes what it is asked. */
function noting(store, claims) {
  const note =
    (name) =>
    (...words) => {
      claims.push([name, ...words]);
      return store[name](...words);
    };
  return { claim: note("claim"), settle: note("settle"), release: note("release") };
}

/** Lets a relay answer on loopback, until the tests of the file end. */
export async function serveRelay(world, made) {
  const server = createServer(nodeHandler(made.relay));
  const place = await listen(server);
  world.relays.push(place);
  return { ...made, ...place, port: Number(new URL(place.origin).port) };
}

/** How many requests and messages the gateway has seen. */
export async function seenBy({ sandbox }) {
  const [{ requests }, { messages }] = await Promise.all([sandbox.control("requests"), sandbox.control("messages")]);
  const newest = requests.at(-1)?.at;
  return { requests: requests.length, newest, messages: messages.reduce((sum, { count }) => sum + count, 0) };
}
