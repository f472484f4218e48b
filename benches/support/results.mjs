// RESULTS.md: a section for each bench, which that bench writes anew.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benches } from "./places.mjs";

const file = join(benches, "RESULTS.md");

const SECTIONS = ["size", "parts", "calls", "start", "recipients", "memory"];

const TOP = `# Benches

Each table has the package beside its peers, measured in the same run. \`cargo xtask bench\` writes this page, and
\`cargo xtask bench NAME\` one section of it.
`;

/** A table, its numbers to the right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, place) => (place === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** What was aimed at: in words, what was reached, and the most that it may be. */
export function aims(rows) {
  const lines = rows.map(([what, value, limit]) => {
    return `- ${what}: ${value} (at most ${limit}), ${value <= limit ? "met" : "**missed**"}`;
  });
  return ["Aims:", ...lines].join("\n");
}

/** Prints a section, and puts it into the page. */
export function publish(name, paragraphs) {
  const text = paragraphs.join("\n\n");
  console.log(`${text}\n`);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const sections = SECTIONS.map((section) => (section === name ? text : sectionIn(before, section)));
  const marked = SECTIONS.map((section, place) => sections[place] && `<!-- ${section} -->\n${sections[place]}\n`);
  writeFileSync(file, [TOP, ...marked.filter(Boolean)].join("\n"));
}

function sectionIn(page, name) {
  const [, after] = page.split(`<!-- ${name} -->\n`);
  return after?.split(/\n<!-- \w+ -->\n/)[0].trimEnd();
}
