import * as v from "valibot";
import { makeClient } from "./stack.mjs";

const reading = (schema) => (value) => v.parse(schema, value);
const text = v.pipe(v.string(), v.nonEmpty());
const url = v.pipe(v.string(), v.url());
const message = v.union([v.string(), v.looseObject({ key: v.object({ id: text }) })]);

globalThis.makeClient = (options) =>
  makeClient(
    {
      options: reading(v.strictObject({ baseUrl: url, accessToken: text, defaultCountry: v.optional(v.string()) })),
      id: reading(text),
      text: reading(v.strictObject({ to: text, text })),
      media: reading(
        v.strictObject({ to: text, mediaUrl: url, caption: v.optional(text), filename: v.optional(text) }),
      ),
      webhook: reading(v.strictObject({ url, enable: v.optional(v.boolean()) })),
      sent: reading(v.looseObject({ status: v.literal("success"), message })),
      code: reading(v.looseObject({ status: v.literal("success"), base64: v.optional(text), code: v.optional(text) })),
      state: reading(v.looseObject({ status: v.string(), message: v.optional(v.string()) })),
      session: reading(v.looseObject({ status: v.literal("success"), instance_id: text })),
      groups: reading(v.looseObject({ data: v.array(v.looseObject({ id: text, name: v.optional(v.string()) })) })),
    },
    options,
  );
