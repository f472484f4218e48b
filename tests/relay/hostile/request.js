// Requests as plain data, so that the same one can be changed, written by hand on a socket, or handed to a relay directly.

import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { once } from "node:events";
import { ORIGIN } from "./world.js";

/**
 * @typedef {object} Plain
 * @property {string} method
 * @property {string} target
 * @property {[string, string][]} headers
 * @property {[string, unknown][]} [fields] the body's, where it is an object of JSON
 * @property {string | Uint8Array} [body] the body, where it is something else
 */

/** A key that nobody has used. */
export const newKey = () => randomBytes(12).toString("hex");

/**
 * A request of a client of ours, but for these changes.
 *
 * @param {Record<string, unknown> | [string, unknown][]} fields
 * @param {object} [changes]
 * @param {string} [changes.as] who asks
 * @param {Record<string, undefined | string | string[]>} [changes.headers] other headers; `undefined` takes one away
 * @returns {Plain}
 */
export function ask(fields, { as = "ada", method = "POST", target = "/wawp", headers = {}, body } = {}) {
  const usual = { "content-type": "application/json", "wawp-relay": "1", origin: ORIGIN, authorization: `Bearer ${as}` };
  const all = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return { method, target, headers: all, fields: Array.isArray(fields) ? fields : Object.entries(fields), body };
}

/** The body of a request. */
export function bodyOf({ fields, body }) {
  return Buffer.from(body ?? jsonOf(fields));
}

/** An object as JSON, in which names may stand twice. */
export function jsonOf(fields, write = JSON.stringify) {
  return `{${fields.map(([name, value]) => `${write(name)}:${write(value)}`).join(",")}}`;
}

/** Hands a request to a relay, and gives the answer. */
export async function askDirectly({ relay }, plain) {
  const { method, target, headers } = plain;
  const body = ["GET", "HEAD"].includes(method) ? undefined : bodyOf(plain);
  const response = await relay(new Request(`https://relay.example${target}`, { method, headers, body, duplex: "half" }));
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

/** Writes a request on a connection of its own, and gives the answer. */
export async function askByWire(place, plain, spelling) {
  return parse(await send(place, write(plain, spelling)));
}

/**
 * A request as bytes.
 *
 * @param {Plain} plain
 * @param {object} [spelling]
 * @param {(name: string) => string} [spelling.spell] how the names of headers are written
 * @param {(headers: [string, string][]) => [string, string][]} [spelling.order] in which order they come
 * @param {number} [spelling.chunk] how long chunks are, if it comes in chunks
 */
export function write(plain, { spell = (name) => name, order = (headers) => headers, chunk } = {}) {
  const body = bodyOf(plain);
  const framing = chunk ? ["transfer-encoding", "chunked"] : ["content-length", String(body.length)];
  const headers = order([["host", "relay.example"], ["connection", "close"], framing, ...plain.headers]);
  const lines = headers.map(([name, value]) => `${spell(name)}: ${value}`);
  const head = `${plain.method} ${plain.target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), chunk ? inChunks(body, chunk) : body]);
}

function inChunks(body, size) {
  const parts = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(`${part.length.toString(16)}\r\n`, part, "\r\n");
  }
  return Buffer.concat([...parts, "0\r\n\r\n"].map((part) => Buffer.from(part)));
}

/** Writes bytes on a connection, and gives all that comes back until it ends. */
export async function send({ port }, bytes) {
  const socket = connect(port, "127.0.0.1");
  const received = [];
  socket.on("data", (chunk) => received.push(chunk)).on("error", () => {});
  socket.write(bytes);
  const timer = setTimeout(() => socket.destroy(), 5_000);
  await once(socket, "close");
  clearTimeout(timer);
  return Buffer.concat(received).toString();
}

/** Reads the first answer of a connection. */
export function parse(received) {
  const [head, ...rest] = received.split("\r\n\r\n");
  const [line, ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((text) => [text.slice(0, text.indexOf(":")).toLowerCase(), text.slice(text.indexOf(":") + 1).trim()]),
  );
  const text = rest.join("\r\n\r\n");
  const isChunked = headers["transfer-encoding"] === "chunked";
  return { status: Number(line.split(" ")[1]), headers, text: isChunked ? joined(text) : text };
}

function joined(text) {
  const bytes = Buffer.from(text);
  const parts = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf("\r\n", at);
    const size = parseInt(bytes.toString("latin1", at, end), 16);
    if (!size) return Buffer.concat(parts).toString();
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

/** What an answer says. */
export function told({ status, text }) {
  try {
    const { error, result } = JSON.parse(text);
    return {
      status,
      ...(error ? { code: error.code, reason: error.reason, path: error.path, delivery: error.delivery } : { result }),
    };
  } catch {
    return { status };
  }
}
