// Attacks that no `fetch` makes: requests that two readers would end, or begin, in different places.

import { ask, bodyOf, write } from "../request.js";
import { fieldsOf } from "../calls.js";
import { ORIGIN } from "../world.js";

/**
 * Bytes for one connection, by name. Where one has a good call in it, some reader would make that call: ours must not.
 *
 * @param {{ ada: string }} world
 * @returns {{ name: string, bytes: Buffer, statuses: number[] }[]} `statuses`: of the answers that may come, in their order
 */
export function bytes(world) {
  const plain = () => ask(fieldsOf("sendText", world.ada));
  const latin = (text) => Buffer.from(text, "latin1");
  const good = () => write(plain()).toString("latin1");
  const body = () => bodyOf(plain()).toString("latin1");
  const fields = [
    `Host: relay.example`, `Content-Type: application/json`, `Wawp-Relay: 1`, `Origin: ${ORIGIN}`, `Authorization: Bearer ada`,
  ];
  /** A request of these further lines, and what follows its head. */
  const head = (lines, rest, { first = "POST /wawp HTTP/1.1", end = "\r\n" } = {}) =>
    [first, ...fields, ...lines, "", rest].join(end);
  const sized = (...lines) => {
    const text = body();
    return head(["Connection: close", ...lines, `Content-Length: ${text.length}`], text);
  };
  const chunked = (text, ...lines) => head(["Connection: close", ...lines, "Transfer-Encoding: chunked"], text);
  const chunk = (text, size = text.length.toString(16)) => `${size}\r\n${text}\r\n0\r\n\r\n`;
  const refused = (name, text, ...statuses) => ({ name, bytes: latin(text), statuses: statuses.length ? statuses : [400] });
  const without = (text, line) => text.replace(new RegExp(`${line}: [^\r]*\r\n`, "i"), "");
  const stranger = () =>
    good()
      .replace(/origin: [^\r]*/, "origin: https://evil.example")
      .replace("connection: close\r\n", "");

  return [
    refused("a length and chunks", head([`Content-Length: 5`, "Transfer-Encoding: chunked"], `0\r\n\r\n${good()}`)),
    refused("chunks and a length", head(["Transfer-Encoding: chunked", `Content-Length: 5`], `0\r\n\r\n${good()}`)),
    refused(
      "chunks and a length that holds a good call",
      head(["Transfer-Encoding: chunked", `Content-Length: ${good().length + 5}`], `0\r\n\r\n${good()}`),
    ),
    refused("two lengths", head(["Content-Length: 0", `Content-Length: ${good().length}`], good())),
    refused("two lengths in one", head([`Content-Length: 0, ${good().length}`], good())),
    refused("the same length twice", head([`Content-Length: ${body().length}`, `Content-Length: ${body().length}`], body())),
    ...["+", "-", "0x", " +", "\u00a0", "1,", "\x0b"].map((sign) =>
      refused(`a length after ${JSON.stringify(sign)}`, head([`Content-Length: ${sign}${body().length}`], body())),
    ),
    refused("a length in hexadecimal", head([`Content-Length: ${body().length.toString(16)}h`], body())),
    refused("a length beyond all numbers", head([`Content-Length: ${"9".repeat(30)}`], body())),
    refused("a space before the colon of a length", head([`Content-Length : ${body().length}`], body())),
    refused("a space before the colon of chunks", head(["Transfer-Encoding : chunked"], chunk(body()))),
    ...[
      "xchunked", "identity", "chunked, identity", "identity, chunked, identity", "chunked, chunked", "gzip", "chunked;q=1",
      '"chunked"', "chunked\x0b", "",
    ].map((coding) =>
      refused(
        `the transfer coding ${JSON.stringify(coding)}`,
        head([`Transfer-Encoding: ${coding}`, "Connection: close"], `0\r\n\r\n${good()}`),
      ),
    ),
    refused("chunks twice", head(["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], chunk(body()))),
    refused("chunks over two lines", head(["Transfer-Encoding:", " chunked"], chunk(body()))),

    ...["zz", "-1", "+5", "0x5", "", " 5", "5 5", "ffffffffffffffffff", "5\0", "\u00b9"].map((size) =>
      refused(`a chunk's size ${JSON.stringify(size)}`, chunked(chunk(body(), size))),
    ),
    refused("a chunk that is longer than it says", chunked(`1\r\n${body()}\r\n0\r\n\r\n`)),
    refused("a chunk without its end", chunked(`${body().length.toString(16)}\r\n${body()}0\r\n\r\n`)),
    refused("a chunk that ends in a line feed", chunked(`${body().length.toString(16)}\n${body()}\n0\n\n`)),
    refused("an extension of a chunk with a line feed in it", chunked(`${body().length.toString(16)};x\n${body()}\r\n0\r\n\r\n`)),

    refused("line feeds alone", head(["Connection: close", `Content-Length: ${body().length}`], body(), { end: "\n" })),
    refused("carriage returns alone", head(["Connection: close", `Content-Length: ${body().length}`], body(), { end: "\r" })),
    refused("a header over two lines", sized("X-A: b", " c")),
    refused("the origin over two lines", without(sized(), "origin").replace("Wawp-Relay", `Origin:\r\n ${ORIGIN}\r\nWawp-Relay`)),
    refused("the marker behind a line feed", without(sized(), "wawp-relay").replace("Origin", "X-A: b\nWawp-Relay: 1\r\nOrigin")),
    refused(
      "the marker behind a carriage return",
      without(sized(), "wawp-relay").replace("Origin", "X-A: b\rWawp-Relay: 1\r\nOrigin"),
    ),
    refused(
      "the origin behind a zero byte",
      without(sized(), "origin").replace("Wawp-Relay", `X-A: b\0Origin: ${ORIGIN}\r\nWawp-Relay`),
    ),
    refused("a zero byte in the origin", sized().replace(ORIGIN, `${ORIGIN}\0`)),
    refused("a zero byte in a header's name", sized("X\0A: b")),
    refused("a header without a name", sized(": b")),
    refused("a header without a colon", sized("X-A")),
    refused("a header's name with a space", sized("X A: b")),
    refused("a header's name above ASCII", sized("X-\xc4: b")),
    refused("headers of 20 KB", sized(`X-A: ${"a".repeat(20_000)}`), 431),
    refused("5000 headers", sized(...Array.from({ length: 5_000 }, (_, n) => `x${n}: 1`)), 431),

    refused("no host", without(sized(), "host")),
    refused("no host in HTTP/1.0", without(sized(), "host").replace("HTTP/1.1", "HTTP/1.0")),
    refused("two hosts", sized("Host: evil.example")),
    ...[
      "", "evil.example/wawp", "relay.example#", "relay.example?", "root@relay.example", "relay.example\\",
      "relay.example evil.example", "relay.example,evil.example", "relay.example:99999",
    ].map((host) => refused(`the host ${JSON.stringify(host)}`, sized().replace("Host: relay.example", `Host: ${host}`))),
    refused("a method in small letters", sized().replace("POST", "post")),
    refused("a method that is none", sized().replace("POST", "P0ST")),
    refused("a method with a space", sized().replace("POST", " POST")),
    refused("TRACE", sized().replace("POST", "TRACE"), 405),
    refused("CONNECT", sized().replace("POST /wawp", "CONNECT relay.example:443")),
    refused("a target with a space", sized().replace("/wawp ", "/wawp /wawp ")),
    refused("a target with a zero byte", sized().replace("/wawp ", "/wawp\0 ")),
    refused("a target above ASCII", sized().replace("/wawp ", "/wawp\xff ")),
    refused("a target and a header in it", sized().replace("/wawp ", "/wawp\rX: ")),
    refused("no target", sized().replace("/wawp ", "")),
    ...["HTTP/1.9", "HTTP/3", "http/1.1", "HTTP/1.1 x", "HTTP/11", "HTTP/1.1, HTTP/1.0"].map((version) =>
      refused(`the version ${version}`, sized().replace("HTTP/1.1", version)),
    ),
    refused("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    refused("a greeting of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    refused("a proxy's line", `PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n${good()}`),

    refused("the type twice, ours last", sized("Content-Type: application/json").replace("application/json", "text/plain")),
    refused("the type twice, ours first", sized("Content-Type: text/plain")),
    refused("the visitor twice", sized("Authorization: Bearer root")),
    refused("the marker twice", sized("Wawp-Relay: 1")),
    refused("the marker twice, differently", sized("WAWP-RELAY: 2")),
    refused("the origin twice", sized(`ORIGIN: ${ORIGIN}`), 403),
    refused("the origin twice, differently", sized("Origin: https://evil.example"), 403),

    // The rest of a refused request is no request of its own.
    refused(
      "a stranger's body that is a good call",
      stranger()
        .replace(/content-length: \d+/, `content-length: ${good().length}\r\nconnection: close`)
        .replace(/\{.*$/s, "") + good(),
      403,
    ),
    refused(
      "a stranger's chunk that is a good call",
      without(stranger(), "content-length")
        .replace("origin", "connection: close\r\ntransfer-encoding: chunked\r\norigin")
        .replace(/\{.*$/s, "") + chunk(good()),
      403,
    ),
    refused(
      "a good call in a body that is too long",
      sized()
        .replace(/Content-Length: \d+/, `Content-Length: ${100_000 + good().length}`)
        .replace(/\{.*$/s, " ".repeat(100_000)) + good(),
      413,
    ),
    refused("strangers in a row", stranger() + stranger() + good().replace(/origin: [^\r]*/, "origin: null"), 403, 403, 403),
    refused("a body of its own for GET", sized().replace("POST", "GET"), 405),
  ];
}
