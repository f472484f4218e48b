// Every call and every type, as an application writes them. `check.js` compiles this and counts the comments that start
// with "ok:" (must compile) and "@ts-expect-error" (must not).

import { createClient, init, isWawpError, WawpError } from "wawp-client";
import type {
  CallOptions,
  ClassicGateway,
  Client,
  ClientEvent,
  ClientOptions,
  Delivery,
  Group,
  Instance,
  InstanceReset,
  InstanceState,
  InstanceStatus,
  LinkedStatus,
  Login,
  LoginOptions,
  LoginStep,
  PairCode,
  QrCode,
  RawCall,
  SendMediaOptions,
  SendTextOptions,
  SentMessage,
  Session,
  ShownQrCode,
  To,
  WaitOptions,
  WasmSource,
  WawpErrorCode,
  WebhookOptions,
} from "wawp-client";

export async function loading(): Promise<void> {
  // ok: ahead of time
  const nothing: void = await init();
  // ok: from an address
  await init("https://cdn.example/wawp_client_bg.wasm");
  // ok: from a URL
  await init(new URL("https://cdn.example/wawp_client_bg.wasm"));
  // ok: from an answer, or the promise of one
  await init(Math.random() < 0.5 ? await fetch("/wawp_client_bg.wasm") : fetch("/wawp_client_bg.wasm"));
  // ok: from bytes
  const bytes: WasmSource[] = [new ArrayBuffer(8), new Uint8Array(8)];
  await Promise.all(bytes.map((source) => init(source)));
  // ok: from somewhere, or as usual
  const sources: (WasmSource | undefined)[] = [undefined, "/wawp_client_bg.wasm"];
  await Promise.all(sources.map((source) => init(source)));

  // @ts-expect-error: a number is no source
  await init(1);
  // @ts-expect-error: nor is nothing, by that name
  await init(null);
  // @ts-expect-error: there are no options
  await init("https://cdn.example/wawp_client_bg.wasm", {});
  // @ts-expect-error: nothing comes of it
  (await init()).memory;

  console.log(nothing);
}

export async function clients(): Promise<Client> {
  // ok: a token alone
  await createClient({ accessToken: "token" });
  // ok: a function that returns a token
  await createClient({ accessToken: () => "token" });
  // ok: a function that promises a token
  await createClient({ accessToken: async () => "token" });
  // ok: a classic gateway
  await createClient({ accessToken: "token", gateway: { baseUrl: "https://gateway.example/api" } });
  const gateway: ClassicGateway = { baseUrl: "https://gateway.example/api", encoding: "json" };
  // ok: every option
  const options: ClientOptions = {
    accessToken: "token",
    gateway,
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    timeoutMs: 20_000,
    maxRetries: 2,
    defaultCountryCode: "84",
    countryRules: true,
    allowSpintax: true,
    dangerouslyAllowBrowser: true,
    onEvent: (event: ClientEvent) => {
      if (event.type === "warning") console.warn(event.code, event.message, event.endpoint);
      else console.log(event.type, event.callId, event.endpoint, event.attempt);
      if (event.type === "request") console.log(event.method);
      if (event.type === "response") console.log(event.status, event.durationMs, event.code, event.reason);
      if (event.type === "retry") console.log(event.delayMs, event.code);
    },
  };
  // ok: the global fetch as the fetch option
  await createClient({ accessToken: "token", fetch });
  // ok: the gateway by name
  await createClient({ accessToken: "token", gateway: "wawp" });

  // @ts-expect-error: options are missing
  await createClient();
  // @ts-expect-error: the token is missing
  await createClient({});
  // @ts-expect-error: a token is a string
  await createClient({ accessToken: 1 });
  // @ts-expect-error: an unknown option
  await createClient({ accessToken: "token", retries: 2 });
  // @ts-expect-error: an unknown gateway
  await createClient({ accessToken: "token", gateway: "other" });
  // @ts-expect-error: a gateway without its address
  await createClient({ accessToken: "token", gateway: { encoding: "form" } });
  // @ts-expect-error: an unknown encoding
  await createClient({ accessToken: "token", gateway: { baseUrl: "", encoding: "xml" } });
  // @ts-expect-error: a country code is text
  await createClient({ accessToken: "token", defaultCountryCode: 84 });
  // @ts-expect-error: a client is promised
  (createClient({ accessToken: "token" }) satisfies Promise<Client>).instance("id");

  return createClient(options);
}

