import { createClient } from "wawp-client";
import { flow } from "./flow.js";

onmessage = async ({ data: settings }) => postMessage(await flow(createClient, settings).catch(String));
