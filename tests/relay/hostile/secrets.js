// Faults of the sandbox against kinds of calls, once by a client with the token and once by a client behind a relay: both are
// told the same, and behind the relay nothing is told that belongs to the host or the gateway.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createRelay, memoryClaims } from "../../../pkg/entry/relay/index.js";
import { createClient } from "../../../pkg/entry/node.js";
import { CALLS } from "../../faults/matrix.js";
import { startSandbox } from "../../package/helpers.js";
import { assertDiscreet } from "./attack.js";
import { ORIGIN, TOKEN } from "./world.js";

const WORKERS = 4;
/** How long a call may take: too short for what never answers, and for what these faults ask for. */
const [TIMEOUT_MS, HASTE_MS] = [10_000, 250];
const HASTY = /^(slow|stalled|qr_late)/;
const PATIENCE_ASKED = /^(rate_limited|status_503_retry_after)/;

/** What takes the phone away, or may do so late. */
const UNLINKS = /^(reboot|reset|logout|instance_gone|logout_mid_send)/;

/** Meets faults with calls, and gives what came of each pair. */
async function walk(pick) {
  const sandboxes = await Promise.all(Array.from({ length: WORKERS }, () => startSandbox(["--token", TOKEN])));
  const { random } = Math;
  // No dice: waits that nobody asked for are none.
  Math.random = () => 0;
  try {
    const pairs = pick((await sandboxes[0].control("faults")).known);
    const rows = [];
    const work = async (sandbox) => {
      for (let pair = pairs.shift(); pair; pair = pairs.shift()) {
        const direct = await meet(sandbox, pair, openDirect);
        const relayed = await meet(sandbox, pair, openRelayed);
        rows.push({ ...pair, name: `${pair.fault.name}, ${pair.call}`, direct, relayed, gatewayUrl: sandbox.gatewayUrl });
      }
    };
    await Promise.all(sandboxes.map(work));
    return rows;
  } finally {
    Math.random = random;
    await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
  }
}

/** An instance as a call needs it; one that is linked already, if there is one, as codes take a while to draw. */
async function instanceFor(sandbox, { unlinked }) {
  const { control, gatewayUrl } = sandbox;
  if (sandbox.linked && !unlinked) return sandbox.linked;
  await control("reset", {});
  const ask = async (call, words) => {
    const response = await fetch(`${gatewayUrl}/${call}?${new URLSearchParams({ access_token: TOKEN, ...words })}`);
    return response.json();
  };
  const { instance_id } = await ask("create_instance");
  if (!unlinked) {
    await ask("get_qrcode", { instance_id });
    await control(`instances/${instance_id}/scan`, {});
  }
  sandbox.linked = unlinked ? undefined : instance_id;
  return instance_id;
}

/** Makes a call that meets a fault, by a client that `open` makes. */
async function meet(sandbox, { fault, call: name }, open) {
  const { control, origin, gatewayUrl } = sandbox;
  const call = CALLS[name];
  const instanceId = await instanceFor(sandbox, call);
  if (UNLINKS.test(name) || UNLINKS.test(fault.name)) sandbox.linked = undefined;
  const text = fault.name === "error_text" ? "Relogin required" : undefined;
  await control("faults", { fault: fault.name, call: call.wire, text, ms: fault.name.startsWith("stalled") ? 1_000 : undefined });
  const gateway = call.wawp ? "wawp" : { baseUrl: gatewayUrl };
  const toSandbox = (url, init) => fetch(url.replace(/^https:\/\/(app\.)?wawp\.net/, `${origin}/wawp`), init);
  const timeoutMs = HASTY.test(fault.name) ? HASTE_MS : PATIENCE_ASKED.test(fault.name) ? 900 : TIMEOUT_MS;
  const events = [];
  const { client, ...others } = await open({ gateway, fetch: toSandbox, timeoutMs, onEvent: (event) => events.push(event) });
  const told = await call.run(client.instance(instanceId), client).then(
    (result) => ({ result }),
    (error) => ({ error }),
  );
  await fetch(`${origin}/sandbox/faults`, { method: "DELETE" });
  return { ...told, events, ...others };
}

async function openDirect(options) {
  return { client: await createClient({ accessToken: () => TOKEN, ...options }) };
}

