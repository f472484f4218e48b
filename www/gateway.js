// @ts-check
/**
 * From what a person picked to a client.
 *
 * @import { Client, ClientEvent, ClientOptions } from "../pkg/index.js"
 */
import { createClient } from "../pkg/entry/web.js";
import * as sandbox from "./sandbox.js";

/**
 * @typedef {{ kind: "sandbox" } | { kind: "wawp", token: string } | { kind: "classic", baseUrl: string, token: string }} Choice
 */

/**
 * @param {Choice} choice
 * @param {{ defaultCountryCode?: string, onEvent: (event: ClientEvent) => void }} rest
 * @returns {Promise<Client>}
 */
export function connect(choice, { defaultCountryCode, onEvent }) {
  /** @type {ClientOptions} */
  const options = { ...whereTo(choice), onEvent };
  if (defaultCountryCode) options.defaultCountryCode = defaultCountryCode;
  return createClient(options);
}

/**
 * The token goes in as a function: it lives in this closure, and nowhere in the page.
 *
 * @param {Choice} choice
 * @returns {ClientOptions}
 */
function whereTo(choice) {
  switch (choice.kind) {
    case "sandbox":
      return { gateway: { baseUrl: `${location.origin}/api` }, accessToken: sandbox.token };
    case "wawp":
      return { accessToken: () => choice.token };
    case "classic":
      return { gateway: { baseUrl: choice.baseUrl }, accessToken: () => choice.token };
  }
}

/**
 * How the page calls it.
 *
 * @param {Choice} choice
 */
export function nameOf(choice) {
  switch (choice.kind) {
    case "sandbox":
      return "Sandbox";
    case "wawp":
      return "Wawp";
    case "classic":
      return new URL(choice.baseUrl).host;
  }
}
