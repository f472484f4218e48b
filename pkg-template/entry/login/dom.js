// @ts-check
/** Small helpers over the DOM. Nothing is ever set as markup, so that a page may forbid that. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * A new element with attributes and children.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name] ?? "");
  element.append(...children);
  return element;
}

/**
 * A drawing of one shape.
 *
 * @param {"path" | "circle"} shape
 * @param {Record<string, string>} attributes
 */
export function drawing(shape, attributes) {
  const whole = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, shape);
  whole.setAttribute("viewBox", "0 0 24 24");
  whole.setAttribute("aria-hidden", "true");
  for (const name in attributes) line.setAttribute(name, attributes[name] ?? "");
  whole.append(line);
  return { whole, line };
}

/**
 * Sets a text where it differs, since setting it would be told again and lose a selection.
 *
 * @param {Node} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A text in which `*...*` stands out.
 *
 * @param {string} text
 */
export function stressed(text) {
  return text.split("*").map((part, index) => (index % 2 ? el("strong", {}, part) : part));
}
