// What breaks off in the midst of a call, in Node and on a page: every promise that waits is rejected, nothing is left
// behind that would keep a process alive, and a new client works.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeApp, node, serve, startBrowser } from "./helpers.js";

/** Makes calls of which one breaks off, and reports how all of them end. This runs elsewhere: it uses nothing outside it. */
async function breakOff({ createClient, isWawpError }, how) {
  const sent = { status: "success", message: { key: { id: "BAE5" } } };
  const message = { to: "+84 933 313 000", text: "hello" };
  const make = async (fetch) => (await createClient({ accessToken: () => "token", fetch })).instance("I");
  const { now } = performance;
  const ways = {
    // A text of 2 GiB is one byte more than the WebAssembly can take in: a true trap.
    "a trap": async () => ({ status: 200, arrayBuffer: async () => new ArrayBuffer(2 ** 31) }),
    // Through the WebAssembly, which then stands in the midst of a call, too.
    "a function of the engine that throws": async () => {
      performance.now = () => {
        throw new Error("no clock");
      };
      throw new Error("asks for the time");
    },
  };
  const signals = [];
  const waits = await make((_, { signal }) => (signals.push(signal), new Promise(() => {})));
  const waiting = [waits.sendText(message), waits.status(), waits.waitForLogin()];
  // Until they wait.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const breaking = await make(ways[how]);
  const ends = await Promise.allSettled([...waiting, breaking.status({ maxRetries: 1 })]);
  performance.now = now;
  const again = await make(async () => new Response(JSON.stringify(sent)));
  return {
    ends: ends.map(({ reason }) => [isWawpError(reason), reason?.code, reason?.delivery].join(" ")),
    areAborted: signals.length === 3 && signals.every(({ aborted }) => aborted),
    again: (await again.sendText(message)).state,
  };
}

const WANTED = { ends: Array(4).fill("true internal unknown"), areAborted: true, again: "sent" };

const files = {
  "part.js": `export ${breakOff}\n`,
  "run.js": `import * as wawp from "wawp-client";
import { breakOff } from "./part.js";
console.log(JSON.stringify(await breakOff(wawp, process.argv[2])));
`,
  "index.html": `<!doctype html><title>Application</title><script type="module" src="main.js"></script>\n`,
  "main.js": `import * as wawp from "./node_modules/wawp-client/entry/web.js";
import { breakOff } from "./part.js";
globalThis.run = (how) => breakOff(wawp, how);
`,
};

let app;
let browser;
let server;
before(async () => {
  [app, browser] = await Promise.all([makeApp(files), startBrowser()]);
  server = await serve(app.path);
});
after(async () => {
  await server?.stop();
  await browser?.close();
  await app?.remove();
});

for (const how of ["a trap", "a function of the engine that throws"]) {
  test(`in Node, ${how}`, async () => {
    const began = performance.now();
    const printed = await node(app.path, ["--unhandled-rejections=strict", "run.js", how]);
    assert.deepEqual(JSON.parse(printed), WANTED);
    // The calls that were given up had 65 s and more to go.
    assert.ok(performance.now() - began < 20_000, "something keeps the process alive");
  });
}

test("on a page, a function of the engine that throws", async () => {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(`${server.origin}/index.html`);
  await page.waitForFunction(() => globalThis.run);
  assert.deepEqual(await page.evaluate((how) => globalThis.run(how), "a function of the engine that throws"), WANTED);
  assert.deepEqual(problems, []);
});
