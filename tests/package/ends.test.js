// How calls end, in Node and on a page: at once, with the truth about the message, and with nothing left behind.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { listen, makeApp, node, serve, startBrowser } from "./helpers.js";

/** How late a call may end after what ends it, in milliseconds: on an idle machine it is less than 50. */
const PATIENCE_MS = 500;
/** When the calls of these tests are ended, in milliseconds. */
const END_MS = 100;
const SECRET = "s3cr3t-t0k3n";

/**
 * What a call meets, when it is ended, and how it ends: its code, its delivery, its requests.
 *
 * `gateway` is what the gateway does. `abort` is when the caller aborts: before the call, in the same turn, or later.
 */
const CASES = [
  { name: "a success", gateway: "done", ends: "sent" },
  { name: "a refusal", gateway: "refused", ends: "not_connected rejected 1" },
  { name: "a broken connection", gateway: "cut", ends: "network unknown 1" },
  { name: "a broken connection of a call that only asks", gateway: "cut", method: "status", maxRetries: 0, ends: "network unknown 1" },
  { name: "a wait that does not fit", gateway: "limited", timeoutMs: 50_000, ends: "rate_limited rejected 1" },
  { name: "a timeout without an answer", gateway: "silent", timeoutMs: END_MS, ends: "timeout unknown 1" },
  { name: "a timeout in a body", gateway: "dripping", timeoutMs: END_MS, ends: "timeout unknown 1" },
  { name: "a timeout before the token is there", token: "never", timeoutMs: END_MS, ends: "timeout not_sent 0" },
  { name: "an abort without an answer", gateway: "silent", abort: "later", ends: "aborted unknown 1" },
  { name: "an abort in a body", gateway: "dripping", abort: "later", ends: "aborted unknown 1" },
  { name: "an abort in a wait", gateway: "limited", abort: "later", ends: "aborted rejected 1" },
  { name: "an abort before the token is there", token: "never", abort: "later", ends: "aborted not_sent 0" },
  { name: "an abort before the call", abort: "before", ends: "aborted not_sent 0" },
  { name: "an abort in the same turn", abort: "at once", ends: "aborted not_sent 0" },
];

/** Makes a call and reports how it ended and what it left. This and its like run elsewhere: they use nothing outside them. */
async function end({ createClient }, { timers, listeners, show }, { origin, secret, endMs }, situation) {
  const { gateway = "done", method = "sendText", token, abort, timeoutMs, maxRetries, id } = situation;
  const requests = [];
  const held = [];
  const controller = new AbortController();
  const { signal } = controller;
  const wawp = await createClient({
    accessToken: () => (token === "never" ? new Promise(() => {}) : secret),
    gateway: { baseUrl: `${origin}/${gateway}/${id}` },
    fetch: (url, init) => {
      requests.push({ url, ...init });
      held.push({ timers: timers() - timersBefore, listeners: listeners(signal) });
      return fetch(url, init);
    },
  });
  const instance = wawp.instance("I");
  if (abort === "before") controller.abort("enough");
  const timersBefore = timers();
  const began = performance.now();
  const callOptions = { signal, timeoutMs, maxRetries };
  const options = method === "sendText" ? [{ to: "+84 933 313 000", text: "hello" }] : [];
  const call = instance[method](...options, callOptions);
  if (abort === "at once") controller.abort("enough");
  if (abort === "later") setTimeout(() => controller.abort("enough"), endMs);
  const [result, error] = await call.then((value) => [value], (error) => [undefined, error]);
  const ms = performance.now() - began;
  // What holds the call is let go a turn later at most.
  await new Promise((resolve) => setTimeout(resolve, 0));
  const left = { timers: timers() - timersBefore, listeners: listeners(signal) };
  // The gateway sees a closed connection a moment later.
  const isOpen = async () => (await fetch(`${origin}/open/${id}`)).json();
  while ((await isOpen()) && performance.now() - began < ms + endMs * 5);
  return {
    ends: error ? [error.code, error.delivery, error.attempts].join(" ") : result.state,
    retryAfterMs: error?.retryAfterMs,
    cause: error?.cause && String(error.cause),
    ms,
    held,
    left: { ...left, open: await isOpen() },
    isAborted: requests.every((request) => request.signal.aborted),
    shown: error && [String(error), error.stack, JSON.stringify(error), String(error.cause?.stack), ...show(error)],
  };
}

