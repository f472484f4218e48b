import { createClient } from "./node_modules/wawp-client/entry/web.js";
import { flow } from "./flow.js";

flow(createClient, Object.fromEntries(new URLSearchParams(location.search)))
  .catch(String)
  .then((result) => (document.title = result));
