// Attacks in what stands before the body: method, address, origin, and the headers by which a browser asks first.

import { ask } from "../request.js";
import { ORIGIN } from "../world.js";
import { fieldsOf } from "../calls.js";

/** @typedef {import("../attack.js").Attack} Attack */

/** @param {{ ada: string }} world */
export function heads(world) {
  const send = (changes) => ask(fieldsOf("sendText", world.ada), changes);
  const header = (name, value) => send({ headers: { [name]: value } });

  /** @type {Attack[]} */
  const attacks = [];
  const add = (status, reason, requests) => {
    for (const [name, plain] of Object.entries(requests)) attacks.push({ name, status, reason, plain });
  };

  for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "PROPFIND", "LINK"]) {
    // A HEAD is answered without a body.
    add(405, method === "HEAD" ? undefined : "method_refused", { [`the method ${method}`]: send({ method }) });
  }
  add(405, "method_refused", {
    "GET that would be POST by a header": send({ method: "GET", headers: { "x-http-method-override": "POST" } }),
    "PUT that would be POST by a header": send({
      method: "PUT",
      headers: { "x-method-override": "POST", "x-http-method": "POST" },
    }),
  });

  for (const target of [
    "/", "/wawp/", "/WAWP", "/Wawp", "/wawp/send", "/wawp/wawp", "/api/wawp", "/api/send", "//wawp", "///wawp", "/wawp//",
    "/.wawp", "/wawp.", "/wawp.json", "/wawp;v=1", "/wawp:80", "/wawp@dash.example", "/%77awp", "/wawp%20", "/wawp%00",
    "/wawp%0a", "/wawp%2f", "/wawp%2F..%2Fwawp", "/wawp%3Fx", "/%2e%2e/wawp%2f", "/wawp?", "/wawp?x=1", "/wawp?path=%2Fwawp",
    "/wawp?gateway=https://evil.example", "/wawp?access_token=x", "/wawp&x=1", "/%EF%BD%97awp", "/w%D0%B0wp", "/wawp/%5c",
  ]) {
    add(404, "relay_not_here", { [`the target ${target}`]: send({ target }) });
  }
  // A Request straightens these out, so that a relay that is handed one never sees them.
  for (const target of [
    "/x/../wawp", "/./wawp", "/wawp/.", "/x/%2e%2e/wawp", "/wawp/../wawp", "/..//wawp", "\\wawp", "/\\evil.example/wawp",
    "/wawp#x", "http://relay.example/wawp", "http://evil.example/wawp", "https://evil.example/wawp",
    "http://root@relay.example/wawp", "*", "wawp",
  ]) {
    const plain = send({ target });
    attacks.push({ name: `the target ${target}, by wire`, status: [400, 404], plain, byWire: true });
  }

  const evil = ORIGIN.replace("dash", "evil");
  for (const origin of [
    "null", "", "*", "undefined", "true",
    evil,
    "http://dash.example", "HTTPS://dash.example", "https://DASH.example", "https://Dash.Example", "https://dash.example.",
    "https://dash.example/", "https://dash.example/wawp", "https://dash.example?", "https://dash.example#",
    "https://dash.example:443", "https://dash.example:80", "https://dash.example:8443", "https://dash.example:",
    "https://dash.example.evil.example", "https://dash.example@evil.example", "https://evil.example@dash.example",
    "https://evil-dash.example", "https://evildash.example", "https://sub.dash.example", "https://dash.example%00.evil.example",
    "https://dash.example%2eevil.example", "https://dash-example", "https://dash.exampl", "https://dash.examplee",
    "https://[dash.example]", "//dash.example", "dash.example", "https:dash.example", "https:/dash.example",
    "https:///dash.example", "https:\\\\dash.example", "file://", "data:", "blob:https://dash.example",
    "chrome-extension://abcdefghijklmnop", "https://xn--dsh-5cd.example", "https://d\u00e4sh.example", "https://localhost",
    "http://127.0.0.1", "https://127.0.0.1", `${ORIGIN}, ${evil}`, `${evil}, ${ORIGIN}`, `${ORIGIN},${ORIGIN}`,
    `${ORIGIN} ${evil}`, `"${ORIGIN}"`, `<${ORIGIN}>`, `${ORIGIN};`,
  ]) {
    add(403, "origin_refused", { [`the origin ${JSON.stringify(origin)}`]: header("origin", origin) });
  }
  add(403, "origin_refused", {
    "no origin": header("origin", undefined),
    "no origin, but a referer": send({ headers: { origin: undefined, referer: `${ORIGIN}/` } }),
    "no origin, but others' words for it": send({
      headers: { origin: undefined, "x-origin": ORIGIN, "x-forwarded-origin": ORIGIN, "sec-fetch-site": "same-origin" },
    }),
    "two origins": send({ headers: { origin: [ORIGIN, evil] } }),
    "two origins, ours last": send({ headers: { origin: [evil, ORIGIN] } }),
    "our origin twice": send({ headers: { origin: [ORIGIN, ORIGIN] } }),
    "a preflight of another origin": send({
      method: "OPTIONS",
      headers: { origin: evil, "access-control-request-method": "POST" },
    }),
    "a preflight of no origin": send({
      method: "OPTIONS",
      headers: { origin: undefined, "access-control-request-method": "POST" },
    }),
    "a preflight of the origin null": send({
      method: "OPTIONS",
      headers: { origin: "null", "access-control-request-method": "POST" },
    }),
  });

  for (const value of [
    undefined, "", "0", "2", "11", "01", "1.0", "1,1", "true", "yes", "one", "-1", "1;q=1", '"1"', "0x1", "1e0", "\u00b9", "I",
  ]) {
    add(400, "relay_request_malformed", { [`the marker ${JSON.stringify(value)}`]: header("wawp-relay", value) });
  }
  add(400, "relay_request_malformed", {
    "two markers": header("wawp-relay", ["1", "2"]),
    "the marker twice": header("wawp-relay", ["1", "1"]),
    "the marker in other words": send({
      headers: { "wawp-relay": undefined, "x-wawp-relay": "1", wawp_relay: "1", "x-requested-with": "XMLHttpRequest" },
    }),
  });

  for (const type of [
    undefined, "", "text/plain", "text/plain; charset=utf-8", "text/plain; application/json", "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x", "text/json", "text/html", "application/jsonp", "application/json5", "application/x-json",
    "application/ld+json", "application/json-patch+json", "application/vnd.api+json", "application/octet-stream", "application/*",
    "*/*", "application/json, text/plain", "text/plain, application/json", "application/json/x", "application / json",
    "application/json; charset=utf-16", "application/json; charset=utf-7", "application/json; charset=iso-8859-1",
    "application/json; boundary=x", "application/json; charset", "application/json;", "json", '"application/json"',
  ]) {
    add(415, "type_refused", { [`the type ${JSON.stringify(type)}`]: header("content-type", type) });
  }
  for (const encoding of ["gzip", "br", "deflate", "identity", "zstd", "x", "gzip, identity", ""]) {
    add(415, "type_refused", { [`the encoding ${JSON.stringify(encoding)}`]: header("content-encoding", encoding) });
  }
  // On a wire Node itself refuses these.
  for (const length of ["-1", "abc", "1e3", "0x10", "1,1", "1 1", "", "1.5", "1;", "99999999999999999999"]) {
    attacks.push({
      name: `the length ${JSON.stringify(length)}`,
      status: [400, 413],
      plain: header("content-length", length),
      directly: true,
    });
  }
  attacks.push({
    name: "a length above the limit",
    status: 413,
    reason: "request_too_large",
    plain: header("content-length", "65537"),
    directly: true,
  });
  return attacks;
}
