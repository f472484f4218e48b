// @ts-check
/** Line icons, drawn where they are needed. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {"tick" | "ticks" | "question" | "cross" | "text" | "image" | "video" | "audio" | "document"} IconName */

/** Paths in a box of 20 by 20. @type {Readonly<Record<IconName, readonly string[]>>} */
const PATHS = {
  tick: ["M4 10.5l4 4 8-9"],
  ticks: ["M1.5 10.5l4 4 7.5-9", "M10 14.5l7.5-9"],
  question: ["M7 7.2a3 3 0 1 1 4.6 2.6c-1 .6-1.6 1.2-1.6 2.4", "M10 15.6v.1"],
  cross: ["M5 5l10 10", "M15 5L5 15"],
  text: ["M3 4h14v10H9l-4 3v-3H3z"],
  image: ["M3 4h14v12H3z", "M3 14l4-4 3 3 3-4 4 4", "M7.5 7.4v.1"],
  video: ["M2 5h11v10H2z", "M13 9l5-3v8l-5-3"],
  audio: ["M10 3v9", "M6.5 8a3.5 3.5 0 0 0 7 0V6.5a3.5 3.5 0 0 0-7 0z", "M4 9a6 6 0 0 0 12 0", "M10 15v2.5"],
  document: ["M5 2.5h7l4 4v11H5z", "M12 2.5v4h4", "M8 11h5M8 14h5"],
};

/**
 * @param {IconName} name
 * @param {string} [label] what it says to people who can't see it; without one it is decoration
 */
export function icon(name, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
