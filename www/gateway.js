// @ts-check
/**
 * From what a person picked to a client.
 *
 * @import { Client, ClientEvent } from "../pkg/index.js"
 */
import { createClient } from "../pkg/entry/web.js";
import * as sandbox from "./sandbox.js";

/**
 * The sandbox through the relay, a real gateway through the relay, or the sandbox with its token in the page.
 *
 * @typedef {"sandbox" | "live" | "direct"} Choice
 */

/**
 * What the page's server has relays to. A page that something else serves is offered none.
 *
 * @typedef {object} Offers
 * @property {{ relay: string, mediaOrigins: string[], samples: string }} [sandbox]
 * @property {{ relay: string, name: string }} [live]
 */

/** @returns {Promise<Offers>} */
export async function findOffers() {
  const response = await fetch("offers", { cache: "no-store" });
  return response.ok ? response.json() : {};
}

/**
 * @param {Choice} choice
 * @param {Offers} offers
 * @param {{ defaultCountryCode: string, dangerouslyAllowBrowser: boolean, onEvent: (event: ClientEvent) => void }} wishes
 * @returns {Promise<Client>}
 */
export async function connect(choice, offers, { defaultCountryCode, dangerouslyAllowBrowser, onEvent }) {
  const rest = { onEvent, ...(defaultCountryCode && { defaultCountryCode }) };
  if (choice !== "direct") return createClient({ gateway: { relay: relayOf(choice, offers) }, ...rest });
  const baseUrl = `${location.origin}/api`;
  return createClient({ gateway: { baseUrl }, accessToken: await sandbox.token(), dangerouslyAllowBrowser, ...rest });
}

/**
 * The same options as one would write them.
 *
 * @param {Choice} choice
 * @param {Offers} offers
 * @param {boolean} dangerouslyAllowBrowser
 */
export function inCode(choice, offers, dangerouslyAllowBrowser) {
  if (choice !== "direct") return `gateway: { relay: "${relayOf(choice, offers)}" },`;
  const lines = ["gateway: { baseUrl },", "accessToken,"];
  if (dangerouslyAllowBrowser) lines.push("dangerouslyAllowBrowser: true,");
  return lines.join("\n  ");
}

/**
 * How the page calls it.
 *
 * @param {Choice} choice
 * @param {Offers} offers
 */
export function nameOf(choice, offers) {
  if (choice === "direct") return "Sandbox, directly";
  return `${choice === "live" ? offers.live?.name : "Sandbox"}, through the relay`;
}

/**
 * Which files can be sent: some to try, and what is known beforehand.
 *
 * @param {Choice} choice
 * @param {Offers} offers
 */
export function filesOf(choice, offers) {
  if (choice === "live") return { samples: [], allowed: "The relay lets https addresses of public names through." };
  if (choice === "direct" || !offers.sandbox) return { samples: sandbox.samples(`${location.origin}/media`), allowed: "" };
  const { samples, mediaOrigins } = offers.sandbox;
  const allowed = `The relay lets only ${mediaOrigins.join(" and ")} through.`;
  return { samples: sandbox.samples(samples), allowed };
}

/**
 * @param {"sandbox" | "live"} choice
 * @param {Offers} offers
 */
function relayOf(choice, offers) {
  return offers[choice]?.relay ?? "";
}
