// @ts-check
/**
 * Step two: a session, its QR code, a linked phone.
 *
 * @import { Client, Instance, InstanceState, InstanceStatus, ShownQrCode } from "../pkg/index.js"
 */
import { isWawpError } from "../pkg/entry/web.js";
import { announce, button, byId, form, input, labelOf, mark, once, show } from "./dom.js";
import { countDown } from "./countdown.js";
import { inOneBreath, ofFailedCall, put } from "./outcome.js";
import * as sandbox from "./sandbox.js";
import { recipient, STATES, refusal } from "./words.js";

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
  const linked = byId("linked");
  const code = byId("code", HTMLImageElement);
  const scan = button("scan");
  const resume = button("resume");
  const restart = button("restart");
  const cancel = button("cancel");

  /** @type {Client | undefined} */
  let client;
  let sandboxed = false;
  /** @type {Instance | undefined} */
  let instance;
  /** @type {InstanceState | undefined} */
  let state;
  /** Whether this session ever showed a code. */
  let hasCode = false;
  /** Ends the login under way. */
  let login = new AbortController();
  let stopCountdown = () => {};

  /**
   * @param {View} view
   * @param {HTMLElement} [refuge] where the focus goes when this hides the focused element
   */
  function look(view, refuge = title) {
    step.dataset.progress = { closed: "later", naming: "now", linking: "now", linked: "done" }[view];
    if (view !== "linked") summary.textContent = "";
    for (const place of ["session-outcome", "link-outcome", "linked-outcome"]) put(byId(place));
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
  }

  /**
   * @param {InstanceState} next
   * @param {{ quietly?: boolean }} [how]
   */
  function enter(next, { quietly = false } = {}) {
    if (next === state) return;
    state = next;
    const words = STATES[next];
    byId("state-title").textContent = words.title;
    byId("state-detail").textContent = words.detail;
    if (next !== "scan") hideCode();
    offer(words.next);
    if (!quietly) announce(`${words.title}. ${words.detail}`);
  }

  /**
   * A state that the package tells. Before the first code "no code yet" goes without saying, and a linked phone is told
   * by its name, when the wait is over.
   *
   * @param {InstanceState} next
   */
  function follow(next) {
    if (next !== "connected" && (next !== "pending" || hasCode)) enter(next);
  }

  /** @param {import("./words.js").Next} next */
  function offer(next) {
    show(
      [
        [byId("how"), state === "scan"],
        [scan, sandboxed && state === "scan"],
        [resume, next === "check"],
        [restart, next !== "wait"],
        [byId("code-card"), next === "wait"],
      ],
      title,
    );
    cancel.textContent = next === "restart" ? "Use another name" : "Cancel";
  }

  function hideCode() {
    stopCountdown();
    code.removeAttribute("src");
    byId("code-card").dataset.code = "away";
    show([
      [code, false],
      [byId("code-away"), true],
      [byId("countdown"), false],
    ]);
  }

  /** @param {ShownQrCode} qr */
  function showCode(qr) {
    const another = !code.hidden && code.src !== qr.image;
    hasCode = true;
    enter("scan");
    if (another) announce("A new code is shown.");
    stopCountdown();
    code.src = qr.image;
    byId("code-card").dataset.code = "live";
    show([
      [code, true],
      [byId("code-away"), false],
      [byId("countdown"), qr.expiresAt !== undefined],
    ]);
    if (qr.expiresAt !== undefined)
      stopCountdown = countDown(qr.expiresAt, () => (byId("code-card").dataset.code = "stale"));
  }

  /** Ends what is under way and begins anew. */
  function begin() {
    login.abort();
    login = new AbortController();
    for (const field of [name, knownId]) mark(field);
    for (const place of ["session-outcome", "link-outcome"]) put(byId(place));
    return login.signal;
  }

  async function create() {
    if (!client) return;
    const signal = begin();
    try {
      const session = await client.createSession({ name: name.value }, { signal });
      if (signal.aborted) return;
      instance = client.instance(session.instanceId);
      awaitScan(instance, signal);
    } catch (error) {
      if (!signal.aborted) refuse(error);
    }
  }

  async function comeBack() {
    if (!client) return;
    begin();
    try {
      instance = client.instance(knownId.value.trim());
    } catch (error) {
      return refuse(error);
    }
    await check();
  }

  /**
   * @param {Instance} waiting
   * @param {AbortSignal} signal
   */
  function awaitScan(waiting, signal) {
    hasCode = false;
    state = undefined;
    look("linking");
    enter("starting", { quietly: true });
    void waitForPhone(waiting, signal);
  }

  /** @param {unknown} error */
  function refuse(error) {
    const field = isWawpError(error) && { "options.name": name, instanceId: knownId }[error.path ?? ""];
    if (field) {
      look("naming");
      mark(field, refusal(error, labelOf(field)));
      field.focus();
      return;
    }
    const outcome = ofFailedCall(error);
    put(byId(!linked.hidden ? "linked-outcome" : !linking.hidden ? "link-outcome" : "session-outcome"), outcome);
    announce(inOneBreath(outcome));
  }

  /**
   * @param {Instance} waiting
   * @param {AbortSignal} signal
   */
  async function waitForPhone(waiting, signal) {
    const whenCurrent = (/** @type {(value: any) => void} */ then) => (/** @type {any} */ value) => {
      if (!signal.aborted) then(value);
    };
    try {
      const status = await waiting.waitForLogin({
        signal,
        onQr: whenCurrent(showCode),
        onState: whenCurrent(follow),
      });
      if (!signal.aborted) celebrate(status);
    } catch (error) {
      if (signal.aborted) return;
      if (isWawpError(error) && error.code === "instance_invalid") enter("gone");
      else if (isWawpError(error) && error.code === "timeout") enter("expired");
      else interrupt(error);
    }
  }

  /**
   * The wait failed for a reason that tells nothing about the session: it can go on.
   *
   * @param {unknown} error
   */
  function interrupt(error) {
    state = undefined;
    hideCode();
    byId("state-title").textContent = "Interrupted";
    byId("state-detail").textContent = "The session may be fine: ask again, or start with a new one.";
    offer("check");
    refuse(error);
  }

  /** @param {InstanceStatus} status */
  function celebrate(status) {
    if (!instance) return;
    const already = !linked.hidden;
    hideCode();
    summary.textContent = whose(status);
    announce(`${already ? "Still linked" : "Linked"}: ${whose(status)}.`);
    if (already) return;
    state = "connected";
    byId("linked-id").textContent = instance.id;
    look("linked", byId("send-title"));
    onLinked(instance);
  }

  /** @param {{ phone?: string, name?: string }} status */
  function whose({ phone, name: owner }) {
    return [phone && recipient(phone), owner].filter(Boolean).join(", ") || "A phone";
  }

  /**
   * The phone is gone: offers what can be done.
   *
   * @param {InstanceState} next
   * @param {{ quietly?: boolean }} [how]
   */
  function lose(next, how) {
    hideCode();
    state = undefined;
    look("linking");
    enter(next, how);
    onUnlinked();
  }

  /** Asks where the session stands, and goes where the answer leads. */
  async function check() {
    if (!instance) return;
    const asked = instance;
    const { signal } = login;
    try {
      const status = await asked.status({ signal });
      if (signal.aborted) return;
      for (const place of ["link-outcome", "linked-outcome"]) put(byId(place));
      if (status.state === "connected") celebrate(status);
      else if (STATES[status.state].next === "wait" && linked.hidden) awaitScan(asked, signal);
      else lose(status.state);
    } catch (error) {
      if (!signal.aborted) refuse(error);
    }
  }

  async function unlink() {
    if (!instance) return;
    const { signal } = login;
    try {
      await instance.reboot({ signal });
      if (!signal.aborted) lose("logged_out");
    } catch (error) {
      if (!signal.aborted) refuse(error);
    }
  }

  function stop() {
    login.abort();
    hideCode();
    instance = undefined;
    state = undefined;
  }

  naming.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(button("session-create"), create);
  });
  returning.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(button("return-button"), comeBack);
  });
  for (const field of [name, knownId]) field.addEventListener("input", () => mark(field));
  resume.addEventListener("click", () => once(resume, check));
  restart.addEventListener("click", () => once(restart, create));
  cancel.addEventListener("click", () => {
    stop();
    look("naming", name);
    announce("Cancelled.");
  });
  scan.addEventListener("click", () =>
    once(scan, async () => {
      if (!instance) return;
      put(byId("link-outcome"));
      try {
        await sandbox.scan(instance.id);
      } catch (error) {
        refuse(error);
      }
    }),
  );
  button("check").addEventListener("click", () => once(button("check"), check));
  button("unlink").addEventListener("click", () => once(button("unlink"), unlink));

  return {
    /**
     * @param {Client} next
     * @param {boolean} inSandbox
     */
    open(next, inSandbox) {
      stop();
      client = next;
      sandboxed = inSandbox;
      look("naming");
      name.focus();
    },
    close() {
      stop();
      client = undefined;
      look("closed");
    },
    lose,
    check,
    /** The linked instance's id, or that of the one being linked. */
    get instanceId() {
      return instance?.id;
    },
  };
}
