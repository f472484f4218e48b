// The applications of `apps/`, each in a folder of its own: the package from its tarball, all else that its manifest
// names from the tests.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { missing } from "../../browsers/programs.js";
import { makeFolder, pack } from "../helpers.js";
import { isInlined } from "./arrival.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const projects = [join(here, "../.."), join(here, "../../runtimes")];
const folders = projects.map((project) => join(project, "node_modules"));
const windows = process.platform === "win32";

/** What the tests have installed, by name: the version that their manifests declare. */
const versions = new Map();
for (const project of projects) {
  const { devDependencies, optionalDependencies } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
  for (const [name, version] of Object.entries({ ...devDependencies, ...optionalDependencies })) {
    versions.set(name, version.replace(/^npm:.*@/, ""));
  }
}

/** The version of a package that an application is tested with. */
export const versionOf = (name) => versions.get(name);

/** Where the tests have a package, if they have it. */
export function placeOf(name) {
  const folder = folderWith(name);
  return folder && join(folder, name);
}

/** Why an application has to be skipped, in the form that node:test takes: what is not installed. */
export const lacks = (...names) => missing(Object.fromEntries(names.map((name) => [name, folderWith(name)])));

function folderWith(name) {
  return folders.find((folder) => existsSync(join(folder, name)));
}

/** Packs the package once, for every application. */
export async function openApplications() {
  const folder = await makeFolder();
  const { tarball } = await pack(folder.path);
  const made = new Map();
  const once = (place, how) => {
    if (!made.has(place)) made.set(place, how());
    return made.get(place);
  };
  return {
    /** The folder of an application: installed, and built if its manifest has a `build`. */
    make(name) {
      const place = join(folder.path, name);
      return once(place, () => make(name, place, tarball));
    },
    /** A copy of it without the inlined WebAssembly: what runs there has the file. */
    makeWithFileOnly(name) {
      const place = join(folder.path, `${name}-with-file-only`);
      return once(place, async () => {
        await cp(await this.make(name), place, { recursive: true });
        await removeInlined(place);
        return place;
      });
    },
    remove: folder.remove,
  };
}

async function make(name, folder, tarball) {
  await cp(join(here, "apps", name), folder, { recursive: true });
  await cp(join(here, "flow.js"), join(folder, "flow.js"));
  const { dependencies, devDependencies, ...manifest } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await npm(folder, "install", "--offline", "--no-package-lock", tarball);
  await lend(Object.keys({ ...dependencies, ...devDependencies }), folder);
  if (manifest.scripts?.build) await npm(folder, "run", "build");
  return folder;
}

async function removeInlined(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = join(folder, entry.name);
    // What is lent is a link, and no directory: it is left alone.
    if (entry.isDirectory()) await removeInlined(place);
    else if (entry.isFile() && place.endsWith(".js") && isInlined(await readFile(place, "latin1"))) await rm(place);
  }
}

/** Links packages of the tests, and the programs beside them, into an application. */
async function lend(names, folder) {
  const places = names.map((name) => [name, placeOf(name)]);
  if (names.length > 0) places.push([".bin", join(folderWith(names[0]), ".bin")]);
  for (const [name, place] of places) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await rm(link, { recursive: true, force: true });
    await symlink(place, link, "junction");
  }
}

/** Runs npm; what it printed is in the error when it fails. */
function npm(cwd, ...words) {
  const options = { cwd, shell: windows, env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } };
  return promisify(execFile)(windows ? "npm.cmd" : "npm", [...words, "--no-audit", "--no-fund"], options);
}
