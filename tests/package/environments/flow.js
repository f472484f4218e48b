// What every application here does: links a phone, sends once, and looks at what arrived. The sandbox plays the phone.

export async function flow(createClient, { origin, accessToken }) {
  const wawp = await createClient({ accessToken: () => accessToken, gateway: { baseUrl: `${origin}/api` } });
  const { instanceId } = await wawp.createSession({ name: "Support desk" });
  const instance = wawp.instance(instanceId);
  const scan = () => fetch(`${origin}/sandbox/instances/${instanceId}/scan`, { method: "POST" });
  await instance.waitForLogin({ onQr: () => void scan() });
  const { id } = await instance.sendText({ to: "+84 933 313 000", text: "hello" });
  const { messages } = await (await fetch(`${origin}/sandbox/messages?instance_id=${instanceId}`)).json();
  const arrived = messages.map((message) => [message.id === id, message.to, message.text, message.count].join());
  return arrived.join() === "true,84933313000,hello,1" ? "done" : `arrived: ${arrived.join("; ")}`;
}
