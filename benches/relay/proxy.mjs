// A bare proxy: it passes on what it gets, over connections that it keeps.

import { Agent, createServer, request as ask } from "node:http";
import { serve } from "./serve.mjs";

const upstream = new URL(process.argv[2]);
const agent = new Agent({ keepAlive: true });

serve(
  createServer((request, response) => {
    const { method, url: path, headers } = request;
    const asked = ask({ host: upstream.hostname, port: upstream.port, method, path, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    asked.on("error", () => response.writeHead(502).end());
    request.pipe(asked);
  }),
);
