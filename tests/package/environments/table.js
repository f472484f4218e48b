// The README's table of environments.

const START = "<!-- environments -->";
const END = "<!-- /environments -->";
const HEAD = ["| environment | tested with | what to do | how the WebAssembly comes |", "|---|---|---|---|"];

/**
 * The README with its table of environments as the rows went. What did not run here stays as it was, and so do the versions
 * of browsers, which are the machine's, unless they are to be written.
 *
 * @param {string} readme
 * @param {Array<{ environment: string, remedy: string, tested: string[], browser?: string }>} rows
 * @param {Map<object, { arrives: string, browser?: { name: string, version: string } }>} seen how those rows went that ran
 * @param {boolean} isWriting
 */
export function withTable(readme, rows, seen, isWriting) {
  const [before, rest] = readme.split(START);
  const [table, after] = rest.split(END);
  const old = read(table);
  const names = [...new Set(rows.map(({ environment }) => environment))];
  const lines = names.map((name) => {
    const variants = rows.filter(({ environment }) => environment === name);
    return lineOf(name, variants, seen, old.get(name), isWriting);
  });
  return [before, START, "\n\n", [...HEAD, ...lines].join("\n"), "\n\n", END, after].join("");
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
function read(table) {
  const rows = table.split("\n").map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));
  return new Map(rows.map(([name, tested, , arrives]) => [name, { tested, arrives }]));
}
