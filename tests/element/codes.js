// Codes as a gateway draws them.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PNG } from "pngjs";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";

// Without it the file would be fetched from somewhere.
const wasm = createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm");
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm) } });

/** A text like those that a phone reads off the screen. */
export function codeText() {
  const part = (bytes) => randomBytes(bytes).toString("base64");
  return `2@${part(66)},${part(32)},${part(32)},${part(32)}`;
}

/**
 * A text as a data URL of a PNG.
 *
 * @param {string} text
 * @param {{ module?: number, quiet?: number }} [how] the pixels of a module, and the modules of white around
 */
export async function codeImage(text, { module = 8, quiet = 4 } = {}) {
  const { symbol } = await writeBarcode(text, { format: "QRCode", options: "ecLevel=L" });
  const { width, data } = symbol;
  const side = (width + 2 * quiet) * module;
  const png = new PNG({ width: side, height: side });
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [column, row] = [Math.floor(x / module) - quiet, Math.floor(y / module) - quiet];
      const isInside = column >= 0 && row >= 0 && column < width && row < width;
      const shade = isInside ? data[row * width + column] : 255;
      png.data.set([shade, shade, shade, 255], (y * side + x) * 4);
    }
  }
  return `data:image/png;base64,${PNG.sync.write(png).toString("base64")}`;
}
