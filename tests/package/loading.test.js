// Where the WebAssembly is loaded from, when, how often, and how that ends, in Node and on a page.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startBrowser } from "./helpers.js";
import { PLACES, makeLoadingApp, serveLoading } from "./loading.js";
import { FAILING, FAILING_ON_PAGES, INVALID, RIGHT, RIGHT_IN_NODE, RIGHT_ON_PAGES } from "./sources.js";

const LOADED = { loaded: "undefined", client: "function" };
const REFUSED = {
  name: "WawpError",
  code: "invalid_argument",
  reason: "wrong_type",
  path: "source",
  delivery: "not_sent",
  retryable: false,
  attempts: 0,
  message: "source: must be an address, a Response, bytes or a WebAssembly.Module",
};
const FAILED = { name: "WawpError", code: "load_failed", delivery: "not_sent", retryable: true, attempts: 0 };

// What follows until PARTS runs elsewhere and uses nothing outside it.

/** Loads from a file whose second half comes when streaming has begun. */
async function stream({ wawp, sources, at }, kind) {
  const { compileStreaming } = WebAssembly;
  WebAssembly.compileStreaming = (response) => {
    void fetch(at().replace("wasm", "release"));
    return compileStreaming.call(WebAssembly, response);
  };
  const address = at({ body: "halves" });
  const kinds = { file: () => undefined, address: () => address, answer: () => fetch(address) };
  return sources.outcome(wawp, kinds[kind]());
}

