// @ts-check
/**
 * Small drawings, 24 by 24, in lines.
 *
 * @import { Ending } from "./linking.js"
 */

const CROSS = "M7 7l10 10M17 7L7 17";
const CLOCK = "M12 6.5V12l3.5 2.5M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z";

/** @type {Readonly<Record<Ending, string>>} */
const PATHS = {
  linked: "M5.5 12.5l4.5 4.5l8.5-9.5",
  expired: CLOCK,
  gone: "M20 12a8 8 0 1 1-2.5-5.8M20 3.5v4h-4",
  network: "M4 4l16 16M2.5 9.5A14 14 0 0 1 7 6.8M11 5.6a14 14 0 0 1 10.5 3.9M6 13.5a9 9 0 0 1 4-2.3M15.5 11.9A9 9 0 0 1 18 13.5M12 18.5v.01",
  busy: CLOCK,
  refused: "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
  full: CROSS,
  failed: "M12 6v7.5M12 17.5v.01",
  stopped: "M8 8h8v8H8z",
};

/** @param {Ending} ending */
export function icon(ending) {
  return PATHS[ending];
}
