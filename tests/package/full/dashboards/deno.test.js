// The README's dashboard in Deno.

import { programs } from "../../../relay/once/programs.js";
import { provesPage, useDashboard } from "./proof.js";
import { startServer } from "./server.js";
import { pages } from "./visit.js";

const { place: program, skip } = programs.deno;
const offline = ["--no-prompt", "--no-lock", "--cached-only", "--node-modules-dir=manual"];

provesPage(
  useDashboard("Deno", {
    skip,
    others: pages,
    start: (dashboard) =>
      startServer(dashboard, program, (port) => ({
        words: ["run", ...offline, "--allow-net", "--allow-env", "main.js"],
        env: { DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}` },
      })),
  }),
);
