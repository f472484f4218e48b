import { createClient } from "wawp-client";
import { flow } from "./flow.js";

const [origin, accessToken] = Deno.args;
console.log(await flow(createClient, { origin, accessToken }));
