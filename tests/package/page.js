// A page that runs the flow, for the bundlers.

export const bundledPage = {
  "index.html": `<!doctype html><title>Application</title><script type="module" src="/main.js"></script>\n`,
  "main.js": `import * as wawp from "wawp-client";
import { flow } from "./flow.js";
flow(wawp, Object.fromEntries(new URLSearchParams(location.search))).then(
  (ok) => console.log("flow: " + JSON.stringify({ ok })),
  (error) => console.log("flow: " + JSON.stringify({ failed: String(error.stack) })),
);
`,
};

/** Whether a script has the inlined copy in it: these are the first bytes of every WebAssembly file, in base64. */
export function isInlined(text) {
  return text.includes("AGFzbQ");
}