export async function client(client: Client): Promise<Instance> {
  const callOptions: CallOptions = { signal: new AbortController().signal, timeoutMs: 1000, maxRetries: 0 };
  // ok: createSession
  const session: Session = await client.createSession({ name: "Support desk" });
  // ok: createSession with call options
  await client.createSession({ name: "Support desk" }, callOptions);
  // ok: createInstance
  const { instanceId, name, state }: Session = await client.createInstance();
  // ok: createInstance with call options
  await client.createInstance(callOptions);
  // ok: what a session is made of
  const parts: [string, string | undefined, InstanceState] = [instanceId, name, state];
  // ok: call
  const reply: unknown = await client.call({ path: "number_verify", query: { number: "84987600001" } });
  const raw: RawCall = { path: "number_verify", method: "POST", body: { number: "84987600001" } };
  // ok: call with a body and call options
  await client.call(raw, callOptions);

  // @ts-expect-error: a session has a name
  await client.createSession();
  // @ts-expect-error: a name is text
  await client.createSession({ name: 1 });
  // @ts-expect-error: an unknown call option
  await client.createInstance({ retries: 1 });
  // @ts-expect-error: a reply to a raw call has no known shape
  (await client.call(raw)).status;
  // @ts-expect-error: an unknown method
  await client.call({ path: "number_verify", method: "PUT" });
  // @ts-expect-error: an id is text
  const wrong: number = session.instanceId;
  // @ts-expect-error: an instance has an id
  client.instance();

  console.log(parts, reply, wrong);
  // ok: instance
  return client.instance(session.instanceId);
}

export async function login(instance: Instance): Promise<void> {
  const options: WaitOptions = {
    onQr: (qr: ShownQrCode) => console.log(qr.image, qr.expiresAt),
    onState: (state) => console.log(state),
    signal: AbortSignal.timeout(1000),
    timeoutMs: 60_000,
  };
  // ok: waitForLogin
  const linked: LinkedStatus = await instance.waitForLogin(options);
  // ok: waitForLogin without options
  const { state, phone, name } = await instance.waitForLogin();
  // ok: a login ends connected
  const connected: "connected" = state;
  // ok: qrCode
  const qr: QrCode = await instance.qrCode();
  if (qr.state === "scan") {
    // ok: a code to scan has an image
    const image: string = qr.image;
    console.log(image, qr.expiresAt?.toFixed());
  } else {
    // ok: there is no image in any other state
    const image: undefined = qr.image;
    console.log(image);
  }
  // ok: the presence of an image tells as well
  if (qr.image !== undefined) (qr satisfies ShownQrCode).state satisfies "scan";
  // ok: status
  const status: InstanceStatus = await instance.status({ timeoutMs: 1000 });
  // ok: pairCode
  const pair: PairCode = await instance.pairCode({ phone: "84987600001" });
  // ok: the code to type
  const typed: string = pair.code;

  // @ts-expect-error: without a look at the state there may be no image
  const image: string = qr.image;
  // @ts-expect-error: a code in another state has no image
  const shown: QrCode = { state: "pending", image: "data:image/png;base64," };
  const steps: LoginOptions = { signal: AbortSignal.timeout(1000), timeoutMs: 60_000, pairing: true };
  // ok: a login step by step
  const walk: Login = instance.login(steps);
  for await (const step of walk) {
    // ok: a step tells a state
    const { state }: LoginStep = step;
    // ok: a code comes with the time of its death
    if (step.state === "scan") console.log(step.image, step.expiresAt + 1);
    // ok: a linked phone is told
    else if (step.state === "connected") console.log(step.phone, step.name);
    // ok: another code
    else if (state === "unavailable") walk.refresh();
    // @ts-expect-error: an unknown state of a step
    if (step.state === "online") console.log();
  }
  // ok: a login without options
  await instance.login().return();
  // @ts-expect-error: steps are iterated over, not called back
  instance.login({ onQr: () => {} });
  // @ts-expect-error: an unknown option
  await instance.waitForLogin({ onQR: () => {} });
  // @ts-expect-error: an unknown state
  if (status.state === "online") console.log();
  // @ts-expect-error: a phone is needed
  await instance.pairCode();
  // @ts-expect-error: the id is read-only
  instance.id = "other";

  console.log(linked, phone, name, connected, typed, image, shown);
}

