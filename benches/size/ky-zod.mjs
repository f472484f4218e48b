import * as z from "zod";
import { makeClient } from "./stack.mjs";

const reading = (schema) => (value) => schema.parse(value);
const text = z.string().min(1);
const message = z.union([z.string(), z.looseObject({ key: z.object({ id: text }) })]);

globalThis.makeClient = (options) =>
  makeClient(
    {
      options: reading(z.strictObject({ baseUrl: z.url(), accessToken: text, defaultCountry: z.string().optional() })),
      id: reading(text),
      text: reading(z.strictObject({ to: text, text })),
      media: reading(z.strictObject({ to: text, mediaUrl: z.url(), caption: text.optional(), filename: text.optional() })),
      webhook: reading(z.strictObject({ url: z.url(), enable: z.boolean().optional() })),
      sent: reading(z.looseObject({ status: z.literal("success"), message })),
      code: reading(z.looseObject({ status: z.literal("success"), base64: text.optional(), code: text.optional() })),
      state: reading(z.looseObject({ status: z.string(), message: z.string().optional() })),
      session: reading(z.looseObject({ status: z.literal("success"), instance_id: text })),
      groups: reading(z.looseObject({ data: z.array(z.looseObject({ id: text, name: z.string().optional() })) })),
    },
    options,
  );
