// @ts-check
/** The sandbox's control routes: what only a pretend gateway lets a page do. */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {string} instanceId
 * @property {string} to
 * @property {boolean} group
 * @property {"text" | "media"} type
 * @property {string} [text]
 * @property {string} [mediaUrl]
 * @property {string} [filename]
 * @property {"text" | "image" | "video" | "audio" | "document"} kind
 * @property {number} at
 * @property {number} count
 */

/**
 * @param {string} path
 * @param {"GET" | "POST" | "DELETE"} [method]
 * @param {Record<string, unknown>} [body]
 */
async function ask(path, method = "GET", body) {
  /** @type {RequestInit} */
  const init = { method, cache: "no-store" };
  if (body) {
    init.body = JSON.stringify(body);
    init.headers = { "Content-Type": "application/json" };
  }
  const response = await fetch(new URL(`/sandbox/${path}`, location.origin), init);
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

/** @type {Promise<string> | undefined} */
let known;

/** The token it was started with. */
export function token() {
  known ??= ask("state").then((state) => state.token);
  return known;
}

/** Whether this page is served by a sandbox. */
export async function isHere() {
  try {
    await token();
    return true;
  } catch {
    known = undefined;
    return false;
  }
}

/** @param {string} instanceId */
export const scan = (instanceId) => ask(`instances/${encodeURIComponent(instanceId)}/scan`, "POST", {});

/** @param {string} instanceId */
export const logout = (instanceId) => ask(`instances/${encodeURIComponent(instanceId)}/logout`, "POST", {});

/** @returns {Promise<Message[]>} */
export const messages = () => ask("messages").then((answer) => answer.messages);

export const clearMessages = () => ask("messages", "DELETE");

/** The names of the faults it can play. @returns {Promise<string[]>} */
export const knownFaults = () => ask("faults").then((answer) => answer.known);

/** The faults that wait for a call. @returns {Promise<{ fault: string }[]>} */
export const faults = () => ask("faults").then((answer) => answer.faults);

/** @param {string} fault */
export const armFault = (fault) => ask("faults", "POST", { fault, times: 1 });

export const clearFaults = () => ask("faults", "DELETE");

/** Files that it serves, and so can fetch. */
export async function samples() {
  return [
    { value: `${location.origin}/media/sample.png`, label: "A picture (sample.png)" },
    { value: `${location.origin}/media/sample.txt`, label: "A document (sample.txt)" },
  ];
}
