import * as wawp from "./node_modules/wawp-client/entry/web.js";
import { flow } from "./flow.js";

const options = Object.fromEntries(new URLSearchParams(location.search));
window.result = await flow(wawp, options).catch((error) => String(error.stack ?? error));
