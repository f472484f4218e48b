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

/** The token it was started with. With it comes all that a relay would keep from the page. @returns {Promise<string>} */
export const token = () => ask("state").then((answer) => answer.token);

/** Whether this page is served by a sandbox. */
export async function isHere() {
  try {
    await faults();
    return true;
  } catch {
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

/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} about what it does, in a sentence
 * @property {boolean} acts whether the call is carried out all the same
 * @property {string[]} calls the calls that it can happen to; none named means all
 */

/** @returns {Promise<Fault[]>} */
export const faults = () => ask("faults").then((answer) => answer.known);

/**
 * Lets one call of this instance fail.
 *
 * @param {string} fault
 * @param {"send" | "send_group"} call
 * @param {string} instanceId
 */
export const arm = (fault, call, instanceId) => ask("faults", "POST", { fault, call, instanceId, times: 1 });

export const disarm = () => ask("faults", "DELETE");

/**
 * Files that it serves, and so can fetch.
 *
 * @param {string} folder
 */
export const samples = (folder) => [
  { value: `${folder}/sample.png`, label: "A picture (sample.png)" },
  { value: `${folder}/sample.txt`, label: "A document (sample.txt)" },
];