export async function sends(instance: Instance): Promise<void> {
  const to: To = { group: "84987600001-1618740000@g.us" };
  const text: SendTextOptions = { to: "+84 933 313 000", text: "hello" };
  const media: SendMediaOptions = { to, mediaUrl: "https://files.example/a.pdf", caption: "a", filename: "a.pdf" };
  // ok: sendText
  const sent: SentMessage = await instance.sendText(text);
  // ok: sendText to a group with call options
  await instance.sendText({ to, text: "hello" }, { signal: AbortSignal.timeout(1000) });
  // ok: sendMedia
  await instance.sendMedia(media);
  // ok: sendMedia without what is optional
  await instance.sendMedia({ to: "84933313000", mediaUrl: "https://files.example/a.png" });
  if (sent.state === "sent") {
    // ok: a message that went out has an id
    const id: string = sent.id;
    console.log(id, sent.at?.toFixed());
  } else {
    // ok: one that was queued has none
    const id: undefined = sent.id;
    console.log(id);
  }

  // @ts-expect-error: a queued message has no id
  const id: string = sent.id;
  // @ts-expect-error: nobody to send to
  await instance.sendText({ text: "hello" });
  // @ts-expect-error: nothing to send
  await instance.sendText({ to });
  // @ts-expect-error: a number in digits is text too
  await instance.sendText({ to: 84933313000, text: "hello" });
  // @ts-expect-error: a group by an unknown name
  await instance.sendText({ to: { groupId: "1" }, text: "hello" });
  // @ts-expect-error: a file can't be sent, only its address
  await instance.sendMedia({ to, mediaUrl: new Blob([]) });
  // @ts-expect-error: the name of a file is spelled in one word
  await instance.sendMedia({ to, mediaUrl: "https://files.example/a.pdf", fileName: "a.pdf" });
  // @ts-expect-error: media has a caption, not a text
  await instance.sendMedia({ to, mediaUrl: "https://files.example/a.pdf", text: "a" });

  console.log(id);
}

export async function rest(instance: Instance): Promise<void> {
  // ok: groups
  const groups: Group[] = await instance.groups();
  for (const group of groups) {
    // ok: what a group is made of
    const parts: [string, string | undefined, number | undefined] = [group.id, group.name, group.size];
    console.log(parts);
  }
  // ok: reconnect
  const status: InstanceStatus = await instance.reconnect();
  // ok: reboot
  const rebooted: InstanceReset = await instance.reboot();
  // ok: reset
  const { instanceId, next } = await instance.reset();
  // ok: logout
  const nothing: void = await instance.logout();
  const webhook: WebhookOptions = { url: "https://hooks.example/wawp", enabled: false };
  // ok: setWebhook
  await instance.setWebhook(webhook);
  // ok: setWebhook with what is needed
  await instance.setWebhook({ url: "https://hooks.example/wawp" }, { maxRetries: 0 });

  // @ts-expect-error: a webhook has an address, also to disable it
  await instance.setWebhook({ enabled: false });
  // @ts-expect-error: there is one thing that can come next
  if (next === "create_session") console.log();
  // @ts-expect-error: a reset need not tell an id
  const id: string = instanceId;
  // @ts-expect-error: the wire's names are not ours
  await instance.resetInstance();

  console.log(status, rebooted, nothing, id);
}

export function errors(error: unknown): string | undefined {
  if (error instanceof WawpError) {
    // ok: an error's fields
    const delivery: Delivery = error.delivery;
    console.log(error.message, error.stack, error.cause, error.name satisfies "WawpError", error.reason, delivery);
    console.log(error.retryable satisfies boolean, error.attempts satisfies number, error.retryAfterMs, error.body);
    // ok: it is an Error
    return (error satisfies Error).message;
  }
  // ok: the guard
  if (isWawpError(error)) {
    const code: WawpErrorCode = error.code;
    switch (code) {
      case "invalid_argument":
        return error.path;
      case "unauthorized":
        return error.endpoint;
      case "rate_limited":
        return error.retryAfterMs?.toFixed();
      // @ts-expect-error: an unknown code
      case "forbidden":
        return error.status?.toFixed();
    }
  }
  // @ts-expect-error: nothing is known before the guard
  return error.code;
}

export function readOnly(error: WawpError): void {
  // @ts-expect-error: an error does not change
  error.code = "network";
  // @ts-expect-error: nor does what it says of the message
  error.delivery = "not_sent";
  // @ts-expect-error: only the package makes errors
  new WawpError("no");
}
