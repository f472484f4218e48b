import { createClient } from "wawp-client";
import { flow } from "../../flow.js";

export async function GET(request) {
  const settings = Object.fromEntries(request.nextUrl.searchParams);
  return new Response(await flow(createClient, settings).catch(String));
}
