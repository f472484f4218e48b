// A folder's pages, the package under `/pkg/`, and under `/api/` a gateway that answers at once.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { serve } from "../relay/serve.mjs";
import { reply } from "./reply.mjs";
import { pkg } from "./places.mjs";

const [folder] = process.argv.slice(2);

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

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

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname.startsWith("/api/")) {
    request.resume().on("end", () => response.writeHead(200, answer).end(reply));
    return;
  }
  const file = pathname.startsWith("/pkg/") ? join(pkg, pathname.slice("/pkg/".length)) : join(folder, pathname);
  try {
    const body = await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(file)], ...isolated }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
// Nobody waits for a connection that was closed meanwhile.
server.keepAliveTimeout = 60_000;
serve(server);