/** Makes a thousand calls with one signal, every third of which fails, and reports what they left. */
async function thousand({ createClient }, { timers, listeners }) {
  const sent = { status: "success", message: { key: { id: "BAE5" } } };
  let calls = 0;
  const wawp = await createClient({
    accessToken: () => "token",
    fetch: async () => {
      calls += 1;
      if (calls % 3 === 0) throw new TypeError("Failed to fetch");
      return new Response(JSON.stringify(sent));
    },
  });
  const { signal } = new AbortController();
  const timersBefore = timers();
  for (let call = 0; call < 1_000; call += 1) {
    await wawp.instance("I").sendText({ to: "+84 933 313 000", text: "hello" }, { signal }).catch(() => {});
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  return { calls, timers: timers() - timersBefore, listeners: listeners(signal) };
}

/** Fails in the ways of test doubles and engines that hang the request on what they throw, and reports what errors show. */
async function leak({ createClient }, { show }, { secret }) {
  const thrown = (request, message) =>
    Object.assign(new TypeError(message, { cause: Object.assign(new Error(request.url), { request }) }), { request });
  const doubles = [
    (request) => Promise.reject(thrown(request, `Failed to fetch ${request.url}`)),
    (request) => {
      throw thrown(request, request.url);
    },
    (request) => Promise.reject(request.url),
    async (request) => new Response(`no such page: ${request.url}`, { status: 404 }),
    async (request) => new Response(JSON.stringify({ status: "error", message: `${request.url} failed` })),
    async (request) => new Response(JSON.stringify({ status: "error", message: `?`, sent: await request.text() })),
  ];
  const shown = [];
  for (const double of doubles) {
    const fetch = (...words) => double(new Request(...words));
    const gateway = { baseUrl: "https://gateway.example/api" };
    const wawp = await createClient({ accessToken: () => secret, gateway, fetch, maxRetries: 0 });
    const instance = wawp.instance("I");
    for (const call of [instance.groups(), instance.sendText({ to: "+84 933 313 000", text: "hello" })]) {
      const error = await call.catch((error) => error);
      shown.push(String(error), error.stack, JSON.stringify(error), String(error.cause?.stack), ...show(error));
    }
  }
  return shown;
}

/** Stops the page or process beyond a call's deadline, as a machine does that sleeps, and reports what was sent then. */
async function sleepThrough({ createClient }, _, __, { during }) {
  const sleep = (ms) => {
    for (const until = performance.now() + ms; performance.now() < until; );
  };
  let requests = 0;
  const wawp = await createClient({
    accessToken: () => {
      if (during === "token") sleep(400);
      return "token";
    },
    fetch: async () => {
      requests += 1;
      return new Response("", { status: 429, headers: { "retry-after-ms": "50" } });
    },
  });
  const timeoutMs = during === "token" ? 200 : 800;
  const call = wawp.instance("I").sendText({ to: "+84 933 313 000", text: "hello" }, { timeoutMs });
  if (during === "wait") setTimeout(() => sleep(1_200), 20);
  const { code, delivery, attempts } = await call.catch((error) => error);
  return { ends: [code, delivery, attempts].join(" "), requests };
}

/** Aborts when the call tells of its first request, and reports what was sent all the same. */
async function abortOnRequest({ createClient }) {
  const controller = new AbortController();
  let requests = 0;
  const wawp = await createClient({
    accessToken: () => "token",
    onEvent: ({ type }) => type === "request" && controller.abort(),
    fetch: async () => (requests += 1, new Response("")),
  });
  const { signal } = controller;
  const call = wawp.instance("I").sendText({ to: "+84 933 313 000", text: "hello" }, { signal });
  const { code, delivery, attempts } = await call.catch((error) => error);
  return { ends: [code, delivery, attempts].join(" "), requests };
}

/** Lets a page count its timers and the listeners of its signals; runs before any other script. */
function keepCount() {
  const timers = new Set();
  const listeners = new Map();
  const { setTimeout, clearTimeout } = globalThis;
  globalThis.setTimeout = (handler, ...rest) => {
    const timer = setTimeout((...values) => {
      timers.delete(timer);
      handler(...values);
    }, ...rest);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const of = (signal) => listeners.get(signal) ?? listeners.set(signal, new Set()).get(signal);
  EventTarget.prototype.addEventListener = function (type, listener, ...rest) {
    if (this instanceof AbortSignal && type === "abort") of(this).add(listener);
    return addEventListener.call(this, type, listener, ...rest);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, ...rest) {
    if (this instanceof AbortSignal) of(this).delete(listener);
    return removeEventListener.call(this, type, listener, ...rest);
  };
  globalThis.counts = {
    timers: () => timers.size,
    listeners: (signal) => of(signal).size,
    show: (error) => (console.log("shown", error, { error }), []),
  };
}

const PARTS = { end, thousand, leak, sleepThrough, abortOnRequest };
const files = {
  "parts.js": Object.values(PARTS).map((part) => `export ${part}\n`).join(""),
  "run.js": `import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import * as wawp from "wawp-client";
import * as parts from "./parts.js";
const counts = {
  timers: () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
  listeners: (signal) => getEventListeners(signal, "abort").length,
  show: (error) => [inspect(error, { depth: 20, showHidden: true })],
};
const [part, world, ...situations] = JSON.parse(process.argv[2]);
const reports = [];
for (const situation of situations) reports.push(await parts[part](wawp, counts, world, situation));
console.log(JSON.stringify(reports));
`,
  "index.html": `<!doctype html><title>Application</title><script type="module" src="main.js"></script>\n`,
  "main.js": `import * as wawp from "./node_modules/wawp-client/entry/web.js";
import * as parts from "./parts.js";
globalThis.run = async (part, world, ...situations) => {
  const reports = [];
  for (const situation of situations) reports.push(await parts[part](wawp, globalThis.counts, world, situation));
  return reports;
};
`,
  "exit.js": `import { createClient } from "wawp-client";
const [baseUrl, code] = process.argv.slice(2);
const wawp = await createClient({ accessToken: "token", gateway: { baseUrl } });
const options = { timeoutMs: 75_000, signal: new AbortController().signal };
const sent = await wawp.instance("I").sendText({ to: "+84 933 313 000", text: "hello" }, options).catch((error) => error);
if (sent.state !== code && sent.code !== code) throw sent;
`,
};

/** Starts a gateway whose addresses say what it does: `/silent/7/send` is answered never, and is that of case 7. */
async function startGateway() {
  const open = new Map();
  const json = { "content-type": "application/json" };
  const answers = {
    done: (_, response) =>
      response.writeHead(200, json).end(JSON.stringify({ status: "success", message: { key: { id: "BAE5" } } })),
    refused: (request, response) =>
      response
        .writeHead(200, json)
        .end(JSON.stringify({ status: "error", message: "Relogin required", asked: request.url, token: SECRET })),
    cut: (request) => request.socket.destroy(),
    limited: (_, response) => response.writeHead(429, { "retry-after": "60" }).end(),
    silent: () => {},
    dripping: (_, response) => {
      response.writeHead(200, json).write("{");
      const drops = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drops));
    },
    open: (_, response, id) => response.writeHead(200, json).end(String(open.get(id) ?? 0)),
  };
  const server = createServer((request, response) => {
    const [, what, id] = new URL(request.url, "http://localhost").pathname.split("/");
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "retry-after");
    if (what !== "open") {
      open.set(id, (open.get(id) ?? 0) + 1);
      response.on("close", () => open.set(id, open.get(id) - 1));
    }
    // A form has arrived before it is answered.
    request.resume().on("end", () => answers[what](request, response, id));
  });
  return listen(server);
}

