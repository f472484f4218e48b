// @ts-check
/** The sandbox behind the demo's server: started by it, ended with it, and reached through it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request as ask } from "node:http";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";

/**
 * Starts the sandbox and tells where it listens. It ends with this process, whatever ends that, and this one with it.
 *
 * @param {string} program
 * @param {string} token the only one that it takes
 * @returns {Promise<string>} its origin
 */
export async function startSandbox(program, token) {
  const folders = ["--www", pathOf(".."), "--pkg", pathOf("../../pkg")];
  const words = ["--port", "0", "--attached", "--token", token, ...folders];
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  child.on("exit", (code) => process.exit(code ?? 1));
  const [line] = await once(createInterface(child.stdout), "line");
  return line.replace("sandbox listening on ", "");
}

/** @param {string} folder */
function pathOf(folder) {
  return fileURLToPath(new URL(folder, import.meta.url));
}

/**
 * Passes a request on to another server as it is, and the answer back. A connection that breaks on one side breaks on the
 * other.
 *
 * @param {string} origin
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
export function passOn(origin, request, response) {
  const { method = "GET", url = "/", headers } = request;
  // A connection for each: one that was kept may be gone when it is needed.
  const passed = ask(origin, { method, path: url, headers: { ...headers, connection: "close" } });
  passed.on("response", (answer) => {
    const { connection, ...rest } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, rest);
    pipeline(answer, response, () => {});
  });
  passed.on("error", () => response.destroy());
  response.on("close", () => passed.destroy());
  request.pipe(passed);
}
