// A folder's pages, the package under `/pkg/`, under `/api/` a gateway that answers at once, and `/report`, where pages that
// nobody watches tell what they have measured.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { serve } from "../relay/serve.mjs";
import { pkg } from "./places.mjs";
import { reply } from "./reply.mjs";

const [folder] = process.argv.slice(2);

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};
const PACKERS = { br: brotliCompressSync, gzip: gzipSync };

// A page that nobody else can reach has a clock that ticks every 5 µs in place of every 100.
const isolated = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const answer = {
  "access-control-allow-origin": "*",
  "content-type": "application/json",
  "content-length": Buffer.byteLength(reply),
};

/** When each path was first asked for since somebody looked. */
let firstAskedAt = {};
/** What pages have told since then. */
let reports = [];
/** Packed files: packing takes longer than anything that is measured. */
const packed = new Map();

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  firstAskedAt[pathname] ??= performance.now();
  if (pathname.startsWith("/api/")) {
    request.resume().on("end", () => response.writeHead(200, answer).end(reply));
    return;
  }
  if (pathname === "/report") {
    reports.push(await text(request));
    response.writeHead(204).end();
    return;
  }
  const file = pathname.startsWith("/pkg/") ? join(pkg, pathname.slice("/pkg/".length)) : join(folder, pathname);
  try {
    const { body, encoding } = await read(file, request.headers["accept-encoding"] ?? "");
    const headers = { "content-type": TYPES[extname(file)], "content-encoding": encoding, "cache-control": "no-store" };
    response.writeHead(200, { ...headers, ...isolated }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});

async function read(file, accepted) {
  const encoding = accepted.includes("br") ? "br" : "gzip";
  const key = `${encoding} ${file}`;
  if (!packed.has(key)) packed.set(key, PACKERS[encoding](await readFile(file)));
  return { body: packed.get(key), encoding };
}

// Nobody waits for a connection that was closed meanwhile.
server.keepAliveTimeout = 60_000;
serve(server, () => {
  const told = { firstAskedAt, reports };
  firstAskedAt = {};
  reports = [];
  return told;
});
