// A good call of each kind, which attacks change in one place.

import { newKey } from "./request.js";

export const PERSON = "84933313000";
export const GROUP = "84987600001-1618740000@g.us";
export const FILE = "https://files.example/price-list.pdf";

/** Each call: its fields beside `call`, and whether it has a key and an instance. */
const KINDS = {
  sendText: { call: "send", keyed: true, own: true, fields: { type: "text", number: PERSON, message: "hello" } },
  sendTextToGroup: { call: "send_group", keyed: true, own: true, fields: { type: "text", group_id: GROUP, message: "hello" } },
  sendMedia: { call: "send", keyed: true, own: true, fields: { type: "media", number: PERSON, message: "", media_url: FILE } },
  sendMediaToGroup: {
    call: "send_group",
    keyed: true,
    own: true,
    fields: { type: "media", group_id: GROUP, message: "", media_url: FILE },
  },
  qrCode: { call: "get_qrcode", keyed: true, own: true, fields: {} },
  pairCode: { call: "get_paircode", keyed: true, own: true, fields: { phone: PERSON } },
  status: { call: "reconnect", keyed: false, own: true, fields: {} },
  groups: { call: "get_groups", keyed: false, own: true, fields: {} },
  setWebhook: {
    call: "set_webhook",
    keyed: false,
    own: true,
    fields: { webhook_url: "https://hooks.example/in", enable: "true" },
  },
  reboot: { call: "reboot", keyed: true, own: true, fields: {} },
  reset: { call: "reset_instance", keyed: true, own: true, fields: {} },
  logout: { call: "logout", keyed: true, own: true, fields: {} },
  createSession: { call: "createSession", keyed: true, own: false, fields: { name: "Shop" } },
  createInstance: { call: "create_instance", keyed: false, own: false, fields: {} },
  call: { call: "call", keyed: true, own: false, fields: { path: "reconnect", method: "GET", query: '{"instance_id":"X"}' } },
};

export const NAMES = Object.keys(KINDS);
export const KEYED = NAMES.filter((name) => KINDS[name].keyed);
export const KEYLESS = NAMES.filter((name) => !KINDS[name].keyed);
export const OWNED = NAMES.filter((name) => KINDS[name].own);

/**
 * The fields of a good call, with a fresh key where it has one; `undefined` takes a field away.
 *
 * @param {string} name
 * @param {string} instanceId
 * @param {Record<string, unknown>} [changes]
 */
export function fieldsOf(name, instanceId, changes = {}) {
  const { call, keyed, own, fields } = KINDS[name];
  const all = { call, ...(keyed && { key: newKey() }), ...fields, ...(own && { instance_id: instanceId }), ...changes };
  // Not by spreading into a new object, which "__proto__" would disappear in.
  return Object.entries(all).filter(([, value]) => value !== undefined);
}
