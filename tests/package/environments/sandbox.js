// A gateway for one flow. A shared one would hand out the same instance to two flows at a time.

import { accessToken, startSandbox } from "../helpers.js";

/**
 * @template T
 * @param {(settings: { origin: string, accessToken: string, query: URLSearchParams }) => Promise<T>} use
 */
export async function withSandbox(use) {
  const sandbox = await startSandbox();
  const { origin } = sandbox;
  try {
    return await use({ origin, accessToken, query: new URLSearchParams({ origin, accessToken }) });
  } finally {
    await sandbox.stop();
  }
}