/** Waits in vain, by a clock that makes it short, then loads after all. */
async function wait({ wawp, sources, at }, kind) {
  const { setTimeout, clearTimeout } = globalThis;
  const { instantiate } = WebAssembly;
  const delays = [];
  const timers = new Set();
  let started = 0;
  globalThis.setTimeout = (call, delay, ...rest) => {
    if (delay < 10_000) return setTimeout(call, delay, ...rest);
    delays.push(delay);
    const timer = setTimeout(call, 300, ...rest);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  WebAssembly.instantiate = (module, imports) => {
    // Node's own `fetch` has one too.
    if (Object.keys(imports).some((name) => name.includes("wawp"))) started += 1;
    return instantiate(module, imports);
  };
  let arrive;
  const promise = new Promise((resolve) => (arrive = resolve));
  const kinds = { promise, silence: at({ body: "silent" }), half: at({ body: "halves" }), file: undefined };
  const waited = await sources.outcome(wawp, kinds[kind]);
  const again = await sources.outcome(wawp, at());
  arrive(await (await fetch(at())).arrayBuffer());
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { waited, again, delays, timers: timers.size, started };
}

/** Loads by several calls at once. */
async function loadTogether({ wawp: { init, createClient } }) {
  const create = () => createClient({ accessToken: () => "" });
  const [first, second] = await Promise.all([create(), create(), init(), init()]);
  return [first !== second, typeof (await create()).instance("I").sendText];
}

/** Fails twice, then loads; after that, sources make no difference. */
async function loadAgain({ wawp, sources, at }) {
  const { outcome } = sources;
  const first = outcome(wawp, at({ status: 404 }));
  const together = outcome(wawp, at());
  const ends = [await first, await together, await outcome(wawp, 1), await outcome(wawp, at())];
  ends.push(await outcome(wawp, 1), await outcome(wawp, Promise.reject(new Error("too late"))));
  await new Promise((resolve) => setTimeout(resolve, 10));
  return ends.map(({ code, client }) => code ?? client);
}

const PARTS = { stream, wait, loadTogether, loadAgain };

const TABLES = {
  "in Node": { right: RIGHT_IN_NODE, failing: {} },
  "on a page": { right: RIGHT_ON_PAGES, failing: FAILING_ON_PAGES },
};

let app;
let browser;
before(async () => {
  [app, browser] = await Promise.all([makeLoadingApp(PARTS), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await app?.remove();
});

/** Does something with a server of its own, and tells what that saw too. */
async function served(task, own = {}) {
  const server = await serveLoading(app.path, { own });
  try {
    return { result: await task({ app, browser, origin: server.origin }), ...server.seen() };
  } finally {
    await server.stop();
  }
}

function assertWaited({ waited: { message, ...waited }, ...rest }) {
  assert.deepEqual(waited, FAILED);
  assert.match(message, /\(TimeoutError: It took more than 15 s\)/);
  assert.deepEqual(rest, { again: LOADED, delays: [15_000, 15_000], timers: 0, started: 1 });
}

for (const [place, { right, failing }] of Object.entries(TABLES)) {
  const { run, each } = PLACES[place];

  describe(`${place}, from each source`, () => {
    const tables = [RIGHT, right, INVALID, FAILING, failing];
    const outcomes = {};
    before(async () => {
      const names = tables.flatMap(Object.keys);
      const { result } = await served((world) => each(world, names));
      for (const [at, name] of names.entries()) outcomes[name] = result[at];
    });

    for (const name of Object.keys({ ...RIGHT, ...right })) {
      test(`it loads from ${name}`, () => assert.deepEqual(outcomes[name], LOADED));
    }
    for (const name of Object.keys(INVALID)) {
      test(`it refuses ${name}`, () => assert.deepEqual(outcomes[name], REFUSED));
    }
    for (const [name, [, says]] of Object.entries({ ...FAILING, ...failing })) {
      test(`it fails by ${name}`, () => {
        const { message, ...rest } = outcomes[name];
        assert.deepEqual(rest, FAILED);
        assert.match(message, /^The WebAssembly could not be loaded \(/);
        assert.match(message, says);
      });
    }
  });

  for (const kind of ["address", "answer"]) {
    test(`${place}: it compiles an ${kind} while the file arrives`, async () => {
      const { result } = await served((world) => run(world, stream, kind));
      assert.deepEqual(result, LOADED);
    });
  }

  for (const [kind, left] of Object.entries({ promise: [], silence: ["silent"], half: ["halves"] })) {
    test(`${place}: it waits 15 s for a ${kind}, then can be called again`, async () => {
      const { result, ...seen } = await served((world) => run(world, wait, kind));
      assertWaited(result);
      assert.deepEqual(seen.left, left);
    });
  }

  test(`${place}: it loads once for all who call at the same time`, async () => {
    const wasm = place === "in Node" ? 0 : 1;
    assert.deepEqual(await served((world) => run(world, loadTogether)), { result: [true, "function"], wasm, inline: 0, left: [] });
  });

  test(`${place}: it loads after failures, then never again`, async () => {
    const ends = ["load_failed", "load_failed", "invalid_argument", "function", "function", "function"];
    assert.deepEqual(await served((world) => run(world, loadAgain)), { result: ends, wasm: 2, inline: 0, left: [] });
  });
}

test("a page compiles the package's own file while it arrives", async () => {
  const seen = await served((world) => PLACES["on a page"].run(world, stream, "file"), { body: "halves" });
  assert.deepEqual(seen, { result: LOADED, wasm: 1, inline: 0, left: [] });
});

test("a page waits 15 s for the package's own file, and asks for no inlined copy then", async () => {
  const { result, inline, left } = await served((world) => PLACES["on a page"].run(world, wait, "file"), { body: "silent" });
  assertWaited(result);
  assert.deepEqual([inline, left], [0, ["silent"]]);
});

for (const type of ["application/octet-stream", "application/wasm;charset=utf-8", ""]) {
  test(`a page needs no inlined copy where the file is served as "${type}"`, async () => {
    const seen = await served((world) => PLACES["on a page"].run(world, loadTogether), { type });
    assert.deepEqual(seen, { result: [true, "function"], wasm: 1, inline: 0, left: [] });
  });
}

test("a page uses the inlined copy where the file is of another version", async () => {
  const seen = await served((world) => PLACES["on a page"].run(world, loadTogether), { body: "other" });
  assert.deepEqual(seen, { result: [true, "function"], wasm: 1, inline: 1, left: [] });
});
