// Attacks on what belongs to others: their instances, calls that a visitor may not make, and the call by hand, which could
// reach all of it.

import { ask } from "../request.js";
import { NAMES, OWNED, fieldsOf } from "../calls.js";

/** @param {{ ada: string, bob: string }} world */
export function permits(world) {
  const attempt =
    (status, reason) =>
    (name, call, instanceId, { as, ...changes }) => ({
      name,
      status,
      reason,
      plain: ask(fieldsOf(call, instanceId, changes), { as }),
    });
  const notAllowed = attempt(403, "not_allowed");
  const malformed = attempt(400, "relay_request_malformed");
  const unknown = (name, headers) => ({
    name,
    status: 401,
    reason: "visitor_unknown",
    plain: ask(fieldsOf("sendText", world.ada), { headers }),
  });
  const { ada, bob } = world;
  const mixed = [...bob].map((letter, place) => (place % 2 ? letter.toLowerCase() : letter)).join("");

  return [
    ...NAMES.map((name) => ({
      ...unknown(`nobody asks for ${name}`),
      plain: ask(fieldsOf(name, ada), { headers: { authorization: undefined } }),
    })),
    ...[
      "Bearer", "Bearer ", "bearer ada", "Bearer Ada", "Bearer ada,root", "Basic YWRhOg==", "Bearer root\u00a0", "Bearer null",
      "Bearer __proto__", "constructor", "ada", "root",
    ].map((authorization) => unknown(`the visitor ${JSON.stringify(authorization)}`, { authorization })),
    unknown("a visitor by other words", {
      authorization: undefined,
      "x-visitor": "root",
      "x-user": "root",
      "x-forwarded-user": "root",
      cookie: "visitor=root",
    }),

    ...OWNED.flatMap((name) => [
      notAllowed(`Ada asks for ${name} of Bob's`, name, bob, { as: "ada" }),
      notAllowed(`Bob asks for ${name} of Ada's`, name, ada, { as: "bob" }),
    ]),
    ...NAMES.map((name) => notAllowed(`Eve, who may nothing, asks for ${name}`, name, ada, { as: "eve" })),
    ...NAMES.filter((name) => !name.startsWith("sendText")).map((name) =>
      notAllowed(`Bob, who may only send texts, asks for ${name}`, name, bob, { as: "bob" }),
    ),

    // What might be taken for Ada's or Bob's.
    ...[
      bob.toLowerCase(),
      mixed,
      `${ada},${bob}`, `${ada};${bob}`, `${ada}|${bob}`, `${ada}/${bob}`, `${ada}/../${bob}`, `../${bob}`, `./${ada}`,
      `${ada}&instance_id=${bob}`, `${ada}%26instance_id%3D${bob}`, `${ada}#${bob}`, `${ada}?instance_id=${bob}`, `["${ada}"]`,
      `["${ada}","${bob}"]`, `{"$ne":"${ada}"}`, `'${ada}'`, `"${ada}"`, `${ada}'OR'1'='1`,
      ada.slice(0, -1),
      `${ada}0`,
      ada.toLowerCase(),
      `0${ada}`,
      encodeURIComponent(`${ada} `),
      `${ada}%00`, `${ada}%20`, `%${bob.charCodeAt(0).toString(16)}${bob.slice(1)}`, `${ada}\u200b`, `\u200b${bob}`,
      `${ada}\u00ad`, `${ada}\u0301`, `\u202e${ada}`,
      fullWidth(ada),
      fullWidth(bob),
      "all", "ALL", "*", "%", "_", ".", "..", "null", "undefined", "0", "-1", "true", "[object", "__proto__", "constructor",
      "toString", "length", "0x0", "NaN", `\u2060${ada}`, `\ufeff${ada}`, "\u{1f4f1}",
      "x".repeat(5_000),
    ].map((id) => notAllowed(`Ada asks for the instance ${JSON.stringify(id).slice(0, 60)}`, "sendText", id, { as: "ada" })),

    // The call by hand.
    notAllowed("Ada calls by hand with her own instance", "call", "", { as: "ada", query: JSON.stringify({ instance_id: ada }) }),
    notAllowed("Ada calls by hand with Bob's instance", "call", "", { as: "ada", query: JSON.stringify({ instance_id: bob }) }),
    notAllowed("Ada calls by hand with Bob's instance in the body", "call", "", {
      as: "ada",
      path: "send",
      method: "POST",
      query: "{}",
      body: JSON.stringify({ instance_id: bob, number: "84933313000", type: "text", message: "x" }),
    }),
    notAllowed("Ada calls by hand with no instance", "call", "", { as: "ada", path: "create_instance", query: "{}" }),
    notAllowed("Bob calls by hand", "call", "", { as: "bob" }),
    malformed("Ada calls by hand, with her instance beside it", "call", "", { as: "ada", instance_id: ada }),

    ...[
      "", "/", "/reconnect", "reconnect/", "//evil.example", "//evil.example/x", "https://evil.example/x", "https:evil.example",
      "evil.example:80/x", "../reconnect", "../../sandbox/reset", "a/../b", "a/./b", ".", "..", "...", "a/..", "./reconnect",
      "a//b", "reconnect?x=1", "reconnect?access_token=x", "reconnect#x", "reconnect;x", "reconnect&x", "reconnect%3fx",
      "..%2freconnect", "%2e%2e/reconnect", "%2e", "reconnect%00", "reconnect\0", "reconnect ", " reconnect",
      "reconnect\r\nHost: evil.example", "reconnect\n", "re\tconnect", "\\reconnect", "a\\..\\b", "@evil.example/x", ":8080/x",
      "r\u00e9connect", "\uff0e\uff0e/reconnect", "reconnect\u2028", "{reconnect}", "*", "a,b", "a=b", "~root", "$x", "a|b",
      "a'b", 'a"b', "<a>",
    ].map((path) => malformed(`a call by hand of ${JSON.stringify(path)}`, "call", "", { as: "root", path })),
    ...[
      "", "get", "post", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "GET ", "POST /x HTTP/1.1\r\n", "GET\0", "PATCH",
    ].map((method) => malformed(`a call by hand by ${JSON.stringify(method)}`, "call", "", { as: "root", method })),
    ...[
      "", "null", "7", "[]", '"x"', "{", "{}{}", '{"a":1}', '{"a":null}', '{"a":["b"]}', '{"a":{}}', '{"a":"b","a":"c"}',
      '{"a":"\\ud800"}', "a=b", '{"access_token":"x"}', '{"access_token":""}', '{"\\u0061ccess_token":"x"}',
      '{"a":"b","access_token":"x"}', '{"access_token":["x"]}', '{"__proto__":{"access_token":"x"}}',
      `{"a":${"[".repeat(10_000)}`,
    ].flatMap((text) => [
      malformed(`a call by hand with the query ${text.slice(0, 40)}`, "call", "", { as: "root", query: text }),
      malformed(`a call by hand with the body ${text.slice(0, 40)}`, "call", "", {
        as: "root",
        method: "POST",
        query: "{}",
        body: text,
      }),
    ]),
    malformed("a call by hand with a body, by GET", "call", "", { as: "root", body: "{}" }),
    malformed("a call by hand without a path", "call", "", { as: "root", path: undefined }),
    malformed("a call by hand without a method", "call", "", { as: "root", method: undefined }),
    malformed("a call by hand without a query", "call", "", { as: "root", query: undefined }),
  ];
}

function fullWidth(text) {
  return [...text].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join("");
}
