import * as wawp from "wawp-client";
import { sendAll } from "./sends.js";

const what = JSON.parse(process.argv[2]);
const outcomes = await sendAll(wawp, what);
// Deno waits for every timer, those of calls that have ended too.
process.stdout.write(JSON.stringify(outcomes), () => process.exit());
