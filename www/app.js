// @ts-check
/** The page: three steps, and what came of them at the side. */
import { isWawpError } from "../pkg/entry/web.js";
import { announce, button, byId, form, input, labelOf, mark, once, picked, show } from "./dom.js";
import { setUpReceived, setUpSent } from "./entries.js";
import { connect, nameOf } from "./gateway.js";
import { setUpLink } from "./link.js";
import { inOneBreath, ofFailedCall, put } from "./outcome.js";
import * as sandbox from "./sandbox.js";
import { setUpSend } from "./send.js";
import { setUpTrouble } from "./trouble.js";
import { refusal } from "./words.js";

const step = byId("connect");
const connecting = form("connect-form");
const summary = byId("connect-summary");
const change = button("connect-change");
const address = input("address");
const token = input("token");
const country = input("country");

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

function look() {
  const gateway = picked(connecting, "gateway");
  show([
    [byId("address-field"), gateway === "classic"],
    [byId("token-field"), gateway !== "sandbox"],
  ]);
}

/** @returns {import("./gateway.js").Choice} */
function choice() {
  switch (picked(connecting, "gateway")) {
    case "wawp":
      return { kind: "wawp", token: token.value.trim() };
    case "classic":
      return { kind: "classic", baseUrl: address.value.trim(), token: token.value.trim() };
    default:
      return { kind: "sandbox" };
  }
}

async function start() {
  for (const field of [address, token, country]) mark(field);
  put(byId("connect-outcome"));
  const picked = choice();
  if (picked.kind !== "sandbox" && !picked.token) return refuse(token, "The gateway asks for a token.");
  try {
    const client = await connect(picked, { defaultCountryCode: country.value.trim(), onEvent: send.watch });
    token.value = "";
    const inSandbox = picked.kind === "sandbox";
    summary.textContent = nameOf(picked);
    step.dataset.progress = "done";
    show([
      [connecting, false],
      [summary, true],
      [change, true],
    ]);
    link.open(client, inSandbox);
    if (inSandbox) {
      received.open();
      send.offer(sandbox.samples());
      await trouble.open();
    } else {
      send.offer([]);
    }
  } catch (error) {
    if (isWawpError(error) && error.path?.includes("baseUrl")) return refuse(address, refusal(error, labelOf(address)));
    if (isWawpError(error) && error.path?.includes("defaultCountryCode"))
      return refuse(country, refusal(error, labelOf(country)));
    const outcome = ofFailedCall(error);
    put(byId("connect-outcome"), outcome);
    announce(inOneBreath(outcome));
  }
}

/**
 * @param {HTMLInputElement} field
 * @param {string} why
 */
function refuse(field, why) {
  mark(field, why);
  field.focus();
}

function startOver() {
  send.close();
  link.close();
  received.close();
  trouble.close();
  sent.clear();
  step.dataset.progress = "now";
  show(
    [
      [connecting, true],
      [summary, false],
      [change, false],
    ],
    byId("connect-title"),
  );
}

connecting.addEventListener("submit", (event) => {
  event.preventDefault();
  void once(button("connect-button"), start);
});
connecting.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.hasAttribute("aria-invalid")) mark(event.target);
  look();
});
change.addEventListener("click", startOver);

// Without the package this module never runs, and the page says why.
show([[byId("not-loaded"), false]]);
look();
if (await sandbox.isHere()) {
  show([[byId("sandbox-home"), true]]);
} else {
  const radios = connecting.querySelectorAll("input[name=gateway]");
  const [first, second] = /** @type {NodeListOf<HTMLInputElement>} */ (radios);
  if (first && second) {
    first.disabled = true;
    second.checked = true;
  }
  byId("sandbox-hint").textContent = "Not here: this page is served by something else.";
  look();
}
