// Compiles the samples as an application would, against the built package, and prints how many checks passed: the
// comments "ok:" stand before what must compile, "@ts-expect-error" before what must not.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const manifest = require.resolve("typescript/package.json");
const tsc = join(dirname(manifest), require(manifest).bin.tsc);

// The package, where an application has it.
const installed = join(here, "node_modules", "wawp-client");
mkdirSync(dirname(installed), { recursive: true });
rmSync(installed, { recursive: true, force: true });
symlinkSync(join(here, "..", "..", "pkg"), installed, "junction");

let passed = 0;
let failed = 0;
for (const project of ["tsconfig.bundler.json", "tsconfig.nodenext.json", "tsconfig.entries.json", "tsconfig.demo.json"]) {
  const { files } = JSON.parse(readFileSync(join(here, project), "utf8"));
  const checks = files.map((file) => readFileSync(join(here, file), "utf8")).join("\n").match(/\/\/ (ok:|@ts-expect-error)/g);
  const problems = compile(project);
  const wrong = problems === "" ? 0 : Math.max(1, problems.match(/^\S.*error TS/gm)?.length ?? 0);
  console.log(`${project}: ${checks.length} checks${wrong === 0 ? "" : `, ${wrong} wrong\n${problems}`}`);
  passed += Math.max(0, checks.length - wrong);
  failed += wrong;
}
console.log(`types: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** What the compiler has to say, or nothing. */
function compile(project) {
  try {
    execFileSync(process.execPath, [tsc, "--pretty", "false", "--project", project], { cwd: here });
    return "";
  } catch (error) {
    return String(error.stdout) || String(error);
  }
}
