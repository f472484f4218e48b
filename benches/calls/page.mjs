// The page: it offers what Node calls directly.

import { createClient } from "wawp-client";
import { makeClients } from "./clients.mjs";
import { check, immediate, latencies, repeat } from "./measure.mjs";

const baseUrl = `${location.origin}/api`;
const immediately = await makeClients({ createClient, baseUrl, fetch: immediate });
const really = await makeClients({ createClient, baseUrl });

globalThis.bench = {
  names: Object.keys(really),
  async check() {
    await check(immediately);
    await check(really);
  },
  repeat: ({ name, ms }) => repeat(immediately[name], ms),
  latencies: ({ ms }) => latencies(really, ms),
};
