// What a gateway answers to a text that it sent.

export const reply = JSON.stringify({
  status: "success",
  message: {
    key: { remoteJid: "84933313000@s.whatsapp.net", fromMe: true, id: "BAE594145F4C59B4" },
    message: { extendedTextMessage: { text: "hello" } },
    messageTimestamp: "1686646368",
    status: "SUCCESS",
  },
});
