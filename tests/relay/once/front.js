// The address that a page knows: its files, and a proxy for everything else.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startProxy } from "./proxy.js";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * Starts the front of a folder of pages. The first word of a message is for it.
 *
 * `/drops?text=…&arrivals=…` tells whether a message's connection was dropped, as soon as it is known and the message came
 * in so often.
 */
export async function startFront({ folder, reached }) {
  const front = await startProxy({
    word: 0,
    sparesNew: true,
    reached,
    handles(request, response) {
      const { pathname, searchParams } = new URL(request.url, "http://front");
      if (pathname === "/drops") void tell(Object.fromEntries(searchParams), response);
      const [ending] = pathname.match(/\.\w+$/) ?? [];
      if (ending) void show(pathname, TYPES[ending], response);
      return pathname === "/drops" || ending !== undefined;
    },
  });

  async function tell({ text, arrivals }, response) {
    await front.until(text, (send) => send.isAnswered || (send.isDropped && send.arrivals >= arrivals));
    response.end(JSON.stringify(front.sendOf(text).isDropped));
  }

  async function show(path, type, response) {
    const file = await readFile(join(folder, path)).catch(() => undefined);
    response.writeHead(file ? 200 : 404, { "content-type": type ?? "text/plain" }).end(file);
  }

  return front;
}
