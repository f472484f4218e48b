// What the tests install, and the benches use too.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../tests/package.json", import.meta.url));

export const { build } = require("esbuild");
export const { chromium } = require("playwright-core");
export const { build: buildApp } = await import(pathToFileURL(require.resolve("vite")));
