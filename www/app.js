// @ts-check
/** The page: three steps, and what came of them at the side. */
import { setUpConnect } from "./connect.js";
import { byId, show } from "./dom.js";
import { setUpReceived, setUpSent } from "./entries.js";
import { filesOf } from "./gateway.js";
import { setUpLink } from "./link.js";
import { setUpSend } from "./send.js";
import { setUpTrouble } from "./trouble.js";

const sent = setUpSent();
const received = setUpReceived();
const trouble = setUpTrouble({
  instanceId: () => link.instanceId,
  onLoggedOut: () => link.check(),
});
const send = setUpSend({
  onDone(attempt) {
    sent.add(attempt);
    void received.refresh();
    trouble.used();
  },
  around: (instance, toGroup, submit) => trouble.around(instance, toGroup, submit),
  // The outcome has just been announced, and says why.
  onLost: () => link.lose(),
});
const link = setUpLink({
  onLinked(instance) {
    send.open(instance);
    trouble.phone(true);
  },
  onUnlinked() {
    send.pause();
    trouble.phone(false);
  },
});
const connect = setUpConnect({
  onEvent: send.watch,
  async onConnected(client, choice, offers) {
    const inSandbox = choice !== "live";
    link.open(client, inSandbox);
    send.prepare({ isRelayed: choice !== "direct", ...filesOf(choice, offers) });
    if (!inSandbox) return;
    received.open();
    await trouble.open();
  },
  onChange() {
    send.close();
    link.close();
    received.close();
    trouble.close();
    sent.clear();
  },
});

// Without the package this module never runs, and the page says why.
show([[byId("not-loaded"), false]]);
await connect.open();
