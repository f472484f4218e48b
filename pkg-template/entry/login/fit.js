// @ts-check

/** Smaller ones are hard to read for a camera at arm's length. */
const LEAST = 232;

/**
 * How wide to show a code so that its modules stay equally wide: each pixel of the image as a whole number of the
 * screen's, or a whole number of the image's on one of the screen's. All but the last are CSS pixels.
 *
 * @param {number} room
 * @param {number} pixels the image's width
 * @param {number} ratio the screen's pixels for one of CSS
 */
export function fit(room, pixels, ratio) {
  const screen = room * ratio;
  const factor = screen >= pixels ? Math.floor(screen / pixels) : 1 / Math.ceil(pixels / screen);
  const width = (pixels * factor) / ratio;
  return width >= LEAST ? width : room;
}
