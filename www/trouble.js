// @ts-check
/** What only a pretend gateway lets a person do: pick how the next send fails, and log the phone out. */
import { announce, button, byId, fill, form, once, select, show } from "./dom.js";
import { ofFailedCall } from "./outcome.js";
import * as sandbox from "./sandbox.js";
import { FAULTS } from "./words.js";

/**
 * @param {{ instanceId: () => string | undefined, onLoggedOut: () => Promise<void> }} hooks
 */
export function setUpTrouble({ instanceId, onLoggedOut }) {
  const panel = byId("trouble");
  const list = select("fault");
  const armed = byId("fault-armed");
  const clear = button("fault-clear");

  function look() {
    byId("fault-hint").textContent = FAULTS[list.value]?.detail ?? "";
  }

  /** Shows what waits for the next send. */
  async function refresh() {
    if (panel.hidden) return;
    const waiting = await sandbox.faults();
    const names = waiting.map(({ fault }) => title(fault)).join(", ");
    armed.textContent = `Waiting for the next send: ${names}`;
    show(
      [
        [armed, waiting.length > 0],
        [clear, waiting.length > 0],
      ],
      list,
    );
  }

  /** @param {string} fault */
  function title(fault) {
    return FAULTS[fault]?.title ?? fault.replaceAll("_", " ");
  }

  /**
   * @param {HTMLButtonElement} trigger
   * @param {() => Promise<unknown>} work
   * @param {string} done
   */
  function onPress(trigger, work, done) {
    return once(trigger, async () => {
      try {
        await work();
        await refresh();
        announce(done);
      } catch (error) {
        announce(`${ofFailedCall(error).facts[0]?.[1]}`);
      }
    });
  }

  form("trouble-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void onPress(button("fault-set"), () => sandbox.armFault(list.value), `The next send meets: ${title(list.value)}.`);
  });
  list.addEventListener("change", look);
  clear.addEventListener("click", () => onPress(clear, sandbox.clearFaults, "No trouble waits."));
  const logout = button("phone-logout");
  logout.addEventListener("click", () =>
    once(logout, async () => {
      const id = instanceId();
      if (!id) return;
      await sandbox.logout(id);
      await onLoggedOut();
    }),
  );

  return {
    refresh,
    async open() {
      const known = await sandbox.knownFaults();
      fill(
        list,
        known.map((fault) => ({ value: fault, label: title(fault) })),
      );
      look();
      show([[panel, true]]);
      await refresh();
    },
    close() {
      show([[panel, false]]);
    },
    /** @param {boolean} linked */
    phone(linked) {
      show([[byId("phone-actions"), linked]], byId("link-title"));
    },
  };
}
