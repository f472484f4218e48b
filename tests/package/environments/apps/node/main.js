import { createClient } from "wawp-client";
import { flow } from "./flow.js";

const [, , origin, accessToken] = process.argv;
console.log(await flow(createClient, { origin, accessToken }));