let app;
let browser;
let gateway;
let server;
before(async () => {
  [app, browser, gateway] = await Promise.all([makeApp(files), startBrowser(), startGateway()]);
  server = await serve(app.path);
});
after(async () => {
  await server?.stop();
  await gateway?.stop();
  await browser?.close();
  await app?.remove();
});

let cases = 0;

/** Where the parts run: each gives the reports, and all that the console was told, as a person can unfold it. */
const PLACES = {
  async "in Node"(...run) {
    const printed = await node(app.path, ["--unhandled-rejections=strict", "run.js", JSON.stringify(run)]);
    return { reports: JSON.parse(printed), logged: "" };
  },
  async "on a page"(...run) {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      const devtools = await context.newCDPSession(page);
      const told = [];
      devtools.on("Runtime.consoleAPICalled", ({ args }) => told.push(args));
      await devtools.send("Runtime.enable");
      await page.addInitScript(keepCount);
      await page.goto(`${server.origin}/index.html`);
      await page.waitForFunction(() => globalThis.run);
      const reports = await page.evaluate((run) => globalThis.run(...run), run);
      const shown = [];
      for (const { objectId } of told.flat()) {
        if (objectId) shown.push(await devtools.send("Runtime.getProperties", { objectId, ownProperties: false }));
      }
      assert.deepEqual(problems, []);
      return { reports, logged: JSON.stringify([told, shown]) };
    } finally {
      await context.close();
    }
  },
};

