// The same send by each client: a form is posted, the JSON of the answer read, the message's id given.

import axios from "axios";
import ky from "ky";

const to = "84933313000";
const text = "hello";
const instanceId = "6A0B1C2D3E4F5";
const accessToken = "c0ffee";
const fields = { number: to, type: "text", message: text, instance_id: instanceId, access_token: accessToken };

/**
 * Every client, as a function that sends once. Without a `fetch` each goes out as it does by default.
 *
 * @param {{ createClient: Function, baseUrl: string, fetch?: typeof fetch }} where
 * @returns {Promise<Record<string, () => Promise<{ id: string }>>>}
 */
export async function makeClients({ createClient, baseUrl, fetch: standIn }) {
  const send = standIn ?? fetch;
  const client = await createClient({ accessToken, dangerouslyAllowBrowser: true, gateway: { baseUrl }, fetch: standIn });
  const instance = client.instance(instanceId);
  const axiosClient = axios.create({ baseURL: baseUrl, ...(standIn && { adapter: "fetch", env: { fetch: standIn } }) });
  const kyClient = ky.create({ prefix: baseUrl, ...(standIn && { fetch: standIn }) });
  return {
    "bare fetch": async () => {
      const response = await send(`${baseUrl}/send`, { method: "POST", body: new URLSearchParams(fields) });
      return read(await response.json());
    },
    "fetch with a deadline": async () => {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), 75_000);
      try {
        const body = new URLSearchParams(fields);
        const request = new Request(`${baseUrl}/send`, { method: "POST", body, signal: controller.signal });
        const response = await send(request);
        return read(await response.json());
      } finally {
        clearTimeout(timer);
      }
    },
    "wawp-client": () => instance.sendText({ to, text }),
    axios: async () => {
      const { data } = await axiosClient.post("send", new URLSearchParams(fields));
      return read(data);
    },
    ky: async () => read(await kyClient.post("send", { body: new URLSearchParams(fields) }).json()),
  };
}

function read({ message }) {
  return { id: message.key.id, to, at: Number(message.messageTimestamp) * 1_000, state: "sent" };
}
