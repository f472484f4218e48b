// What the tests install, and the benches use too.

import { createRequire } from "node:module";

const require = createRequire(new URL("../../tests/package.json", import.meta.url));

export const { build } = require("esbuild");
export const { chromium } = require("playwright-core");
