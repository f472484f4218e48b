import { createClient } from "wawp-client";
import { flow } from "./flow.js";

export default {
  async fetch(request) {
    const settings = Object.fromEntries(new URL(request.url).searchParams);
    return new Response(await flow(createClient, settings).catch(String));
  },
};
