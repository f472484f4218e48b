// A gateway that answers at once, whatever it is asked.

import { createServer } from "node:http";
import { serve } from "./serve.mjs";

const json = { "content-type": "application/json" };
const linked = JSON.stringify({
  status: "success",
  message: "Success",
  data: { id: "84987600001:12@s.whatsapp.net", name: "Phone", avatar: "https://files.example/avatar.png" },
});
let calls = 0;

serve(
  createServer((request, response) => {
    request.resume().on("end", () => {
      calls += 1;
      response.writeHead(200, json).end(request.url.startsWith("/api/send") ? sent() : linked);
    });
  }),
  () => ({ calls }),
);

function sent() {
  const id = `BAE5${calls.toString(16).toUpperCase().padStart(12, "0")}`;
  const key = { remoteJid: "84933313000@c.us", fromMe: true, id };
  const message = { extendedTextMessage: { text: "hello" } };
  return JSON.stringify({ status: "success", message: { key, message, messageTimestamp: "1795451968", status: "SUCCESS" } });
}
