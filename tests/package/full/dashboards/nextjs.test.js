// The README's dashboard in Next.js, built and started: its component links a phone and sends through its route.

import assert from "node:assert/strict";
import { parse } from "node:path";
import { test } from "node:test";
import { node, root } from "../../helpers.js";
import { assertNoToken, provesStrangerRefused, received, useDashboard } from "./proof.js";
import { startServer } from "./server.js";
import { openBrowser, scan } from "./visit.js";

const next = "node_modules/next/dist/bin/next";
const quiet = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };

const others = {
  "app/layout.jsx": `export default function Layout({ children }) {
  return <html lang="en"><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;
}
`,
  "app/page.jsx": `import { Desk } from "./desk";

export default function Page() {
  return <Desk order={{ id: "17", phone: "+84 933 313 000" }} />;
}
`,
  // What is lent from elsewhere is compiled too.
  "next.config.js": `export default { turbopack: { root: ${JSON.stringify(parse(root).root)} } };\n`,
};

const dashboard = useDashboard("Next.js", {
  others,
  async start(dashboard) {
    await node(dashboard.app.path, [next, "build"], quiet);
    return startServer(dashboard, process.execPath, () => ({ words: [next, "start", "-H", "127.0.0.1"], env: quiet }));
  },
});

const { skip } = dashboard;

test("Next.js: a component links a phone and sends once, and the token stays away", { skip }, async () => {
  const { sandbox, browser, app, server } = dashboard;
  const ada = await openBrowser(browser, { origin: server.origin, app });
  await ada.page.goto(server.origin);
  await ada.page.locator("wawp-login img").waitFor();
  await scan(sandbox);

  const button = ada.page.getByRole("button", { name: "Tell +84 933 313 000" });
  await button.click();
  await ada.page.getByRole("button", { name: /sent$/ }).waitFor();
  const answered = ada.answerTo("send");
  await button.click();
  assert.equal((await answered).result.state, "sent");
  assert.deepEqual(await received(sandbox), [["Your order 17 is on its way.", 1]]);

  assert.deepEqual(ada.said, []);
  assertNoToken(await ada.everything());
  assert.doesNotMatch(server.said(), /error|warn/i);
  await ada.close();
});

test("Next.js: a visitor without a session is refused", { skip }, () => provesStrangerRefused(dashboard, ""));
