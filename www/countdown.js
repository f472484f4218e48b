// @ts-check
import { byId } from "./dom.js";
import { seconds } from "./words.js";

/**
 * Counts down to the end of the shown code, once a second. It is not announced: it would never stop talking.
 *
 * @param {number} until epoch milliseconds
 * @param {() => void} over
 * @returns {() => void} stops it
 */
export function countDown(until, over) {
  const bar = byId("countdown-bar", HTMLProgressElement);
  const text = byId("countdown-text");
  bar.max = Math.max(1, until - Date.now());
  function tick() {
    const left = until - Date.now();
    bar.value = Math.max(0, left);
    text.textContent = left > 0 ? `Next code in ${seconds(left)}` : "Fetching the next code";
    if (left <= 0) {
      clearInterval(timer);
      over();
    }
  }
  const timer = setInterval(tick, 1000);
  tick();
  return () => clearInterval(timer);
}
