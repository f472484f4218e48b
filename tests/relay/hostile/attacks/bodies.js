// Attacks in the body as a whole: what is no JSON, no flat object of texts, or too much of it.

import { gzipSync } from "node:zlib";
import { ask, jsonOf } from "../request.js";
import { fieldsOf } from "../calls.js";

/** The longest body that a relay takes when it is told nothing else. */
const LIMIT = 65_536;

/** @param {{ ada: string }} world */
export function bodies(world) {
  const fields = (changes) => fieldsOf("sendText", world.ada, changes);
  const good = jsonOf(fields());
  const malformed = (name, body) => ({ name, status: 400, reason: "relay_request_malformed", plain: ask([], { body }) });
  const tooLarge = (name, body) => ({ name, status: 413, reason: "request_too_large", plain: ask([], { body }) });
  const first = (text) => good.replace("{", `{${text},`);
  const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
  const [open, close] = good.split("hello");

  return [
    malformed("an empty body", ""),
    malformed("white space", " \r\n\t "),
    ...[
      "null", "true", "7", '"x"', "[]", "{}", "[{}]", "NaN", "undefined", "{", "}", "[", '"', "{]", "{,}", '{"call"}',
      '{"call":}', "{:}",
    ].map((text) => malformed(`the body ${text}`, text)),
    malformed("a list of one good call", `[${good}]`),
    malformed("a good call in a text", JSON.stringify(good)),
    malformed("a good call in an object", `{"request":${good}}`),
    malformed("a good call that breaks off", good.slice(0, -1)),
    malformed("a good call that breaks off in a text", good.slice(0, -8)),
    malformed("two good calls", good + good),
    malformed("two good calls in two lines", `${good}\n${good}`),
    malformed("a good call and a zero byte", `${good}\0`),
    malformed("a good call and a semicolon", `${good};`),
    malformed("a good call and a brace", `${good}}`),
    malformed("a good call after a guard", `)]}',\n${good}`),
    malformed("a good call as a function's argument", `callback(${good})`),
    malformed("a good call after a comment", `/**/${good}`),
    malformed("a comment in a good call", good.replace(",", ",//x\n")),
    malformed("a comma too many", good.replace(/}$/, ",}")),
    malformed("a comma too few", good.replace(",", " ")),
    malformed("quotes of another kind", good.replaceAll('"', "'")),
    malformed("names without quotes", good.replace(/"(\w+)":/g, "$1:")),
    malformed("a byte order mark", `\ufeff${good}`),
    malformed("UTF-16", Buffer.from(good, "utf16le")),
    malformed("UTF-16 with its mark", bytes([0xff, 0xfe], Buffer.from(good, "utf16le"))),
    malformed("UTF-32", Buffer.from([...good].flatMap((letter) => [0, 0, 0, letter.charCodeAt(0)]))),
    malformed("an unknown white space", good.replace(",", ",\u00a0")),
    malformed("a form feed", good.replace(",", ",\f")),
    malformed("a line separator", good.replace(",", ",\u2028")),
    malformed("compressed without saying so", gzipSync(good)),
    malformed("MessagePack", Buffer.from([0x81, 0xa4, 0x63, 0x61, 0x6c, 0x6c, 0xa4, 0x73, 0x65, 0x6e, 0x64])),
    malformed("a form", "call=send&type=text&message=hello"),
    malformed("a form of parts", '--x\r\nContent-Disposition: form-data; name="call"\r\n\r\nsend\r\n--x--\r\n'),
    malformed("XML", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><call>&e;</call>'),
    malformed("a request in the body", `POST /wawp HTTP/1.1\r\nHost: relay.example\r\n\r\n${good}`),

    malformed("a byte that is no UTF-8", bytes(open, [0xff], close)),
    malformed("half a letter", bytes(open, [0xe2, 0x82], close)),
    malformed("an overlong letter", bytes(open, [0xc0, 0xaf], close)),
    malformed("a surrogate as UTF-8", bytes(open, [0xed, 0xa0, 0x80], close)),
    malformed("a letter beyond Unicode", bytes(open, [0xf4, 0x90, 0x80, 0x80], close)),
    malformed("a byte that is no UTF-8 in a name", bytes('{"call":"send","', [0xff], '":"x"}')),
    malformed("half a surrogate", good.replace("hello", "\\ud800")),
    malformed("the other half", good.replace("hello", "\\udc00")),
    malformed("the halves the wrong way round", good.replace("hello", "\\udc00\\ud800")),
    malformed("half a surrogate in a name", first('"\\ud800":"x"')),
    malformed("half an escape", good.replace("hello", "\\u00")),
    malformed("an unknown escape", good.replace("hello", "\\x41")),
    malformed("a line feed in a text", good.replace("hello", "a\nb")),
    malformed("a zero byte in a text", good.replace("hello", "a\0b")),

    ...["call", "key", "type", "number", "message", "instance_id"].flatMap((name) => {
      const other = { call: "reboot", instance_id: world.bob, number: "84900000000" }[name] ?? "x".repeat(8);
      return [
        malformed(`${name} twice`, first(`"${name}":"${other}"`)),
        malformed(
          `${name} twice, once in escapes`,
          first(`"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":"${other}"`),
        ),
        ...Object.entries({
          "a number": 7,
          null: null,
          true: true,
          "a list": ["x"],
          "an object": { $ne: "" },
          "an empty list": [],
        }).map(([kind, value]) => malformed(`${name}: ${kind}`, jsonOf(fields({ [name]: value })))),
      ];
    }),
    malformed("a text and its list", jsonOf([...fields(), ["instance_id[]", world.bob]])),
    malformed("a number of many digits", first(`"x":${"9".repeat(5_000)}`)),
    malformed("a number of a huge exponent", first('"x":1e999999999')),
    malformed("lists in lists", "[".repeat(30_000)),
    malformed("objects in objects", '{"call":'.repeat(7_000)),
    malformed("lists in a field", first(`"x":${"[".repeat(20_000)}${"]".repeat(20_000)}`)),
    malformed("a hundred fields too many", jsonOf([...fields(), ...Array.from({ length: 100 }, (_, n) => [`f${n}`, ""])])),
    malformed("a name of 60 KB", first(`"${"n".repeat(60_000)}":"x"`)),

    ...[
      "__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then", "toJSON", "length",
      "__defineGetter__", "", "\0", "call\0", " call",
    ].flatMap((name) => [
      malformed(`a field ${JSON.stringify(name)}`, first(`${JSON.stringify(name)}:"x"`)),
      malformed(
        `a field ${JSON.stringify(name)} with an object`,
        first(`${JSON.stringify(name)}:{"instance_id":${JSON.stringify(world.bob)},"visitor":"root"}`),
      ),
    ]),

    tooLarge("a byte above the limit", good.padEnd(LIMIT + 1)),
    tooLarge("a text of 70 KB", jsonOf(fields({ message: "x".repeat(70_000) }))),
    tooLarge("a text of 1 MB", jsonOf(fields({ message: "x".repeat(1 << 20) }))),
    tooLarge("1 MB of white space", " ".repeat(1 << 20)),
    tooLarge("1 MB of lists", "[".repeat(1 << 20)),
    tooLarge("1 MB of zero bytes", Buffer.alloc(1 << 20)),
  ];
}
