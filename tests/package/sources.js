// Sources of the WebAssembly for `init`, and how each ends. Applications run this file, in Node and on pages: `at` tells the
// address of a file that a server answers as the query says, and each source comes in an array, so that a promise stays one.

/** What loads. */
export const RIGHT = {
  "an address": (at) => [at()],
  "a URL": (at) => [new URL(at())],
  "a Response": async (at) => [await fetch(at())],
  "a promise of a Response": (at) => [fetch(at())],
  "a Response without a type": (at) => [fetch(at({ type: "" }))],
  "a Response of any bytes": (at) => [fetch(at({ type: "application/octet-stream" }))],
  "a Response whose type says more": (at) => [fetch(at({ type: "application/wasm;charset=utf-8" }))],
  "a Response made by hand": async (at) => [new Response(await bytes(at))],
  "an ArrayBuffer": async (at) => [await bytes(at)],
  "a promise of an ArrayBuffer": (at) => [bytes(at)],
  "a Uint8Array": async (at) => [new Uint8Array(await bytes(at))],
  "a part of a larger buffer": async (at) => [within(await bytes(at))],
  "a module": async (at) => [await WebAssembly.compile(await bytes(at))],
  "a promise of a module": (at) => [WebAssembly.compileStreaming(fetch(at()))],
  "nothing, which means the package's own file": () => [undefined],
};

export const RIGHT_ON_PAGES = {
  "an address of the page's own origin": (at) => [at().replace(location.origin, "")],
  "an address of another origin": (at) => [elsewhere(at({ cors: true }))],
};

export const RIGHT_IN_NODE = {
  "the URL of a file": () => [new URL(import.meta.resolve("wawp-client/wasm"))],
  "the address of a file": () => [import.meta.resolve("wawp-client/wasm")],
  "an ArrayBuffer of another realm": async (at) => [await foreign(await bytes(at))],
};

/** What is refused as no source. */
export const INVALID = {
  "a number": () => [1],
  "null": () => [null],
  "true": () => [true],
  "a symbol": () => [Symbol("wasm")],
  "an object": () => [{}],
  "an array": () => [[0, 97, 115, 109]],
  "a function": () => [() => "/wawp_client_bg.wasm"],
  "a Request": (at) => [new Request(at())],
  "a Blob": async (at) => [new Blob([await bytes(at)])],
  "a promise of nothing, as from a cache that has no such file": () => [Promise.resolve()],
};

/** What fails to load, and how the message names the failure. */
export const FAILING = {
  "a promise that rejects": [() => [Promise.reject(new Error("no such luck"))], /\(Error: no such luck\)/],
  "a promise that rejects with nothing": [() => [Promise.reject()], /loaded \(\)\./],
  "an address that is none": [() => ["http://["], /\(TypeError: /],
  "an address where nobody answers": [(at) => [at({ body: "dropped" })], /\(TypeError: /],
  "an address that breaks off": [(at) => [at({ body: "broken" })], /\(Error: HTTP 200 application\/wasm .*: TypeError: /],
  "a file that is not there": [(at) => [at({ status: 404, type: "text/html", body: "page" })], /\(Error: HTTP 404 text\/html http/],
  "a page in place of the file": [(at) => [at({ type: "text/html", body: "page" })], /\(Error: HTTP 200 text\/html .*: CompileError: /],
  "a page that passes for the file": [(at) => [at({ body: "page" })], /\(Error: HTTP 200 application\/wasm .*: CompileError: /],
  "an error that passes for the file": [(at) => [at({ status: 500 })], /\(Error: HTTP 500 application\/wasm http/],
  "an error with the file's bytes": [(at) => [at({ status: 503, type: "" })], /\(Error: HTTP 503 /],
  "an empty file": [(at) => [at({ body: "empty" })], /\(Error: HTTP 200 application\/wasm .*: CompileError: /],
  "half the file": [(at) => [at({ body: "half" })], /\(Error: HTTP 200 application\/wasm .*: CompileError: /],
  "a Response that was read": [async (at) => [await read(await fetch(at()))], /\(Error: HTTP 200 application\/wasm .*: TypeError\b/],
  "bytes of something else": [() => [new TextEncoder().encode("<!doctype html>")], /\(CompileError: /],
  "no bytes": [() => [new ArrayBuffer(0)], /\(CompileError: /],
  "another WebAssembly": [() => [OTHER], /\(TypeError: /],
};

export const FAILING_ON_PAGES = {
  "an answer of another origin that may not be read": [(at) => [fetch(elsewhere(at()), { mode: "no-cors" })], /\(Error: HTTP 0 /],
  "another origin that says nothing of CORS": [(at) => [elsewhere(at())], /\(TypeError: /],
};

/** A module that imports a function which nobody has. */
export const OTHER = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 97, 1, 98, 0, 0);

/** Makes a source of any table by its name, in an array. */
export function make(name, at) {
  const [row] = TABLES.flatMap((table) => table[name] ?? []);
  return [row].flat()[0](at);
}
const TABLES = [RIGHT, RIGHT_ON_PAGES, RIGHT_IN_NODE, INVALID, FAILING, FAILING_ON_PAGES];

/** Loads from a source, makes a client, and tells how that ended. */
export async function outcome({ init, createClient }, source) {
  try {
    const loaded = await init(source);
    const client = await createClient({ accessToken: () => "" });
    return { loaded: String(loaded), client: typeof client.createSession };
  } catch (error) {
    return { name: error.name, message: error.message, ...error };
  }
}

/** The same server, which is another origin by this name. */
function elsewhere(address) {
  return address.replace("127.0.0.1", "localhost");
}

async function bytes(at) {
  return (await fetch(at())).arrayBuffer();
}

async function read(response) {
  await response.arrayBuffer();
  return response;
}

function within(buffer) {
  const larger = new Uint8Array(buffer.byteLength + 20);
  larger.set(new Uint8Array(buffer), 10);
  return larger.subarray(10, 10 + buffer.byteLength);
}

async function foreign(buffer) {
  const { runInNewContext } = await import("node:vm");
  return runInNewContext("new Uint8Array(bytes).buffer", { bytes: new Uint8Array(buffer) });
}
