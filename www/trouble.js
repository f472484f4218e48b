// @ts-check
/**
 * What only a pretend gateway lets a person do: pick how the next send fails, and log the phone out.
 *
 * @import { Instance } from "../pkg/index.js"
 */
import { announce, button, byId, el, once, select, show } from "./dom.js";
import { ofFailedCall } from "./outcome.js";
import * as sandbox from "./sandbox.js";

/** Faults that a page of the sandbox's own origin can't meet, or that need a text of their own. */
const LEFT_OUT = ["no_cors", "preflight_refused", "rate_limited_hidden", "error_text"];

/**
 * @param {{ instanceId: () => string | undefined, onLoggedOut: () => Promise<void> }} hooks
 */
export function setUpTrouble({ instanceId, onLoggedOut }) {
  const panel = byId("trouble");
  const list = select("fault");
  const logout = button("phone-logout");
  /** @type {ReadonlyMap<string, string>} */
  let about = new Map();

  function look() {
    byId("fault-hint").textContent = about.get(list.value) ?? "The gateway behaves.";
  }

  list.addEventListener("change", look);
  logout.addEventListener("click", () =>
    once(logout, async () => {
      const id = instanceId();
      if (!id) return;
      try {
        await sandbox.logout(id);
      } catch (error) {
        announce(ofFailedCall(error).facts[0]?.[1] ?? "");
      }
      await onLoggedOut();
    }),
  );

  return {
    async open() {
      const known = (await sandbox.faults()).filter(
        ({ name, calls }) => !LEFT_OUT.includes(name) && (calls.length === 0 || calls.includes("send")),
      );
      about = new Map(known.map((fault) => [fault.name, fault.about.replaceAll("`", "")]));
      list.replaceChildren(
        new Option("None", ""),
        group(
          "The message goes out",
          known.filter((fault) => fault.acts),
        ),
        group(
          "It doesn’t",
          known.filter((fault) => !fault.acts),
        ),
      );
      look();
      show([[panel, true]]);
    },
    close() {
      list.value = "";
      show([[panel, false]]);
    },
    /**
     * Runs a send with the fault that was picked, and takes it back afterwards: also when nothing left the page.
     *
     * @template T
     * @param {Instance} instance
     * @param {boolean} toGroup
     * @param {() => Promise<T>} send
     */
    async around(instance, toGroup, send) {
      const fault = list.value;
      if (panel.hidden || !fault) return send();
      await sandbox.arm(fault, toGroup ? "send_group" : "send", instance.id);
      try {
        return await send();
      } finally {
        await sandbox.disarm();
      }
    },
    /** The picked fault was for one send. */
    used() {
      list.value = "";
      look();
    },
    /** @param {boolean} linked */
    phone(linked) {
      show([[byId("phone-actions"), linked]], byId("link-title"));
    },
  };
}

/**
 * @param {string} label
 * @param {readonly sandbox.Fault[]} faults
 */
function group(label, faults) {
  const whole = el("optgroup", "", ...faults.map(({ name }) => new Option(titleOf(name), name)));
  whole.label = label;
  return whole;
}

/** @param {string} name */
function titleOf(name) {
  const words = name.replaceAll("_", " ").replace(/^status /, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
