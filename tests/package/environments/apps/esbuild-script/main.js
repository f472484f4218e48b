import { createClient } from "wawp-client";
import { flow } from "./flow.js";

flow(createClient, Object.fromEntries(new URLSearchParams(location.search)))
  .catch(String)
  .then((result) => (document.title = result));
