// What an application does with the package, the same in every runtime: links a phone, sends, and is refused where it
// should be. The sandbox plays the phone and tells what arrived. Throws when anything is not as it should be.

const GROUP = "84987600001-1618740000@g.us";

export async function flow({ createClient, WawpError, isWawpError }, { origin, accessToken }) {
  const gateway = { baseUrl: `${origin}/api` };
  const wawp = await createClient({ accessToken: () => accessToken, gateway });
  const { instanceId } = await wawp.createSession({ name: "Support desk" });
  const instance = wawp.instance(instanceId);
  const qr = await instance.qrCode();
  const scan = () => fetch(`${origin}/sandbox/instances/${instanceId}/scan`, { method: "POST" });
  const linked = await instance.waitForLogin({ onQr: () => void scan() });
  const text = await instance.sendText({ to: "+84 933 313 000", text: "hello" });
  const mediaUrl = "https://files.example/price-list.pdf";
  const media = await instance.sendMedia({ to: { group: GROUP }, mediaUrl, caption: "prices", filename: "prices.pdf" });
  const refused = await instance.sendText({ to: "no number", text: "hello" }).catch((error) => error);
  const stranger = await createClient({ accessToken: () => "wrong", gateway });
  const unauthorized = await stranger.createInstance().catch((error) => error);

  equal(qr.state, "scan");
  equal(/^data:image\/png;base64,/.test(qr.image), true);
  equal(linked.state, "connected");
  equal([text.state, text.to], ["sent", "84933313000"]);
  equal([media.state, media.to], ["sent", GROUP]);
  equal(
    [refused instanceof WawpError, refused instanceof Error, isWawpError(refused), refused.name],
    [true, true, true, "WawpError"],
  );
  equal([refused.code, refused.path, refused.delivery], ["invalid_argument", "options.to", "not_sent"]);
  equal([unauthorized.code, unauthorized.delivery], ["unauthorized", "rejected"]);

  const { messages } = await (await fetch(`${origin}/sandbox/messages?instance_id=${instanceId}`)).json();
  equal(
    messages.map(({ to, group, type, text, mediaUrl, filename, count }) => ({ to, group, type, text, mediaUrl, filename, count })),
    [
      { to: "84933313000", group: false, type: "text", text: "hello", count: 1 },
      { to: GROUP, group: true, type: "media", text: "prices", mediaUrl, filename: "prices.pdf", count: 1 },
    ],
  );
  equal([text.id, media.id], messages.map(({ id }) => id));
  return "done";
}

function equal(actual, expected) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`${is} should be ${should}`);
}
