// Readers of QR codes that are not ours.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { find } from "./programs.js";

// Without it the file would be fetched from somewhere.
const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm) } });

const zbarimg = find("ZBARIMG", "zbarimg");

const READERS = {
  jsQR(file) {
    const { data, width, height } = PNG.sync.read(readFileSync(file));
    return jsQR(new Uint8ClampedArray(data), width, height)?.data;
  },
  async zxing(file) {
    const [code] = await readBarcodes(readFileSync(file), { formats: ["QRCode"] });
    return code?.text;
  },
  async zbar(file) {
    const { stdout } = await promisify(execFile)(zbarimg, ["--quiet", "--raw", file]);
    return stdout.trim();
  },
};

/** Why zbar does not read along, in the form that node:test takes. */
export const skipZbar = !zbarimg && "not installed: zbarimg";
if (skipZbar) delete READERS.zbar;

/** What each reader makes of a PNG, by name: the text, or why there is none. */
export async function readCode(file) {
  const texts = {};
  for (const [name, read] of Object.entries(READERS)) {
    try {
      texts[name] = await read(file);
    } catch (error) {
      texts[name] = String(error);
    }
  }
  return texts;
}
