// The same attacks in other words: how JSON and HTTP are written must not matter, nor where an attack stands beside others.

import { jsonOf } from "./request.js";

/** Dice that fall in the same way in each run. */
export function makeDice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const under = (limit) => Math.floor(next() * limit);
  return {
    under,
    one: (list) => list[under(list.length)],
    shuffled: (list) =>
      list
        .map((item) => [next(), item])
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item),
  };
}

/** Ways to write a request that say the same: the names of headers, their order, chunks. */
export function respell(dice, { length }) {
  const spell = dice.one([
    (name) => name,
    (name) => name.toUpperCase(),
    (name) => name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase()),
    (name) => [...name].map((letter, place) => (place % 2 ? letter : letter.toUpperCase())).join(""),
  ]);
  const chunk = dice.one([undefined, undefined, Math.max(1, Math.ceil(length / 7)), Math.max(1, Math.ceil(length / 40))]);
  return { spell, order: dice.one([undefined, dice.shuffled]), chunk };
}

/** Ways to write the fields of a call that say the same. */
const WRITINGS = [
  (fields) => jsonOf(fields),
  (fields) => jsonOf(fields, escaped),
  (fields) =>
    jsonOf(fields, (value) =>
      typeof value === "string" ? escaped(value).toUpperCase().replaceAll("\\U", "\\u") : escaped(value),
    ),
  (fields, dice) => jsonOf(dice.shuffled(fields)),
  (fields) => `\r\n\t ${jsonOf(fields).replace(/^\{/, "{ ").replace(/\}$/, "\n}")} \n`,
];

/** A text as JSON in which each letter is an escape. */
function escaped(value) {
  if (typeof value !== "string") return JSON.stringify(value);
  const units = Array.from({ length: value.length }, (_, place) => value.charCodeAt(place).toString(16).padStart(4, "0"));
  return `"${units.map((unit) => `\\u${unit}`).join("")}"`;
}

/** Headers that change nothing, whoever believes them elsewhere. */
const HINTS = {
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-forwarded-for": "127.0.0.1",
  "x-real-ip": "127.0.0.1",
  "x-original-url": "/wawp",
  "x-rewrite-url": "/wawp",
  "x-http-method-override": "POST",
  "x-gateway": "https://evil.example/api",
  forwarded: "host=evil.example",
  referer: "https://dash.example/",
  cookie: "visitor=root; access_token=x",
  "access-control-request-method": "POST",
  "sec-fetch-site": "same-origin",
  "x-access-token": "x",
  via: "1.1 evil.example",
};

/** Another request that must fail as this one does. */
export function vary(dice, { plain, others = [] }) {
  const chosen = dice.one([plain, ...others]);
  const hints = dice.shuffled(Object.entries(HINTS)).slice(0, dice.under(4));
  // What the attack says itself stays the only thing that is said.
  const headers = [...chosen.headers, ...hints.filter(([name]) => !chosen.headers.some(([known]) => known === name))];
  const body = chosen.body ?? dice.one(WRITINGS)(chosen.fields, dice);
  return { ...chosen, headers, body: withoutHalves(body) };
}

/** A text whose halves of letters have been escaped, as bytes have no word for them. */
function withoutHalves(body) {
  return typeof body === "string" ? body.replace(/[\ud800-\udfff]/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`) : body;
}

/**
 * Two attacks in one request: of each what it changes.
 *
 * @param {import("./attack.js").Attack} first an attack in what stands before the body
 * @param {import("./attack.js").Attack} second an attack in the body
 */
export function both(first, second) {
  const { method, target, headers } = first.plain;
  const status = [first.status, second.status].flat();
  return {
    ...first,
    name: `${first.name}, and ${second.name}`,
    status,
    reason: undefined,
    plain: { ...second.plain, method, target, headers },
    others: undefined,
  };
}
