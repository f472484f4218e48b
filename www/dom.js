// @ts-check
/** Small helpers over the DOM. Text is only ever set as text. */

/**
 * The element with this id. One that is missing is a mistake in the page.
 *
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} id
 * @param {new () => E} [kind]
 * @returns {E}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!element || (kind && !(element instanceof kind))) throw new Error(`The page has no #${id}`);
  return /** @type {E} */ (element);
}

export const button = (/** @type {string} */ id) => byId(id, HTMLButtonElement);
export const form = (/** @type {string} */ id) => byId(id, HTMLFormElement);
export const input = (/** @type {string} */ id) => byId(id, HTMLInputElement);
export const select = (/** @type {string} */ id) => byId(id, HTMLSelectElement);

/**
 * A new element with a class and children.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {...(Node | string | undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/**
 * Shows or hides elements. When that hides the focused one, the focus goes to `refuge`, not to the page's top.
 *
 * @param {Iterable<readonly [HTMLElement, boolean]>} changes
 * @param {HTMLElement} [refuge]
 */
export function show(changes, refuge) {
  const focused = document.activeElement;
  let lost = false;
  for (const [element, visible] of changes) {
    element.hidden = !visible;
    lost ||= !visible && element.contains(focused);
  }
  if (lost) refuge?.focus();
}

/**
 * The value of the checked radio button of this name.
 *
 * @param {HTMLFormElement} owner
 * @param {string} name
 */
export function picked(owner, name) {
  return String(new FormData(owner).get(name));
}

/**
 * Fills a select and keeps what was picked, where it is still there.
 *
 * @param {HTMLSelectElement} list
 * @param {readonly { value: string, label: string }[]} options
 */
export function fill(list, options) {
  const before = list.value;
  list.replaceChildren(...options.map(({ value, label }) => new Option(label, value)));
  if (options.some(({ value }) => value === before)) list.value = before;
}

/**
 * Marks a field as wrong, with the reason beside it, or takes the mark away.
 *
 * @param {HTMLElement} field one with an `id` whose message sits in `#id-error`
 * @param {string} [message]
 */
export function mark(field, message) {
  const place = byId(`${field.id}-error`);
  place.textContent = message ?? "";
  place.hidden = !message;
  if (message) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/**
 * What the page calls a field.
 *
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field
 */
export function labelOf(field) {
  return field.labels?.[0]?.firstChild?.textContent?.trim() ?? "This";
}

/**
 * Says it to people who can't see it. The page has one live region, so call this once for each change.
 *
 * @param {string} text
 */
export function announce(text) {
  byId("live").replaceChildren(text);
}

/**
 * Runs one thing at a time behind a button: a press while it runs does nothing. The button keeps the focus, which
 * `disabled` would lose.
 *
 * @param {HTMLButtonElement} trigger
 * @param {() => Promise<void>} work
 */
export async function once(trigger, work) {
  if (trigger.getAttribute("aria-disabled") === "true") return;
  trigger.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    trigger.removeAttribute("aria-disabled");
  }
}
