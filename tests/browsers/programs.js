// Programs that may be there or not.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The place of a program: named by a variable of the environment, else the first of these on the search path. */
export function find(variable, ...names) {
  const named = process.env[variable];
  if (named) return named;
  const folders = process.env.PATH.split(delimiter);
  const suffix = process.platform === "win32" ? ".exe" : "";
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix))).find((place) => existsSync(place));
}

/** Why a test has to be skipped, in the form that node:test takes: the names of those programs that have no place. */
export function missing(places) {
  const names = Object.keys(places).filter((name) => !places[name]);
  return names.length > 0 && `not installed: ${names.join(", ")}`;
}
