import { createClient } from "wawp-client";
import { flow } from "../../flow.js";

export default async function Page({ searchParams }) {
  return <p id="result">{await flow(createClient, await searchParams).catch(String)}</p>;
}
