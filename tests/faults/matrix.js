// Every fault of the sandbox against every kind of call: what the package says, what it asked for, what the sandbox got.
// The same in Node and in a page.

const GROUP = "84987600001-1618740000@g.us";
const PERSON = "+84 933 313 000";
const mediaUrl = "https://files.example/price-list.pdf";

/** The calls: their name on the wire, whether a phone must be linked, and what calling twice does. */
export const CALLS = {
  sendText: { wire: "send", effect: "send", run: (instance) => instance.sendText({ to: PERSON, text: "hello" }) },
  sendTextToGroup: { wire: "send_group", effect: "send", run: (instance) => instance.sendText({ to: GROUP, text: "hello" }) },
  sendMedia: { wire: "send", effect: "send", run: (instance) => instance.sendMedia({ to: PERSON, mediaUrl }) },
  sendMediaToGroup: { wire: "send_group", effect: "send", run: (instance) => instance.sendMedia({ to: GROUP, mediaUrl }) },
  status: { wire: "reconnect", effect: "repeatable", run: (instance) => instance.status() },
  groups: { wire: "get_groups", effect: "repeatable", run: (instance) => instance.groups() },
  createInstance: { wire: "create_instance", effect: "repeatable", run: (_instance, client) => client.createInstance() },
  setWebhook: {
    wire: "set_webhook",
    effect: "repeatable",
    run: (instance) => instance.setWebhook({ url: "https://a.example/hook", enabled: true }),
  },
  createSession: { wire: "createSession", effect: "once", wawp: true, run: (_instance, client) => client.createSession({ name: "Shop" }) },
  qrCode: { wire: "get_qrcode", effect: "once", unlinked: true, run: (instance) => instance.qrCode() },
  pairCode: { wire: "get_paircode", effect: "once", unlinked: true, run: (instance) => instance.pairCode({ phone: PERSON }) },
  reboot: { wire: "reboot", effect: "once", run: (instance) => instance.reboot() },
  reset: { wire: "reset_instance", effect: "once", run: (instance) => instance.reset() },
  logout: { wire: "logout", effect: "once", run: (instance) => instance.logout() },
  call: {
    wire: "reconnect",
    effect: "once",
    run: (instance, client) => client.call({ path: "reconnect", method: "GET", query: { instance_id: instance.id } }),
  },
};

/** A deadline that no answer in time meets, and one that what these faults ask for doesn't fit in. */
const HASTE_MS = { slow: 400, stalled: 400, qr_late: 400, rate_limited: 900, status_503_retry_after: 900 };

/** Walks these faults, all calls of each, and gives what came of each pair. */
export async function runMatrix(wawp, sandbox, faults, inspect = () => "") {
  const rows = [];
  for (const fault of faults) {
    for (const [name, call] of Object.entries(CALLS)) {
      if (fault.calls.length > 0 && !fault.calls.includes(call.wire)) continue;
      rows.push({ fault: fault.name, call: name, ...(await meet(wawp, sandbox, fault, call, inspect)) });
    }
  }
  return rows;
}

async function meet({ createClient, isWawpError }, { origin, accessToken }, fault, call, inspect) {
  const control = async (path, body) => {
    const init = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    return (await fetch(`${origin}/sandbox/${path}`, init)).json();
  };
  const isJson = fault.name === "preflight_refused";
  const baseUrl = `${origin}/api`;
  const gateway = call.wawp ? "wawp" : { baseUrl, encoding: isJson ? "json" : "form" };
  await control("reset", {});
  const events = [];
  let fetches = 0;
  const [, timeoutMs] = Object.entries(HASTE_MS).find(([start]) => fault.name.startsWith(start)) ?? [undefined, 10_000];
  const counted = (url, init) => {
    fetches += 1;
    return fetch(url.replace(/^https:\/\/(app\.)?wawp\.net/, `${origin}/wawp`), init);
  };
  const accessTokenOf = () => accessToken;
  const prepare = await createClient({ accessToken: accessTokenOf, gateway: { baseUrl } });
  const client = await createClient({
    accessToken: accessTokenOf,
    gateway,
    fetch: counted,
    timeoutMs,
    onEvent: (event) => events.push(event),
  });
  const { instanceId } = await prepare.createInstance();
  if (!call.unlinked) {
    await prepare.instance(instanceId).qrCode();
    await control(`instances/${instanceId}/scan`, {});
  }
  const before = (await control("requests")).requests.length;
  const text = fault.name === "error_text" ? "Relogin required" : undefined;
  await control("faults", { fault: fault.name, call: call.wire, text, ms: fault.name.startsWith("stalled") ? 3_000 : undefined });
  const told = await call.run(client.instance(instanceId), client).then(
    (result) => ({ result }),
    (error) => ({ error }),
  );
  const { messages } = await control("messages");
  const { requests } = await control("requests");
  const { error, result } = told;
  return {
    effect: call.effect,
    isError: error !== undefined,
    isOurs: error === undefined || isWawpError(error),
    ...(error === undefined
      ? { state: result?.state ?? "done" }
      : pick(error, ["code", "reason", "delivery", "retryable", "attempts", "retryAfterMs"])),
    fetches,
    received: requests.slice(before).filter(({ method }) => method !== "OPTIONS").length,
    arrived: messages.reduce((sum, { count }) => sum + count, 0),
    requestEvents: events.filter(({ type }) => type === "request").length,
    responseEvents: events.filter(({ type }) => type === "response").length,
    leaks: leaks([...strings(told), ...strings(events), inspect(told), inspect(events)].join("\n"), accessToken),
  };
}

function pick(object, keys) {
  return Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));
}

/** Every text in a value, whether it is shown or not. */
function strings(value, seen = new Set()) {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object" || seen.has(value)) return [];
  seen.add(value);
  const own = Object.getOwnPropertyNames(value).flatMap((key) => [key, ...strings(value[key], seen)]);
  return value instanceof Error ? [String(value), ...own] : own;
}

/** The forms of the token that a text shows. */
function leaks(text, token) {
  const inUrl = encodeURIComponent(token);
  const forms = {
    plain: token,
    url: inUrl,
    form: String(new URLSearchParams({ token })).slice("token=".length),
    twice: encodeURIComponent(inUrl),
    json: JSON.stringify(token).slice(1, -1),
    php: JSON.stringify(token).slice(1, -1).replaceAll("/", "\\/"),
    base64: btoa(token).replaceAll("=", ""),
  };
  return Object.keys(forms).filter((name) => text.includes(forms[name]));
}
