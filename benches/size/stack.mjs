// What a developer would write to do what the package does, over ky and libphonenumber-js; the schemas are a library's.
// It stands for the stack's size: nobody runs it.

import ky from "ky";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

export class GatewayError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
}

/** @param {Record<string, (value: unknown) => any>} schemas each checks a value, and gives it back or throws */
export function makeClient(schemas, options) {
  const { baseUrl, accessToken, defaultCountry } = schemas.options(options);
  const http = ky.create({ prefix: baseUrl, redirect: "manual", retry: { limit: 2, methods: ["get"] } });

  async function call(path, schema, fields, send) {
    const params = new URLSearchParams({ ...fields, access_token: accessToken });
    try {
      const request = send ? http.post(path, { body: params, timeout: 75_000 }) : http.get(path, { searchParams: params });
      const reply = await request.json();
      if (reply?.status === "error") throw new GatewayError("rejected", String(reply.message));
      return schema(reply);
    } catch (cause) {
      if (cause instanceof GatewayError) throw cause;
      throw new GatewayError("unavailable", "the gateway gave no answer that can be read", { cause });
    }
  }

  function recipient(to) {
    if (to.endsWith("@g.us")) return { group_id: to };
    const number = parsePhoneNumberFromString(to, defaultCountry);
    if (!number?.isPossible()) throw new GatewayError("invalid_argument", "to is no phone number");
    return { number: number.number.slice(1) };
  }

  function instance(id) {
    const fields = { instance_id: schemas.id(id) };
    const send = (content, to) => {
      const target = recipient(to);
      return call(target.group_id ? "send_group" : "send", schemas.sent, { ...target, ...content, ...fields }, true);
    };
    return {
      qrCode: () => call("get_qrcode", schemas.code, fields),
      status: () => call("reconnect", schemas.state, fields),
      groups: () => call("get_groups", schemas.groups, fields),
      reboot: () => call("reboot", schemas.state, fields),
      reset: () => call("reset_instance", schemas.state, fields),
      logout: () => call("logout", schemas.state, fields),
      pairCode: ({ phone }) => call("get_paircode", schemas.code, { ...fields, ...recipient(phone) }),
      setWebhook: (webhook) => call("set_webhook", schemas.state, { ...fields, ...schemas.webhook(webhook) }),
      sendText(message) {
        const { to, text } = schemas.text(message);
        return send({ type: "text", message: text }, to);
      },
      sendMedia(message) {
        const { to, mediaUrl, caption = "", filename = "" } = schemas.media(message);
        return send({ type: "media", media_url: mediaUrl, message: caption, filename }, to);
      },
      async waitForLogin({ onQr, signal }) {
        for (;;) {
          signal?.throwIfAborted();
          const code = await this.qrCode();
          onQr(code);
          await new Promise((resolve) => setTimeout(resolve, 20_000));
          if ((await this.status()).status === "success") return;
        }
      },
    };
  }

  return { createInstance: () => call("create_instance", schemas.session, {}), instance };
}
