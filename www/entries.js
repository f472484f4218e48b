// @ts-check
/** The two lists at the side: what this page knows, and what the gateway received. */
import { announce, button, byId, el, once, show } from "./dom.js";
import { icon } from "./icons.js";
import { clock, toneIcon } from "./outcome.js";
import * as sandbox from "./sandbox.js";
import { recipient } from "./words.js";

/** How often the sandbox is asked while somebody looks. */
const EVERY_MS = 3000;

/** How each tone reads as one entry. */
const ENDED = /** @type {const} */ ({ good: "Sent", waiting: "Queued", maybe: "May have been sent", bad: "Not sent" });

export function setUpSent() {
  const panel = byId("sent");
  const list = byId("sent-list");
  /** By their keys. @type {Map<string, HTMLElement>} */
  const entries = new Map();
  return {
    /** @param {import("./send.js").Attempt} attempt */
    add({ key, to, content, outcome }) {
      const entry = line(toneIcon(outcome.tone), to, content, [ENDED[outcome.tone], clock(Date.now())]);
      entry.dataset.tone = outcome.tone;
      // Asked again, it is still the same message.
      entries.get(key)?.remove();
      entries.set(key, entry);
      list.prepend(entry);
      show([[panel, true]]);
    },
    clear() {
      entries.clear();
      list.replaceChildren();
      show([[panel, false]]);
    },
  };
}

export function setUpReceived() {
  const panel = byId("received");
  const list = byId("received-list");
  const clear = button("received-clear");
  let shown = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;

  async function refresh() {
    if (panel.hidden || document.hidden) return;
    let messages;
    try {
      messages = await sandbox.messages();
    } catch {
      return; // the sandbox is away: the next round asks again
    }
    const seen = JSON.stringify(messages);
    if (seen === shown) return;
    shown = seen;
    list.replaceChildren(...[...messages].sort((a, b) => b.at - a.at).map(entryOf));
    show(
      [
        [list, messages.length > 0],
        [clear, messages.length > 0],
        [byId("received-empty"), messages.length === 0],
      ],
      byId("received-title"),
    );
  }

  clear.addEventListener("click", () =>
    once(clear, async () => {
      await sandbox.clearMessages();
      await refresh();
      announce("Cleared.");
    }),
  );
  document.addEventListener("visibilitychange", () => void refresh());

  return {
    refresh,
    open() {
      show([[panel, true]]);
      clearInterval(timer);
      timer = setInterval(refresh, EVERY_MS);
      void refresh();
    },
    close() {
      clearInterval(timer);
      show([[panel, false]]);
    },
  };
}

/** @param {import("./sandbox.js").Message} message */
function entryOf({ to, kind, text, mediaUrl, filename, at, count }) {
  const media = mediaUrl && (filename ?? mediaUrl.split("/").at(-1));
  const times = count === 1 ? "Arrived once" : count === 2 ? "Arrived twice" : `Arrived ${count} times`;
  const entry = line(icon(kind, kind), to, [media, text].filter(Boolean).join(": "), [times, clock(at)]);
  if (count === 1) return entry;
  entry.dataset.tone = "maybe";
  const why = "Sent again by hand, or by the browser: without a relay it repeats a call whose connection dropped.";
  entry.append(el("p", "entry-note", why));
  return entry;
}

/**
 * @param {Node} sign
 * @param {string} to
 * @param {string} content
 * @param {[ended: string, at: string]} meta
 */
function line(sign, to, content, [ended, at]) {
  return el(
    "li",
    "entry",
    sign,
    el("p", "entry-to", recipient(to)),
    el("p", "entry-content", content),
    el("p", "entry-meta", el("strong", "", ended), ` ${at}`),
  );
}
