// The adapter for node:http: what a relay is handed of a request, what comes back, and what it is never asked.

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { Agent, createServer, request as ask } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { nodeHandler } from "../../pkg-template/entry/relay/node.js";

const runtimes = new URL("../runtimes/package.json", import.meta.url);
const skipExpress = !existsSync(fileURLToPath(new URL("node_modules/express", runtimes))) && "not installed: express";
const MEGABYTE = 1024 * 1024;

/** Requests that the relay was asked, as plain data, and how it answers. */
let asked;
let answer;
/** The relay under test. */
const relay = nodeHandler(async (request) => {
  const { method, url, headers } = request;
  const entry = { method, url, headers: Object.fromEntries(headers) };
  asked.push(entry);
  return answer(request, entry);
});
/** Reads the body, and says that it did. */
async function readAll(request, entry) {
  entry.body = await request.text();
  return Response.json({ wawp: 1 }, { headers: { "x-relay": "yes" } });
}

/** What must never come up in this process. */
const mishaps = [];
const note = (mishap) => mishaps.push(mishap);

before(() => {
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
});
beforeEach(() => {
  asked = [];
  answer = readAll;
});
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(mishaps.splice(0), []);
});
after(() => {
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
});

/** A server on loopback for the tests of one suite. */
function serve(makeServer) {
  const place = { port: 0, origin: "" };
  let server;
  before(async () => {
    server = makeServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    place.port = server.address().port;
    place.origin = `http://127.0.0.1:${place.port}`;
  });
  after(() => {
    server.closeAllConnections?.();
    server.close();
  });
  return place;
}

/** Sends these bytes as they are and gives all that comes back until the connection ends. */
async function send({ port }, text) {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk) => (received += chunk)).on("error", () => {});
  socket.end(Buffer.from(text, "latin1"));
  await once(socket, "close");
  return received;
}

const post = (target, { host = "Host: localhost\r\n", method = "POST", version = "1.1" } = {}) =>
  `${method} ${target} HTTP/${version}\r\n${host}Connection: close\r\nContent-Length: 2\r\n\r\n{}`;

describe("what the relay is handed", () => {
  const place = serve(() => createServer(relay));

  test("method, address, headers and body; and back: status, headers and body", async () => {
    const body = '{"call":"send","text":"Grüße 👋"}';
    const headers = { "content-type": "application/json", "wawp-relay": "1", origin: "https://dashboard.example" };
    const response = await fetch(`${place.origin}/wawp`, { method: "POST", headers, body });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("x-relay"), "yes");
    assert.deepEqual(await response.json(), { wawp: 1 });
    const [request] = asked;
    assert.equal(request.method, "POST");
    assert.equal(request.url, `${place.origin}/wawp`);
    assert.equal(request.body, body);
    for (const [name, value] of Object.entries(headers)) assert.equal(request.headers[name], value);
  });

  test("a query, for the relay to refuse", async () => {
    await send(place, post("/wawp?path=%2Fwawp"));
    assert.equal(asked[0].url, "http://localhost/wawp?path=%2Fwawp");
  });

  test("another path, for the relay to refuse", async () => {
    for (const target of ["/", "/wawp/", "/WAWP", "/%77awp", "/wawp%2F..%2Fwawp", "//elsewhere.example/wawp"]) {
      asked = [];
      await send(place, post(target));
      assert.equal(asked[0].url, `http://localhost${target}`);
    }
  });

  for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND"]) {
    test(method, async () => {
      answer = (request, entry) => ((entry.hasBody = request.body !== null), new Response(null, { status: 204 }));
      const received = await send(place, post("/wawp", { method }));
      assert.match(received, /^HTTP\/1\.1 204 /);
      assert.equal(asked[0].method, method);
      assert.equal(asked[0].hasBody, !["GET", "HEAD"].includes(method));
    });
  }

  test("headers that come twice", async () => {
    const twice = ["Origin: https://a.example", "Origin: https://b.example", "Cookie: a=1", "Cookie: b=2"];
    await send(place, `POST /wawp HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${twice.join("\r\n")}\r\nContent-Length: 0\r\n\r\n`);
    assert.equal(asked[0].headers.origin, "https://a.example, https://b.example");
    assert.equal(asked[0].headers.cookie, "a=1; b=2");
  });

  test("bytes above ASCII in a header", async () => {
    await send(place, "POST /wawp HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Name: \xfc\xff\r\nContent-Length: 0\r\n\r\n");
    assert.equal(asked[0].headers["x-name"], "\xfc\xff");
  });

  test("a body in chunks, as they come", async () => {
    const seen = [];
    let sendRest;
    answer = async (request) => {
      for await (const chunk of request.body) {
        seen.push(Buffer.from(chunk).toString());
        if (seen.length === 1) sendRest();
      }
      return new Response("done");
    };
    const request = ask(`${place.origin}/wawp`, { method: "POST" });
    sendRest = () => request.end("second");
    request.write("first");
    const [response] = await once(request, "response");
    response.resume();
    assert.deepEqual(seen, ["first", "second"]);
  });

  test("a body of which the sender waits to be asked", async () => {
    const request = ask(`${place.origin}/wawp`, { method: "POST", headers: { expect: "100-continue", "content-length": 2 } });
    request.flushHeaders();
    await once(request, "continue");
    request.end("{}");
    const [response] = await once(request, "response");
    response.resume();
    assert.equal(response.statusCode, 200);
    assert.equal(asked[0].body, "{}");
  });

  for (const host of ["localhost", "localhost:8080", "Dashboard.Example", "a_b.example", "127.0.0.1:1", "[::1]:8080", "xn--bcher-kva.example"]) {
    test(`the host ${host}`, async () => {
      await send(place, post("/wawp", { host: `Host: ${host}\r\n` }));
      assert.equal(asked[0].url, `http://${host.toLowerCase()}/wawp`);
    });
  }
});

