// The page. It offers what Node calls directly; opened with `?runs=N&ms=N` it measures latencies by itself, and reports them.

import { createClient } from "wawp-client";
import { makeClients } from "./clients.mjs";
import { check, immediate, latencies, repeat } from "./measure.mjs";

const baseUrl = `${location.origin}/api`;
const immediately = await makeClients({ createClient, baseUrl, fetch: immediate });
const really = await makeClients({ createClient, baseUrl });

const asked = new URLSearchParams(location.search);
if (asked.has("runs")) {
  const runs = await latencies(really, Number(asked.get("runs")), Number(asked.get("ms")));
  await fetch("/report", { method: "POST", body: JSON.stringify(runs) });
}

globalThis.bench = {
  names: Object.keys(really),
  async check() {
    await check(immediately);
    await check(really);
  },
  repeat: ({ name, ms }) => repeat(immediately[name], ms),
};
