// How the WebAssembly comes into an application: what a build has put out, and what a visit asked for.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = "node_modules/wawp-client/wasm/wawp_client_bg.wasm";

/** These are the first bytes of every WebAssembly file, in base64. */
export const isInlined = (text) => text.includes("AGFzbQ");

/** A number that only the flow has, so that its script is known. */
const isFlow = (text) => text.includes("84933313000");

/**
 * How the WebAssembly came, in the words of the README's table. It is the client's, and it comes once.
 *
 * @param {string} folder the application's
 * @param {string[]} asked what its page asked for
 * @param {(asked: string) => Promise<Buffer>} read what it got
 */
export async function arrivalOf(folder, asked, read) {
  const files = asked.filter((path) => /\.wasm(\?|$)/.test(path));
  const scripts = await Promise.all(asked.filter((path) => /\.m?js(\?|$)/.test(path)).map(read));
  const inlined = scripts.map((script) => script.toString("latin1")).filter(isInlined);
  assert.ok(files.length <= 1 && inlined.length <= 1, `${files.length} files and ${inlined.length} inlined copies`);
  if (inlined.some(isFlow)) return "in the script";
  const ways = [];
  if (files.length > 0 && (await read(files[0])).equals(await readFile(join(folder, FILE)))) ways.push("file");
  if (inlined.length > 0) ways.push("inlined chunk");
  return ways.join(", and ");
}

/** A visit in Chromium: the flow ends well, and how the WebAssembly came is seen from what the browser asked for. */
export async function visited(world, folder, url) {
  const { said, asked, browser } = await world.browsers.visit("Chromium", url);
  assert.equal(said, "done");
  return { arrives: await arrivalOf(folder, asked, fetched), browser };
}

/**
 * Runs a server or a script with the package as it is installed, and once more without the inlined copy: what ends well
 * there too has had the file.
 *
 * @param {(folder: string) => Promise<string>} run gives what the flow ended in
 */
export async function arrivalInRun({ applications }, name, run) {
  const folders = [await applications.make(name), await applications.makeWithFileOnly(name)];
  const [said, saidWithFileOnly] = await Promise.all(folders.map((folder) => run(folder).catch(String)));
  assert.equal(said, "done");
  return saidWithFileOnly === said ? "file" : "inlined chunk";
}

/** What a server answers, whatever its status. */
export async function fetched(url) {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

/** How many WebAssembly files a build has put out. There is none but the client's. */
export async function emittedIn(folder, output) {
  const names = (await readdir(join(folder, output), { recursive: true })).filter((name) => name.endsWith(".wasm"));
  const client = await readFile(join(folder, FILE));
  for (const name of names) assert.ok((await readFile(join(folder, output, name))).equals(client), `${name} is not the client`);
  return names.length;
}