for (const [place, runThere] of Object.entries(PLACES)) {
  const run = (part, ...situations) =>
    runThere(part, { origin: gateway.origin, secret: SECRET, endMs: END_MS }, ...situations);

  describe(place, () => {
    test("each call ends at once, tells the truth and leaves nothing", async (context) => {
      const situations = CASES.map((situation) => ({ ...situation, id: String((cases += 1)) }));
      const { reports, logged } = await run("end", ...situations);
      for (const [index, { name, ends, gateway, timeoutMs, abort }] of CASES.entries()) {
        await context.test(name, () => {
          const { shown, ...report } = reports[index];
          assert.equal(report.ends, ends);
          const dueMs = timeoutMs === END_MS || abort === "later" ? END_MS : 0;
          assert.ok(report.ms >= dueMs - 2 && report.ms < dueMs + PATIENCE_MS, `it took ${report.ms} ms`);
          for (const { timers, listeners } of report.held) assert.ok(timers >= 1 && listeners === 1, "nothing is counted");
          assert.deepEqual(report.left, { timers: 0, listeners: 0, open: 0 });
          if (["silent", "dripping"].includes(gateway)) assert.ok(report.isAborted, "its request goes on");
          if (name === "a wait that does not fit") assert.equal(report.retryAfterMs, 60_000);
          if (abort) assert.equal(report.cause, "enough");
          for (const text of shown ?? []) assert.ok(!text.includes(SECRET), text);
        });
      }
      assert.ok(!logged.includes(SECRET), "the console shows the token");
    });

    test("a thousand calls leave nothing on their signal", async () => {
      const { reports } = await run("thousand", {});
      assert.deepEqual(reports, [{ calls: 1_000, timers: 0, listeners: 0 }]);
    });

    test("no error shows the token", async () => {
      const { reports, logged } = await run("leak", {});
      for (const text of reports[0]) assert.ok(!text.includes(SECRET), text);
      assert.ok(reports[0].some((text) => text.includes("[redacted]")), "no error has anything to hide");
      if (place === "on a page") assert.match(logged, /WawpError.*\[redacted\]/s);
      assert.ok(!logged.includes(SECRET), "the console shows the token");
    });

    test("nothing is sent by a call whose time was up while the machine slept", async () => {
      const { reports } = await run("sleepThrough", { during: "token" }, { during: "wait" });
      assert.deepEqual(reports, [
        { ends: "timeout not_sent 0", requests: 0 },
        { ends: "timeout rejected 1", requests: 1 },
      ]);
    });

    test("nothing is sent by a call that is aborted when it tells of its request", async () => {
      const { reports } = await run("abortOnRequest", {});
      assert.deepEqual(reports, [{ ends: "aborted not_sent 0", requests: 0 }]);
    });
  });
}

test("an attempt that hangs is let go before the next one", async () => {
  // 10 s, a wait of up to 500 ms, and the rest.
  const timeoutMs = 10_700;
  const hanging = { gateway: "silent", method: "status", maxRetries: 1, timeoutMs };
  const world = { origin: gateway.origin, secret: SECRET, endMs: END_MS };
  const runs = Object.values(PLACES).map((run) => run("end", world, { ...hanging, id: String((cases += 1)) }));
  for (const { reports } of await Promise.all(runs)) {
    const [{ ends, ms, held, left, isAborted }] = reports;
    assert.equal(ends, "timeout unknown 2");
    assert.ok(ms >= timeoutMs - 2 && ms < timeoutMs + PATIENCE_MS, `it took ${ms} ms`);
    // The call's timer and, of the first attempt, its own.
    assert.deepEqual(held, [{ timers: 2, listeners: 1 }, { timers: 1, listeners: 1 }]);
    assert.deepEqual(left, { timers: 0, listeners: 0, open: 0 });
    assert.ok(isAborted, "a request goes on");
  }
});

test("Node ends by itself when a call has ended", async () => {
  for (const [does, code] of [["done", "sent"], ["refused", "not_connected"]]) {
    const began = performance.now();
    await node(app.path, ["exit.js", `${gateway.origin}/${does}/exit`, code]);
    const ms = performance.now() - began;
    assert.ok(ms < 2_000, `it took ${ms} ms`);
  }
});
