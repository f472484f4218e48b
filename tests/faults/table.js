// The matrix as a page of the documentation.

import { CALLS } from "./matrix.js";

const KINDS = {
  send: "a send",
  repeatable: "a call that may be made twice",
  once: "a call that acts again",
};

const HEAD = `# What comes of each fault

Written by a test (\`tests/faults\`): every fault that the sandbox knows, against every kind of call, in Node and in headless
Chromium, with \`maxRetries: 2\` and a fault that lasts. A cell says how the call ends: its result, or the error's \`code\` and
\`reason\`, what is known of the message or the call's effect (\`delivery\`), ↻ if the error is \`retryable\`, and how many requests
the package made, where it was not one. No send was requested twice unless every answer had said that nothing was done, no error
claims more than the sandbox knows, and the token is in none of them.

† Here Chromium repeated requests by itself, sends too, and the sandbox received more than the package made. No page can see or
prevent that: a message may be there twice, also when the second answer was good and the call ended well.

`;

/** The text of the page. */
export function page(faults, outcomes) {
  const kinds = Object.keys(KINDS);
  const rows = faults.map((fault) => {
    const cells = kinds.map((kind) => cell(outcomes, fault.name, kind));
    const mark = outcomes.chromium.some(({ fault: name, fetches, received }) => name === fault.name && received > fetches) ? " †" : "";
    return `| \`${fault.name}\`${mark} | ${fault.about.replaceAll("|", "\\|")} | ${cells.join(" | ")} |`;
  });
  const calls = kinds.map((kind) => `- ${KINDS[kind]}: ${callsOf(kind).map((name) => `\`${name}\``).join(", ")}`);
  return `${HEAD}${calls.join("\n")}

| fault | what it does | ${kinds.map((kind) => KINDS[kind]).join(" | ")} |
|---|---|${kinds.map(() => "---|").join("")}
${rows.join("\n")}
`;
}

function callsOf(kind) {
  return Object.keys(CALLS).filter((name) => CALLS[name].effect === kind);
}

function cell({ node, chromium }, fault, kind) {
  const inNode = group(node, fault, kind);
  const inChromium = group(chromium, fault, kind);
  return inNode === inChromium ? inNode : `${inNode}<br>Chromium: ${inChromium}`;
}

/** The outcomes of one kind of call, each said once; with the names of its calls where they differ. */
function group(rows, fault, kind) {
  const calls = new Map();
  for (const row of rows.filter((row) => row.fault === fault && row.effect === kind)) {
    calls.set(said(row), [...(calls.get(said(row)) ?? []), `\`${row.call}\``]);
  }
  if (calls.size === 0) return "";
  if (calls.size === 1) return [...calls.keys()][0];
  return [...calls].map(([outcome, names]) => `${outcome} (${names.join(", ")})`).join("<br>");
}

function said({ isError, state, code, reason, delivery, retryable, fetches }) {
  const count = fetches === 1 ? "" : `, ${fetches} requests`;
  if (!isError) return `*${state}*${count}`;
  const why = reason === undefined || reason === code ? `\`${code}\`` : `\`${code}\` ${reason}`;
  return `${why}, ${delivery}${retryable ? " ↻" : ""}${count}`;
}
