// Attacks in single fields: calls that don't exist, fields of others, recipients that are none, keys that can't be.

import { ask } from "../request.js";
import { KEYED, KEYLESS, NAMES, OWNED, PERSON, fieldsOf } from "../calls.js";

/** A key, made of what a page must not send. */
const ODD_KEYS = {
  empty: "",
  "too short": "1234567",
  "too long": "k".repeat(201),
  "of 10 KB": "k".repeat(10_000),
  "with a space": "12345678 90",
  "after a space": " 1234567890",
  "before a space": "1234567890 ",
  "with a tab": "12345678\t90",
  "with a line feed": "12345678\n90",
  "with a header in it": "12345678\r\nx: y",
  "with a zero byte": "12345678\u0000",
  "with a delete": "12345678\u007f",
  "above ASCII": "1234567\u00e9",
  "in full width": "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
  "with a combining letter": "12345678e\u0301",
  "with a zero-width space": "12345678\u200b",
  "with an unbreakable space": "12345678\u00a090",
  "of emoji": "\u{1f511}\u{1f511}\u{1f511}",
};

/** @param {{ ada: string }} world */
export function fields(world) {
  const as = (name) => (name === "call" ? "root" : "ada");
  const malformed = (title, name, changes) => ({
    name: `${name}: ${title}`,
    status: 400,
    reason: "relay_request_malformed",
    plain: ask(fieldsOf(name, world.ada, changes), { as: as(name) }),
  });
  const invalid = (title, name, changes, path, reason) => ({
    ...malformed(title, name, changes),
    reason: reason ?? /^[a-z_]+$/,
    path,
  });

  const attacks = [
    ...[
      undefined, "", " ", "SEND", "Send", "send ", " send", "send\0", "send\n", "s\u0435nd", "\uff53end", "send.php", "send/",
      "/send", "../send", "send?x=1", "send#", "api/send", "sendText", "sendMedia", "login", "waitForLogin", "createInstance",
      "status", "number_verify", "send_group ", "__proto__", "constructor", "toString", "*", "all", "null",
      "https://evil.example/send", "OPTIONS",
      "x".repeat(1_000),
    ].map((call) => malformed(`the call ${JSON.stringify(call)?.slice(0, 40)}`, "sendText", { call })),

    // Fields of the gateway, of the relay's options, of the permit, of no call at all.
    ...[
      "access_token", "accessToken", "token", "gateway", "baseUrl", "base_url", "relay", "host", "url", "path", "fetch",
      "encoding", "method", "headers", "visitor", "instances", "operations", "origins", "timeoutMs", "maxRetries",
      "idempotencyKey", "instanceId", "instance_id ", "INSTANCE_ID", "_method", "debug", "wawp", "query", "body",
    ].map((field) => malformed(`a field ${JSON.stringify(field)}`, "sendText", { [field]: "https://evil.example/api" })),
    ...NAMES.map((name) => malformed("a field too many", name, { extra: "x" })),
    ...NAMES.map((name) => malformed("the gateway's own token", name, { access_token: "x" })),

    ...OWNED.map((name) => malformed("no instance", name, { instance_id: undefined })),
    ...NAMES.filter((name) => !OWNED.includes(name)).flatMap((name) => [
      malformed("an instance of its own", name, { instance_id: world.ada }),
      malformed("an instance of another's", name, { instance_id: world.bob }),
    ]),
    ...["", " ", "\t", "A B", "A\n", "A\u0000", "\u0007", "A\u00a0B", "A\u2028", "A\u3000", " A"].map((id) =>
      invalid(`the instance ${JSON.stringify(id)}`, "sendText", { instance_id: id }, "instanceId", "not_an_instance_id"),
    ),

    malformed("no number", "sendText", { number: undefined }),
    malformed("no message", "sendText", { message: undefined }),
    malformed("no type", "sendText", { type: undefined }),
    ...["", "TEXT", "Text", "text ", "video", "template", "media\0", "button", "1"].map((type) =>
      malformed(`the type ${JSON.stringify(type)}`, "sendText", { type }),
    ),
    malformed("media without its address", "sendText", { type: "media" }),
    malformed("a text with an address", "sendText", { media_url: "https://files.example/a.png" }),
    malformed("a text with a file's name", "sendText", { filename: "a.png" }),
    malformed("media by another name", "sendMedia", { media_url: undefined, mediaUrl: "https://files.example/a.png" }),
    malformed("a person and a group", "sendText", { group_id: "84987600001-1618740000@g.us" }),
    malformed("a group and a person", "sendTextToGroup", { number: PERSON }),
    malformed("a group in place of a person", "sendText", { number: undefined, group_id: "84987600001-1618740000@g.us" }),
    malformed("a person in place of a group", "sendTextToGroup", { group_id: undefined, number: PERSON }),
    ...["", " ", "\t\n", "\u00a0", "\u3000"].map((text) =>
      invalid(`the text ${JSON.stringify(text)}`, "sendText", { message: text }, "options.text", "empty"),
    ),

    ...[
      "", " ", "0", "1", "12345", "123456", "0933313000", "00933313000", "+84933313000", "84 933 313 000", "84-933-313-000",
      "(84)933313000", "84933313000 ", "\t84933313000", "849333130001234567", "84933313000,84900000000",
      "84933313000;84900000000", "84933313000|84900000000", '["84933313000"]', "84933313000@s.whatsapp.net", "84933313000@c.us",
      "84933313000:1@s.whatsapp.net", "84933313000@lid", "84933313000@newsletter", "status@broadcast", "all", "*", "NaN", "1e11",
      "0x13c6a4f3d8", "84933313000.0", "-84933313000", "\uff18\uff14\uff19\uff13\uff13\uff13\uff11\uff13\uff10\uff10\uff10",
      "\u0668\u0664\u0669\u0663\u0663\u0663\u0661\u0663\u0660\u0660\u0660", "84933313000\u200b", "84933313000\u0000",
      "84933313000&access_token=x", "84933313000%00", "84933313000?x=1", "84987600001-1618740000@g.us", "{84933313000}",
    ].flatMap((number) => [
      invalid(`the number ${JSON.stringify(number)}`, "sendText", { number }, "options.to"),
      invalid(`the phone ${JSON.stringify(number)}`, "pairCode", { phone: number }, "options.phone"),
    ]),
    ...[
      "", "@g.us", "1@g.us",
      PERSON,
      "84987600001-1618740000", "84987600001-1618740000@G.US", "84987600001-1618740000@g.us ", "84987600001-1618740000@g.us@g.us",
      "a-b@g.us", "84987600001-1618740000@s.whatsapp.net", "84987600001-1618740000@g.us,84987600001-1618740001@g.us",
      "84987600001--1@g.us", "84987600001-1618740000@g.us\u0000", `${"1".repeat(60)}@g.us`,
    ].map((group_id) => invalid(`the group ${JSON.stringify(group_id)}`, "sendTextToGroup", { group_id }, "options.to")),

    malformed("no name", "createSession", { name: undefined }),
    ...["", " ", "\n"].map((name) =>
      invalid(`the name ${JSON.stringify(name)}`, "createSession", { name }, "options.name", "empty"),
    ),
    malformed("a name", "createInstance", { name: "Shop" }),
    malformed("no phone", "pairCode", { phone: undefined }),
    malformed("no address", "setWebhook", { webhook_url: undefined }),
    ...[undefined, "", "1", "0", "yes", "TRUE", "True", "true ", "on", "null"].map((enable) =>
      malformed(`enable ${JSON.stringify(enable)}`, "setWebhook", { enable }),
    ),
  ];

  const someOfEach = (names, take) =>
    names.flatMap((name) =>
      Object.entries(ODD_KEYS)
        .filter(take)
        .map(([title, key]) => malformed(`a key ${title}`, name, { key })),
    );
  attacks.push(
    ...someOfEach(["sendText"], () => true),
    // Of the others, those that differ in kind.
    ...someOfEach(
      KEYED.filter((name) => name !== "sendText"),
      ([title]) => ["empty", "too short", "too long", "with a space", "above ASCII"].includes(title),
    ),
    ...KEYED.map((name) => malformed("no key", name, { key: undefined })),
    ...KEYLESS.flatMap((name) => [
      malformed("a good key", name, { key: "1234567890" }),
      malformed("an empty key", name, { key: "" }),
    ]),
  );
  return attacks;
}
