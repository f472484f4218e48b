// Reading recipients: 100,000 numbers as people write them, beside libphonenumber-js and a regular expression.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { FORMS, makeNumbers } from "./recipients/numbers.mjs";
import { median } from "./relay/numbers.mjs";
import { pkg, root } from "./support/places.mjs";
import { publish, table } from "./support/results.mjs";
import { describe } from "./support/versions.mjs";

const HELP = `Usage: node benches/recipients.mjs [FOLDER]

  FOLDER   where \`cargo xtask bench recipients\` has built the reader
`;

const COUNT = 100_000;
const RUNS = 7;
const SAMPLE = 1_000;
const PEER = "libphonenumber-js/min";

const { values, positionals } = parseArgs({
  options: { help: { type: "boolean", short: "h" } },
  allowPositionals: true,
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const [folder = join(root, "target", "benches", "recipients")] = positionals;
if (!existsSync(folder)) {
  console.error("The reader has not been built: run `cargo xtask bench recipients`.");
  process.exit(1);
}
const { Reader, initSync } = await import(pathToFileURL(join(folder, "recipients.js")));
initSync({ module: await readFile(join(folder, "recipients_bg.wasm")) });

const numbers = makeNumbers(COUNT);
const codes = new Set(numbers.map(({ countryCode }) => countryCode));
const oursByCode = new Map([...codes].map((code) => [code, new Reader(code)]));
const readers = {
  "wawp-client": ({ text, countryCode }) => oursByCode.get(countryCode).read(text),
  [PEER]: ({ text, country }) => parsePhoneNumberFromString(text, country)?.number.slice(1),
  "a regex": ({ text }) => /^(?:\+|00)?([1-9]\d{6,14})$/.exec(text.replace(/[\s().-]/g, ""))?.[1],
};
const names = Object.keys(readers);
const read = Object.fromEntries(names.map((name) => [name, numbers.map((number) => readers[name](number))]));
await checkAgainstPackage();

const alike = numbers.filter((_, place) => read["wawp-client"][place] === read[PEER][place]).length / COUNT;
const micros = measure();
publish("recipients", [
  "## Recipients",
  `${COUNT.toLocaleString("en")} mobile numbers of 16 countries that libphonenumber-js knows as valid, made from a seed, in ten ` +
    "written forms, each read with its country as the default. The package exports no reader: this is its own, built as it " +
    "is in the package, with one call into the WebAssembly a number, in Node. The regex is " +
    "`^(?:\\+|00)?([1-9]\\d{6,14})$` after spaces, dots, dashes and brackets are gone. " +
    `Medians of ${RUNS} runs in turns.`,
  table(
    ["", "µs a number", "read right", "refused", "read wrong"],
    names.map((name) => [name, micros[name].toFixed(2), ...[isRight, isRefused, isWrong].map((is) => percent(part(name, is)))]),
  ),
  `${percent(alike)} are read alike by wawp-client and libphonenumber-js. By form, what is read right:`,
  table(["form", ...names], Object.keys(FORMS).map((form) => [form, ...names.map((name) => percent(part(name, isRight, form)))])),
  describe("recipients", { peers: ["libphonenumber-js"] }),
]);

/** Microseconds a number. */
function measure() {
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let run = -1; run < RUNS; run += 1) {
    for (const name of run % 2 ? names.toReversed() : names) {
      const start = performance.now();
      for (const number of numbers) readers[name](number);
      if (run >= 0) runs[name].push(((performance.now() - start) * 1_000) / COUNT);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(runs[name])]));
}

/** The part of all numbers, or of those of one form, that a reader reads so. */
function part(name, is, form) {
  const asked = numbers.map((number, place) => ({ ...number, got: read[name][place] }));
  const chosen = form ? asked.filter((number) => number.form === form) : asked;
  return chosen.filter(is).length / chosen.length;
}

function isRight({ got, digits }) {
  return got === digits;
}

function isRefused({ got }) {
  return got === undefined;
}

function isWrong(number) {
  return !isRight(number) && !isRefused(number);
}

/** Fails unless the package itself reads a sample as the reader does. */
async function checkAgainstPackage() {
  const { createClient } = await import(pathToFileURL(join(pkg, "entry", "node.js")));
  const queued = JSON.stringify({ status: "success", message: { status: "queued" } });
  const fetch = async () => new Response(queued);
  const gateway = { baseUrl: "https://gateway.example/api" };
  for (let place = 0; place < COUNT; place += COUNT / SAMPLE + 1) {
    const { text, countryCode } = numbers[place];
    const client = await createClient({ accessToken: "c0ffee", gateway, fetch, defaultCountryCode: countryCode });
    const call = client.instance("6A0B1C2D3E4F5").sendText({ to: text, text: "hello" });
    const to = await call.then((sent) => sent.to, () => undefined);
    if (to !== read["wawp-client"][place]) throw new Error(`${text}: ${to} by the package, ${read["wawp-client"][place]} here`);
  }
}

function percent(part) {
  return `${(part * 100).toFixed(1)} %`;
}
