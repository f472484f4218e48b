// A dashboard's server, with the settings that the README's have.

import { accessToken } from "../../helpers.js";
import { startServer as start } from "../../server.js";

/** What session cookies are signed with. */
export const SESSION_SECRET = "the secret of these tests";

/**
 * Starts a dashboard's server, and returns once it answers.
 *
 * @param {{ app: { path: string }, sandbox: { gatewayUrl: string } }} dashboard
 * @param {string} program
 * @param {(port: number) => { words: string[], env?: Record<string, string> }} how its command line, and what it has to know
 */
export function startServer({ app, sandbox }, program, how) {
  return start(app.path, program, (port, origin) => {
    const { words, env } = how(port);
    const settings = { WAWP_TOKEN: accessToken, WAWP_GATEWAY: sandbox.gatewayUrl, DASHBOARD_ORIGIN: origin, SESSION_SECRET };
    return { words, env: { ...settings, ...env } };
  });
}
