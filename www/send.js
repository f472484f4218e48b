// @ts-check
/**
 * Step three: a text or media to a person or a group, and how it ended.
 *
 * @import { ClientEvent, Instance, SendMediaOptions, To, WarningEvent } from "../pkg/index.js"
 */
import { isWawpError } from "../pkg/entry/web.js";
import { announce, button, byId, fill, form, input, labelOf, mark, once, picked, select, show } from "./dom.js";
import { inOneBreath, ofFailedCall, ofFailedSend, ofRetry, ofSent, put } from "./outcome.js";
import { refusal } from "./words.js";

/** @typedef {import("./outcome.js").Outcome} Outcome */

/** The choice in the list of groups that asks for an id. */
const BY_ID = "by-id";

/**
 * @typedef {object} Attempt
 * @property {string} key what the message is known by, to a relay too
 * @property {string} to
 * @property {string} content
 * @property {Outcome} outcome
 */

/**
 * @typedef {object} Hooks
 * @property {(attempt: Attempt) => void} onDone
 * @property {() => void} onLost no phone is linked any more
 * @property {<T>(instance: Instance, toGroup: boolean, send: () => Promise<T>) => Promise<T>} around what to do around a send
 */

/** @param {Hooks} hooks */
export function setUpSend({ onDone, onLost, around }) {
  const step = byId("send");
  const whole = form("send-form");
  const number = input("number");
  const group = select("group");
  const groupId = input("group-id");
  const text = byId("text", HTMLTextAreaElement);
  const mediaUrl = input("media-url");
  const caption = input("caption");
  const filename = input("filename");
  const send = button("send-button");
  const anew = button("send-anew");
  const stop = button("send-stop");
  const place = byId("send-outcome");

  /** @type {Instance | undefined} */
  let instance;
  let underWay = new AbortController();
  /** @type {WarningEvent[]} */
  let warnings = [];
  /** Whether a relay is between, which knows a message by its key. */
  let isRelayed = false;
  /**
   * What was sent last, while nobody knows whether it arrived.
   *
   * @type {{ said: string, key: string, instanceId: string } | undefined}
   */
  let doubtful;

  const toGroup = () => picked(whole, "to-kind") === "group";
  const asMedia = () => picked(whole, "what") === "media";
  const groupField = () => (group.value === BY_ID ? groupId : group);

  function look() {
    show([
      [byId("number-field"), !toGroup()],
      [byId("group-field"), toGroup()],
      [byId("group-id-field"), toGroup() && group.value === BY_ID],
      [byId("text-field"), !asMedia()],
      [byId("media-fields"), asMedia()],
    ]);
    // A second press could deliver twice, so the button says so for as long as the form says the same.
    const isCareful = doubtful?.said === said();
    const canAsk = keyToAsk() !== undefined;
    send.textContent = canAsk ? "Ask again, never twice" : isCareful ? anew.textContent : "Send";
    send.classList.toggle("careful", isCareful && !canAsk);
    show([[anew, canAsk]], send);
  }

  /** The key by which a relay knows what the form says, if it may have been sent already. */
  function keyToAsk() {
    const isKnown = isRelayed && doubtful?.said === said() && doubtful.instanceId === instance?.id;
    return isKnown ? doubtful?.key : undefined;
  }

  /** What the form says, to tell whether it changed. */
  function said() {
    return JSON.stringify([recipient(), content()]);
  }

  /** @returns {To} */
  function recipient() {
    return toGroup() ? { group: groupField().value.trim() } : number.value;
  }

  /** @returns {{ text: string } | Omit<SendMediaOptions, "to">} */
  function content() {
    if (!asMedia()) return { text: text.value };
    return {
      mediaUrl: mediaUrl.value.trim(),
      ...(caption.value && { caption: caption.value }),
      ...(filename.value && { filename: filename.value }),
    };
  }

  /** @param {string} key the one of the last attempt asks what became of it, a new one sends */
  async function attempt(key) {
    if (!instance) return;
    const via = instance;
    const sending = said();
    const to = recipient();
    const what = content();
    const { signal } = (underWay = new AbortController());
    const options = isRelayed ? { signal, idempotencyKey: key } : { signal };
    const wasDoubtful = key === doubtful?.key;
    clear();
    warnings = [];
    doubtful = undefined;
    send.textContent = "Sending";
    show(
      [
        [stop, true],
        [anew, false],
      ],
      send,
    );
    try {
      const sent = await around(via, toGroup(), () =>
        "text" in what ? via.sendText({ to, ...what }, options) : via.sendMedia({ to, ...what }, options),
      );
      if (!whole.hidden) tell(ofSent(sent), key, sent.to, what);
    } catch (error) {
      if (whole.hidden || markField(error)) return;
      const outcome = ofFailedSend(error, { hasKey: isRelayed, wasDoubtful });
      if (outcome.tone === "maybe") doubtful = { said: sending, key, instanceId: via.id };
      tell(outcome, key, typeof to === "string" ? to : to.group, what);
      if (isWawpError(error) && (error.code === "instance_invalid" || error.code === "not_connected")) onLost();
    } finally {
      show([[stop, false]], send);
      look();
    }
  }

  /**
   * @param {Outcome} outcome
   * @param {string} key
   * @param {string} to
   * @param {ReturnType<typeof content>} what
   */
  function tell(outcome, key, to, what) {
    put(place, outcome, warnings);
    place.scrollIntoView({ block: "nearest" });
    announce(inOneBreath(outcome));
    onDone({ key, to, content: inShort(what), outcome });
  }

  /**
   * Marks the field that the package refused, and goes there.
   *
   * @param {unknown} error
   */
  function markField(error) {
    if (!isWawpError(error) || error.code !== "invalid_argument" || !error.path) return false;
    const [, option] = error.path.split(".");
    const field = { to: toGroup() ? groupField() : number, text, mediaUrl, caption, filename }[option ?? ""];
    if (!field) return false;
    mark(field, refusal(error, labelOf(field)));
    field.focus();
    return true;
  }

  function clear() {
    put(place);
    for (const field of [number, group, groupId, text, mediaUrl, caption, filename]) mark(field);
  }

  async function loadGroups() {
    if (!instance) return;
    const asked = instance;
    const hint = byId("group-hint");
    hint.textContent = "Asking the gateway for the groups.";
    try {
      const groups = await asked.groups();
      if (asked !== instance) return;
      fill(group, [
        ...groups.map(({ id, name, size }) => ({
          value: id,
          label: size ? `${name ?? id} (${size} members)` : (name ?? id),
        })),
        { value: BY_ID, label: "Another group, by its id" },
      ]);
      hint.textContent = groups.length
        ? "The groups that the gateway knows by now. There may be more."
        : "The gateway knows no group yet. Many learn them only as messages come in.";
    } catch (error) {
      if (asked !== instance) return;
      fill(group, [{ value: BY_ID, label: "A group by its id" }]);
      hint.textContent = `The groups could not be read. ${ofFailedCall(error).facts[0]?.[1] ?? ""}`;
    }
    look();
  }

  /** @param {ReturnType<typeof content>} what */
  function inShort(what) {
    return "text" in what ? what.text : (what.filename ?? what.mediaUrl);
  }

  whole.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(send, () => attempt(keyToAsk() ?? crypto.randomUUID()));
  });
  anew.addEventListener("click", () => once(send, () => attempt(crypto.randomUUID())));
  whole.addEventListener("input", (event) => {
    if (event.target instanceof HTMLElement && event.target.hasAttribute("aria-invalid")) mark(event.target);
    if (send.getAttribute("aria-disabled") !== "true") look();
    if (toGroup() && group.options.length === 0) void once(refresh, loadGroups);
  });
  stop.addEventListener("click", () => underWay.abort());
  const refresh = button("groups-refresh");
  refresh.addEventListener("click", () =>
    once(refresh, async () => {
      await loadGroups();
      announce(byId("group-hint").textContent ?? "");
    }),
  );
  select("sample").addEventListener("change", () => {
    if (select("sample").value) mediaUrl.value = select("sample").value;
    mark(mediaUrl);
  });

  return {
    /** @param {Instance} linked */
    open(linked) {
      instance = linked;
      step.dataset.progress = "now";
      show([
        [whole, true],
        [byId("send-paused"), false],
      ]);
      send.disabled = false;
      group.replaceChildren();
      if (toGroup()) void loadGroups();
      look();
    },
    /** No phone for now: what was typed and how it ended stay. */
    pause() {
      instance = undefined;
      step.dataset.progress = "later";
      send.disabled = true;
      show([[byId("send-paused"), !whole.hidden]]);
    },
    close() {
      underWay.abort();
      instance = undefined;
      doubtful = undefined;
      step.dataset.progress = "later";
      clear();
      show([[whole, false]]);
    },
    /** @param {ClientEvent} event */
    watch(event) {
      if (event.type === "warning") warnings.push(event);
      else if (event.type === "retry" && event.endpoint.startsWith("send")) put(place, ofRetry(event));
    },
    /**
     * @param {object} surroundings
     * @param {boolean} surroundings.isRelayed
     * @param {readonly { value: string, label: string }[]} surroundings.samples files to try
     * @param {string} surroundings.allowed which files may be sent, where a relay says that
     */
    prepare({ isRelayed: between, samples, allowed }) {
      isRelayed = between;
      fill(select("sample"), [{ value: "", label: "Pick one to fill in its address" }, ...samples]);
      byId("media-allowed").textContent = allowed;
      show([[byId("sample-field"), samples.length > 0]]);
    },
  };
}
