// The README's table of environments.

const START = "<!-- environments -->";
const END = "<!-- /environments -->";
const HEAD = ["| environment | tested with | what to do | how the WebAssembly comes |", "|---|---|---|---|"];

/** The lines of the table that stands in the README. */
export function tableIn(readme) {
  return readme.split(START)[1].split(END)[0].trim().split("\n");
}

/** The README with these lines for its table. */
export function withTable(readme, lines) {
  const [before, rest] = readme.split(START);
  const [, after] = rest.split(END);
  return [before, START, "\n\n", lines.join("\n"), "\n\n", END, after].join("");
}

/**
 * The table's lines as the rows went. What did not run here stays as it was, and so do the versions of browsers, which are
 * the machine's, unless they are to be written.
 *
 * @param {string[]} lines those that stand there
 * @param {Array<{ environment: string, remedy: string, tested: string[], browser?: string }>} rows
 * @param {Map<object, { arrives: string, browser?: { name: string, version: string } }>} seen how those rows went that ran
 * @param {boolean} isWriting
 */
export function tableOf(lines, rows, seen, isWriting) {
  const old = read(lines);
  const names = [...new Set(rows.map(({ environment }) => environment))];
  const fresh = names.map((name) => {
    const variants = rows.filter(({ environment }) => environment === name);
    return lineOf(name, variants, seen, old.get(name), isWriting);
  });
  return [...HEAD, ...fresh];
}

function lineOf(name, variants, seen, old = { tested: "", arrives: "" }, isWriting) {
  const tested = new Set(variants.flatMap((row) => [...row.tested, ...browserOf(row, seen.get(row), old.tested, isWriting)]));
  const ways = new Set(variants.filter((row) => seen.has(row)).map((row) => seen.get(row).arrives));
  const arrives = ways.size > 0 ? [...ways].join(" or ") : old.arrives;
  return `| ${[name, [...tested].join(", "), variants[0].remedy, arrives].join(" | ")} |`;
}

/** The browser of a row with its version: none if it was never seen there. */
function browserOf({ browser }, result, old, isWriting) {
  if (!browser) return [];
  const [known] = old.match(new RegExp(`\\b${browser} [\\d.]+`)) ?? [];
  const fresh = result && `${browser} ${result.browser.version}`;
  const shown = isWriting ? (fresh ?? known) : (known ?? fresh);
  return shown ? [shown] : [];
}

/** What stands in a table, by the environment's name. */
function read(lines) {
  const rows = lines.map((line) => line.replace(/^\| | \|$/g, "").split(" | "));
  return new Map(rows.map(([name, tested, , arrives]) => [name, { tested, arrives }]));
}
