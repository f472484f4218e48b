// The same proxy in the terms of the web, as any handler of `Request` and `Response` has to do it in Node: `nodeHandler`, and
// `fetch` with a deadline.

import { createServer } from "node:http";
import { nodeHandler } from "../../pkg/entry/relay/index.js";
import { serve } from "./serve.mjs";

const [upstream] = process.argv.slice(2);

async function proxy(request) {
  const body = await request.text();
  const { pathname } = new URL(request.url);
  const answer = await fetch(upstream + pathname, { method: "POST", body, signal: AbortSignal.timeout(75_000) });
  return new Response(await answer.text(), { status: answer.status, headers: { "content-type": "application/json" } });
}

serve(createServer(nodeHandler(proxy)));
