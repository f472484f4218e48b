// Applications that are files: built or not, then served as they are.

import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { serve } from "../helpers.js";
import { lacks, versionOf } from "./applications.js";
import { arrivalOf, emittedIn, fetched } from "./arrival.js";
import { skips } from "./browsers.js";
import { withSandbox } from "./sandbox.js";

/**
 * The rows of one application, one for each browser.
 *
 * @param {object} what
 * @param {string} what.environment
 * @param {string} what.application its folder below `apps/`
 * @param {{ label: string, name: string }} [what.tool] what builds it
 * @param {string} [what.root] the folder that is served
 * @param {string} [what.output] the folder that a build puts out
 * @param {string} [what.remedy] what its author has to do
 * @param {(origin: string) => string} [what.policy] the content security policy, by the gateway's origin
 * @param {string[]} [what.browsers]
 */
export function served({ environment, application, tool, root = ".", output, remedy = "nothing", policy, browsers = ["Chromium"] }) {
  return browsers.map((browser) => ({
    environment,
    remedy,
    browser,
    tested: tool ? [`${tool.label} ${versionOf(tool.name)}`] : [],
    skip: (tool && lacks(tool.name)) || skips[browser],
    async run(world) {
      const folder = await world.applications.make(application);
      const seen = await visitServed(world, browser, { folder, served: join(folder, root), policy });
      if (output) {
        const isFile = seen.arrives === "file";
        assert.equal(await emittedIn(folder, output), isFile ? 1 : 0);
        if (isFile) await standsIn(world, browser, folder, root);
      }
      return seen;
    },
  }));
}

/** Serves an application, or what was built of it, and visits its page, which has to end well. */
function visitServed(world, browser, { folder, served, policy }) {
  return withSandbox(async ({ origin, query }) => {
    const server = await serve(served, policy ? { "content-security-policy": policy(origin) } : {});
    try {
      const visit = await world.browsers.visit(browser, `${server.origin}/index.html?${query}`);
      assert.equal(visit.said, "done");
      const arrives = await arrivalOf(folder, [...server.asked], (path) => fetched(server.origin + path));
      return { arrives, browser: visit.browser };
    } finally {
      await server.stop();
    }
  });
}

/** The inlined copy, which a build puts into a chunk of its own, stands in where the file was not deployed. */
async function standsIn(world, browser, folder, root) {
  const deployed = `${folder}-in-${browser}-without-file`;
  await cp(folder, deployed, { recursive: true, filter: (name) => !name.endsWith(".wasm") });
  const { arrives } = await visitServed(world, browser, { folder, served: join(deployed, root) });
  assert.equal(arrives, "inlined chunk");
}
