// @ts-check
/**
 * Step two: a session, `<wawp-login>` until a phone is linked, a linked phone.
 *
 * @import { Client, Instance, WawpError } from "../pkg/index.js"
 * @import { LinkedPhone, WawpLoginElement } from "../pkg/login-element.js"
 */
import "../pkg/entry/login-element.js";
import { announce, button, byId, form, input, labelOf, mark, once, show } from "./dom.js";
import { inOneBreath, ofCode, ofFailedCall, put, reportOf } from "./outcome.js";
import * as sandbox from "./sandbox.js";
import { isOfRelay, recipient } from "./words.js";

/** @typedef {"closed" | "naming" | "linking" | "linked"} View */

/**
 * @param {{ onLinked: (instance: Instance) => void, onUnlinked: () => void }} hooks
 */
export function setUpLink({ onLinked, onUnlinked }) {
  const step = byId("link");
  const title = byId("link-title");
  const summary = byId("link-summary");
  const naming = form("session-form");
  const name = input("session-name");
  const returning = form("return-form");
  const knownId = input("instance-id");
  const linking = byId("linking");
  const loginPlace = byId("login");
  const scan = button("scan");
  const linked = byId("linked");
  const places = ["session-outcome", "link-outcome", "linked-outcome"].map((id) => byId(id));

  /** @type {Client | undefined} */
  let client;
  let sandboxed = false;
  /** The linked one. @type {Instance | undefined} */
  let instance;

  /**
   * @param {View} view
   * @param {HTMLElement} [refuge] where the focus goes when this hides the focused element
   */
  function look(view, refuge = title) {
    step.dataset.progress = { closed: "later", naming: "now", linking: "now", linked: "done" }[view];
    for (const place of places) put(place);
    for (const field of [name, knownId]) mark(field);
    show(
      [
        [naming, view === "naming"],
        [returning, view === "naming"],
        [linking, view === "linking"],
        [linked, view === "linked"],
        [summary, view === "linked"],
      ],
      refuge,
    );
    // Taken out, the element stops. A new one begins with nothing of the last attempt.
    loginPlace.replaceChildren();
  }

  /** @param {{ name: string } | { instanceId: string }} source */
  function link(source) {
    look("linking");
    const login = Object.assign(document.createElement("wawp-login"), source, { client });
    login.addEventListener("statechange", ({ detail }) => follow(detail.state));
    login.addEventListener("error", ({ detail }) => explain(detail));
    login.addEventListener("connected", ({ detail }) => celebrate(detail));
    loginPlace.append(login);
  }

  /**
   * The element has told it, but knows nothing of a relay.
   *
   * @param {WawpError} error
   */
  function explain(error) {
    if (isOfRelay(error)) tell(byId("link-outcome"), ofFailedCall(error));
    else byId("link-outcome").replaceChildren(reportOf(error));
  }

  /** @param {WawpLoginElement["state"]} state */
  function follow(state) {
    put(byId("link-outcome"));
    // Between two codes the button stays: it would flicker, and lose the focus.
    if (state !== "pending" && state !== "connected") show([[scan, sandboxed && state === "scan"]], title);
  }

  /** @param {LinkedPhone} phone */
  function celebrate(phone) {
    if (!client) return;
    instance = client.instance(phone.instanceId);
    byId("linked-id").textContent = phone.instanceId;
    tellWhose("Linked", phone);
    look("linked", byId("send-title"));
    onLinked(instance);
  }

  /**
   * @param {string} how
   * @param {{ phone?: string | undefined, name?: string | undefined }} whose
   */
  function tellWhose(how, { phone, name: owner }) {
    summary.textContent = [phone && recipient(phone), owner].filter(Boolean).join(", ") || "A phone";
    announce(`${how}: ${summary.textContent}.`);
  }

  /** The phone is gone: another session can be made. */
  function lose() {
    instance = undefined;
    look("naming");
    onUnlinked();
  }

  /**
   * @param {HTMLElement} place
   * @param {import("./outcome.js").Outcome} outcome
   */
  function tell(place, outcome) {
    put(place, outcome);
    announce(inOneBreath(outcome));
  }

  /** Asks where the session stands, and goes where the answer leads. */
  async function check() {
    if (!instance) return;
    const asked = instance;
    try {
      const status = await asked.status();
      if (asked !== instance) return;
      if (status.state === "connected") {
        put(byId("linked-outcome"));
        return tellWhose("Still linked", status);
      }
      lose();
      if (status.state === "gone") tell(byId("session-outcome"), ofCode("instance_invalid"));
      else if (status.state === "logged_out") tell(byId("session-outcome"), ofCode("not_connected"));
      else link({ instanceId: asked.id });
    } catch (error) {
      if (asked === instance) tell(byId("linked-outcome"), ofFailedCall(error));
    }
  }

  async function unlink() {
    if (!instance) return;
    const asked = instance;
    try {
      await asked.reboot();
      if (asked !== instance) return;
      lose();
      announce("Logged out.");
    } catch (error) {
      if (asked === instance) tell(byId("linked-outcome"), ofFailedCall(error));
    }
  }

  async function scanCode() {
    const id = loginPlace.querySelector("wawp-login")?.instanceId;
    if (id === undefined) return;
    try {
      await sandbox.scan(id);
    } catch (error) {
      tell(byId("link-outcome"), ofFailedCall(error));
    }
  }

  /**
   * What a field says. One that says nothing is marked.
   *
   * @param {HTMLInputElement} field
   */
  function read(field) {
    const text = field.value.trim();
    mark(field, text ? undefined : `${labelOf(field)} must not be empty`);
    if (!text) field.focus();
    return text;
  }

  naming.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = read(name);
    if (text) link({ name: text });
  });
  returning.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = read(knownId);
    if (text) link({ instanceId: text });
  });
  for (const field of [name, knownId]) field.addEventListener("input", () => mark(field));
  scan.addEventListener("click", () => once(scan, scanCode));
  button("another").addEventListener("click", () => {
    look("naming", name);
    announce("Cancelled.");
  });
  button("check").addEventListener("click", () => once(button("check"), check));
  button("unlink").addEventListener("click", () => once(button("unlink"), unlink));

  return {
    /**
     * @param {Client} next
     * @param {boolean} inSandbox
     */
    open(next, inSandbox) {
      client = next;
      sandboxed = inSandbox;
      look("naming");
      name.focus();
    },
    close() {
      client = undefined;
      instance = undefined;
      look("closed");
    },
    lose,
    check,
    /** The linked instance's id. */
    get instanceId() {
      return instance?.id;
    },
  };
}
