// Where things are.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const benches = fileURLToPath(new URL("..", import.meta.url));
export const root = fileURLToPath(new URL("../..", import.meta.url));
/** The package, as `cargo xtask build` makes it, or another one to compare it with. */
export const pkg = resolve(process.env.WAWP_PKG ?? fileURLToPath(new URL("../../pkg", import.meta.url)));