/** A client behind a relay, and the answers that reach it, as they are on the wire. */
async function openRelayed({ onEvent, ...options }) {
  const answers = [];
  const claims = [];
  const { claim, settle, release } = memoryClaims();
  const relay = createRelay({
    ...options,
    onEvent,
    accessToken: () => TOKEN,
    origins: [ORIGIN],
    authorize: () => ({ visitor: "ada", instances: "all", operations: "all" }),
    onError: (error) => assert.fail(error),
    claims: {
      claim: (...words) => (claims.push(words), claim(...words)),
      settle: (...words) => (claims.push(words), settle(...words)),
      release,
    },
  });
  const client = await createClient({
    gateway: { relay: "https://relay.example/wawp" },
    fetch: async (url, init) => {
      const response = await relay(new Request(url, { ...init, headers: { ...init.headers, origin: ORIGIN } }));
      answers.push({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.clone().text(),
      });
      return response;
    },
    onEvent,
  });
  return { client, answers, claims };
}

/** What a client is told, as far as both must be told the same. */
function said({ result, error }) {
  if (error === undefined) return { state: result?.state ?? "done" };
  const { code, reason, delivery, retryable, attempts, status, path, retryAfterMs } = error;
  return { code, reason, delivery, retryable, attempts, status, path, hasToWait: retryAfterMs !== undefined };
}

/** Every text in a value, whether it is shown or not. */
function strings(value, seen = new Set()) {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object" || seen.has(value)) return [];
  seen.add(value);
  return [
    ...Object.getOwnPropertyNames(value).flatMap((key) => [key, ...strings(value[key], seen)]),
    ...(value instanceof Error ? [String(value)] : []),
  ];
}

/** The token in each form that a text may show. */
const FORMS = [
  TOKEN,
  encodeURIComponent(TOKEN),
  encodeURIComponent(encodeURIComponent(TOKEN)),
  String(new URLSearchParams({ token: TOKEN })).slice("token=".length),
  JSON.stringify(TOKEN).slice(1, -1),
  JSON.stringify(TOKEN).slice(1, -1).replaceAll("/", "\\/"),
  btoa(TOKEN).replaceAll("=", ""),
  [...TOKEN].map((letter) => (/\w/.test(letter) ? letter : `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)).join(""),
  [...TOKEN].map((letter) => (/\w/.test(letter) ? letter : `\\u00${letter.charCodeAt(0).toString(16)}`)).join(""),
  [...TOKEN].map((letter) => (/\w/.test(letter) ? letter : `&#${letter.charCodeAt(0)};`)).join(""),
];

function assertNoToken(texts, name) {
  const all = texts.join("\n");
  for (const form of FORMS) assert.ok(!all.includes(form), `${name}: shows the token as ${form}`);
}

/** The calls that a fault can happen to. */
export function callsOf({ calls }) {
  return Object.keys(CALLS).filter((name) => calls.length === 0 || calls.includes(CALLS[name].wire));
}

/**
 * Proves it for pairs of faults and calls.
 *
 * @param {(faults: object[]) => { fault: object, call: string }[]} pick
 * @param {number} least how many pairs there must be
 */
export function provesSecrets(pick, least) {
  let rows = [];
  before(async () => (rows = await walk(pick)));

  test("is told alike", () => {
    assert.ok(rows.length >= least, `${rows.length} pairs`);
    const differences = rows.flatMap(({ name, direct, relayed }) => {
      const [one, other] = [said(direct), said(relayed)];
      const keys = Object.keys({ ...one, ...other }).filter((key) => one[key] !== other[key]);
      return keys.length === 0
        ? []
        : [`${name}: ${keys.map((key) => `${key}: ${one[key]} by itself, ${other[key]} behind a relay`).join("; ")}`];
    });
    assert.deepEqual(differences, []);
  });

  test("shows no token, nor anything from within", () => {
    for (const { name, call, relayed, gatewayUrl } of rows) {
      const { result, error, events, answers, claims } = relayed;
      // The result of a call by hand is the gateway's own, whatever addresses it has in it.
      if (call !== "call" || error) for (const answer of answers) assertDiscreet(answer, gatewayUrl, name);
      const onTheWire = answers.flatMap(({ headers, text }) => [...Object.entries(headers).flat(), text]);
      assertNoToken([...strings([result, error, events, claims]), ...onTheWire], name);
    }
  });

  test("shows nothing of an error that the gateway wrote", () => {
    for (const { name, relayed } of rows) {
      for (const { text } of relayed.answers) {
        const { error } = JSON.parse(text);
        assert.equal(error?.body, undefined, name);
        assert.doesNotMatch(
          error?.message ?? "",
          /gateway said|Relogin|Undefined array key|No account has|<\w|ErrorException|doctype/i,
          name,
        );
      }
      assert.deepEqual([relayed.error?.body, relayed.error?.cause], [undefined, undefined], name);
    }
  });
}