describe("what the relay is not asked", () => {
  const place = serve(() => createServer(relay));

  /** Requests, and the status that answers them. */
  const REFUSED = {
    "a target that climbs": [post("/x/../wawp"), 404],
    "a target that climbs, encoded": [post("/x/%2e%2E/wawp"), 404],
    "a target that stays": [post("/./wawp"), 404],
    "a target with a backslash": [post("/\\elsewhere.example/wawp"), 404],
    "a target with a fragment": [post("/wawp#x"), 404],
    "a target with an empty query": [post("/wawp?"), 404],
    "a target with a quote": [post('/wawp"'), 404],
    "another server's address": [post("http://elsewhere.example/wawp"), 404],
    "our own address": [post("http://localhost/wawp"), 404],
    "another server's address, with another scheme": [post("https://elsewhere.example/wawp"), 404],
    "an address with credentials": [post("http://localhost@elsewhere.example/wawp"), 404],
    "the whole server": [post("*", { method: "OPTIONS" }), 404],
    "the method TRACE": [post("/wawp", { method: "TRACE" }), 405],
    "no host in HTTP/1.0": [post("/wawp", { host: "", version: "1.0" }), 400],
    "an empty host": [post("/wawp", { host: "Host:\r\n" }), 400],
    "two hosts": [post("/wawp", { host: "Host: a\r\nHost: b\r\n" }), 400],
    "the same host twice": [post("/wawp", { host: "Host: a\r\nHost: a\r\n" }), 400],
    ...Object.fromEntries(
      ["a/b", "a?b", "a#b", "a\\b", "user@a", "a b", "a,b", "a:b:c", "a:99999", "a:-1", "[::1", "::1", "%61", "1.2.3.4.5", "256.1.1.1", "é"].map(
        (host) => [`the host ${host}`, [post("/wawp", { host: `Host: ${host}\r\n` }), 400]],
      ),
    ),
  };
  for (const [name, [text, status]] of Object.entries(REFUSED)) {
    test(`${name}: ${status}`, async () => {
      const received = await send(place, text);
      assert.match(received, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(received, /\r\n\r\n(0\r\n\r\n)?$/);
      assert.deepEqual(asked, []);
    });
  }

  const fields = (text, body = "") => `POST /wawp HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${text}\r\n\r\n${body}`;
  /** What Node itself does not let through. */
  const UNREADABLE = {
    "a length beside chunks": fields("Content-Length: 3\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
    "chunks beside a length": fields("Transfer-Encoding: chunked\r\nContent-Length: 3", "0\r\n\r\n"),
    "two lengths": fields("Content-Length: 2\r\nContent-Length: 3", "{}"),
    "a length with a sign": fields("Content-Length: +2", "{}"),
    "a space before a colon": fields("Content-Length : 2", "{}"),
    "a header over two lines": fields("X-A: b\r\n c\r\nContent-Length: 2", "{}"),
    "a zero byte in a header": fields("X-A: b\0c\r\nContent-Length: 2", "{}"),
    "a line feed alone in a header": fields("X-A: b\nWawp-Relay: 1\r\nContent-Length: 2", "{}"),
    "huge headers": fields(`X-A: ${"a".repeat(20_000)}\r\nContent-Length: 2`, "{}"),
    "a method in small letters": post("/wawp", { method: "post" }),
    "a target with a space": post("/wawp /wawp"),
    "a target that is no path": post("wawp"),
    "a target above ASCII": post("/wawp\xff"),
    "no host": post("/wawp", { host: "" }),
    "an unknown version": post("/wawp", { version: "1.9" }),
    "no HTTP": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  };
  for (const [name, text] of Object.entries(UNREADABLE)) {
    test(`${name}: Node refuses it`, async () => {
      assert.match(await send(place, text), /^HTTP\/1\.1 4\d\d /);
      assert.deepEqual(asked, []);
    });
  }

  test("CONNECT: Node hangs up", async () => {
    assert.equal(await send(place, post("/wawp", { method: "CONNECT" })), "");
    assert.deepEqual(asked, []);
  });

  for (const method of ["TRACE", "Track", "connect"]) {
    test(`${method} from a framework: 405`, async () => {
      const written = [];
      const response = { writeHead: (status) => written.push(status), end: (body) => written.push(body) };
      async function* nothing() {}
      await relay(Object.assign(nothing(), { method, url: "/wawp", headers: { host: "h" } }), response);
      assert.deepEqual(written, [405, ""]);
      assert.deepEqual(asked, []);
    });
  }

  // Node hands these over before it finds the fault: whoever reads the body is told.
  for (const [name, text] of Object.entries({
    "an unknown transfer coding": fields("Transfer-Encoding: xchunked", "0\r\n\r\n"),
    "a chunk without a size": fields("Transfer-Encoding: chunked", "zz\r\n"),
    "a chunk that is longer than it says": fields("Transfer-Encoding: chunked", "1\r\n{}\r\n0\r\n\r\n"),
    "a body that breaks off": fields("Content-Length: 10", "{}"),
  })) {
    test(`${name}: the body can't be read`, async () => {
      await send(place, text);
      assert.ok(asked.every((request) => request.body === undefined));
    });
  }
});

describe("how it ends", () => {
  let handled;
  const place = serve(() =>
    createServer((request, response) => {
      handled = relay(request, response);
    }),
  );

  test("resolves when the answer is written", async () => {
    const response = await fetch(`${place.origin}/wawp`, { method: "POST", body: "{}" });
    assert.equal(await handled, undefined);
    assert.equal(response.status, 200);
    await response.text();
  });

  for (const [name, fails] of Object.entries({
    "a relay that rejects": async () => Promise.reject(new Error("s3cr3t")),
    "a relay that throws": () => {
      throw new Error("s3cr3t");
    },
    "a relay that answers nothing": () => undefined,
    "an answer that breaks off": () => new Response(new ReadableStream({ pull: (body) => body.error(new Error("s3cr3t")) })),
    "an answer that was read": async () => {
      const response = new Response("s3cr3t");
      await response.text();
      return response;
    },
  })) {
    test(`${name}: 500 without a detail`, async () => {
      answer = fails;
      const response = await fetch(`${place.origin}/wawp`, { method: "POST", body: "{}" });
      assert.equal(response.status, 500);
      assert.equal(await response.text(), "");
    });
  }

  test("an answer before the body was read arrives, and the connection carries the next request", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set();
    answer = async (request, entry) => {
      const reader = request.body.getReader();
      if (asked.length % 2) {
        await reader.read();
        await reader.cancel("too large");
        return new Response("too large", { status: 413 });
      }
      reader.releaseLock();
      return readAll(request, entry);
    };
    for (const [status, size] of [[413, 4 * MEGABYTE], [200, 2], [413, 4 * MEGABYTE], [200, 2]]) {
      const request = ask(`${place.origin}/wawp`, { method: "POST", agent });
      request.end("x".repeat(size));
      const [response] = await once(request, "response");
      sockets.add(response.socket);
      assert.equal(response.statusCode, status);
      response.resume();
      await once(response, "close");
    }
    assert.equal(sockets.size, 1);
    agent.destroy();
  });

  test("a body that nobody reads at all", async () => {
    answer = () => new Response("no", { status: 403 });
    for (let turn = 0; turn < 3; turn += 1) {
      const response = await fetch(`${place.origin}/wawp`, { method: "POST", body: "x".repeat(MEGABYTE) });
      assert.equal(response.status, 403);
      assert.equal(await response.text(), "no");
    }
  });

  test("a visitor who leaves in the middle of the body", async () => {
    let failed;
    answer = async (request) => {
      failed = await request.text().then(() => undefined, (error) => error);
      return new Response("late");
    };
    const request = ask(`${place.origin}/wawp`, { method: "POST", headers: { "content-length": 100 } });
    request.on("error", () => {});
    request.write("{");
    await until(() => asked.length === 1);
    request.destroy();
    await until(() => failed);
    await handled;
  });

  test("a visitor who leaves with a body that nobody reads", async () => {
    let goOn;
    answer = () => new Promise((resolve) => (goOn = () => resolve(new Response("no", { status: 403 }))));
    const request = ask(`${place.origin}/wawp`, { method: "POST", headers: { "content-length": 100 } });
    request.on("error", () => {});
    request.write("{");
    await until(() => goOn);
    request.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    goOn();
    await handled;
  });

  test("a visitor who leaves before the answer: the relay goes on", async () => {
    let goOn;
    let finished = false;
    answer = async (request) => {
      await request.text();
      await new Promise((resolve) => (goOn = resolve));
      finished = !request.signal.aborted;
      return new Response("x".repeat(MEGABYTE));
    };
    const request = ask(`${place.origin}/wawp`, { method: "POST" });
    request.on("error", () => {});
    request.end("{}");
    await until(() => goOn);
    request.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    goOn();
    await handled;
    assert.equal(finished, true);
  });

  test("a response that somebody else has ended", async () => {
    const elsewhere = createServer((request, response) => {
      response.end("mine");
      handled = relay(request, response);
    }).listen(0, "127.0.0.1");
    await once(elsewhere, "listening");
    const response = await fetch(`http://127.0.0.1:${elsewhere.address().port}/wawp`, { method: "POST", body: "{}" });
    assert.equal(await response.text(), "mine");
    assert.equal(await handled, undefined);
    elsewhere.close();
    elsewhere.closeAllConnections();
  });
});

describe("behind Express", { skip: skipExpress }, () => {
  const express = skipExpress ? undefined : createRequire(runtimes)("express");
  const place = serve(() => {
    const app = express();
    app.use("/json/wawp", express.json(), relay);
    app.use("/text/wawp", express.text({ type: "*/*" }), relay);
    app.use("/raw/wawp", express.raw({ type: "*/*" }), relay);
    app.use("/form/wawp", express.urlencoded(), relay);
    // As Express 4 left a body that it did not parse.
    app.use("/four/wawp", (request, _response, next) => ((request.body = {}), next()), relay);
    app.use("/wawp", relay);
    return createServer(app);
  });
  const json = { "content-type": "application/json" };

  test("mounted at a path: the whole address", async () => {
    const response = await fetch(`${place.origin}/wawp`, { method: "POST", body: '{ "a": 1 }', headers: json });
    assert.equal(response.status, 200);
    assert.equal(asked[0].url, `${place.origin}/wawp`);
    assert.equal(asked[0].body, '{ "a": 1 }');
  });

  for (const [parser, type, sent, received] of [
    ["json", "application/json", '{ "text": "Grüße", "n": [1] }', '{"text":"Grüße","n":[1]}'],
    ["json", "text/plain", '{ "unparsed": 1 }', '{ "unparsed": 1 }'],
    ["text", "application/json", '{ "text": "Grüße" }', '{ "text": "Grüße" }'],
    ["text", "application/json", "", ""],
    ["raw", "application/json", '{ "text": "Grüße" }', '{ "text": "Grüße" }'],
    ["form", "application/x-www-form-urlencoded", "a=1&b=2", '{"a":"1","b":"2"}'],
    ["four", "application/json", '{ "unparsed": 1 }', '{ "unparsed": 1 }'],
  ]) {
    test(`what express.${parser} made of ${type}: ${sent}`, async () => {
      await fetch(`${place.origin}/${parser}/wawp`, { method: "POST", body: sent, headers: { "content-type": type } });
      assert.equal(asked[0].body, received);
      assert.equal(asked[0].url, `${place.origin}/${parser}/wawp`);
    });
  }

  for (const target of ["/x/../wawp", "http://elsewhere.example/wawp", "/wawp/../wawp"]) {
    test(`not ${target}`, async () => {
      assert.match(await send(place, post(target)), /^HTTP\/1\.1 404 /);
      assert.deepEqual(asked, []);
    });
  }
});

describe("in HTTP/2", () => {
  const place = serve(() => createHttp2Server(relay));

  test("by the host of its own header, without those that are none", async () => {
    const session = connectHttp2(place.origin);
    const stream = session.request({ ":method": "POST", ":path": "/wawp", "wawp-relay": "1" });
    stream.end("{}");
    const [headers] = await once(stream, "response");
    stream.resume();
    await once(stream, "close");
    session.close();
    assert.equal(headers[":status"], 200);
    assert.equal(asked[0].url, `${place.origin}/wawp`);
    assert.equal(asked[0].body, "{}");
    assert.deepEqual(Object.keys(asked[0].headers), ["wawp-relay"]);
  });
});

/** Waits until something is so. */
async function until(isSo) {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
