// The shown code, photographed off the screen at many sizes and read by three decoders that are not ours. What was tried
// and how it was read stands in tests/out/login-codes.md.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readCode } from "../browsers/readers.js";
import { codeImage, codeText } from "./codes.js";
import { fit } from "../../pkg-template/entry/login/fit.js";
import { useElement } from "./login.js";

const element = useElement();
const out = fileURLToPath(new URL("../out/login-codes/", import.meta.url));

const LOOKS = {
  light: {},
  dark: { colorScheme: "dark" },
  "forced-colours": { forcedColors: "active", colorScheme: "dark" },
  "right-to-left": { attributes: { lang: "ar" } },
};
const WIDTHS = [320, 412, 900];
const RATIOS = [1, 1.5, 2, 3];
/** Images as gateways make them: pixels of a module, modules of white around. */
const IMAGES = { "as the sandbox draws": { module: 8, quiet: 4 }, "small": { module: 4, quiet: 1 }, "bare": { module: 5, quiet: 0 } };

/** Of a code that holds a text as long as these. */
const MODULES = 57;
const rows = [];

/** The readers, as the first picture names them. @type {string[]} */
let names = [];

after(async () => {
  const lines = [
    "# Codes on the screen",
    "",
    `${rows.length} screenshots, each read by ${names.join(", ")}. Pictures are in \`login-codes/\`.`,
    "",
    `| screenshot | image | code | ${names.join(" | ")} |`,
    `|---|---|---|${names.map(() => "---|").join("")}`,
    ...rows.map(({ file, kind, width, results }) => `| ${file} | ${kind} | ${width} px | ${results.join(" | ")} |`),
    "",
  ];
  await writeFile(new URL("../out/login-codes.md", import.meta.url), lines.join("\n"));
});

for (const [look, surroundings] of Object.entries(LOOKS)) {
  for (const ratio of RATIOS) {
    test(`${look}, ${ratio} pixels for one: all readers read`, async () => {
      await mkdir(out, { recursive: true });
      for (const width of WIDTHS) {
        const screen = await element.open({ ...surroundings, viewport: { width, height: 900 }, deviceScaleFactor: ratio });
        for (const [kind, how] of Object.entries(IMAGES)) {
          const text = codeText();
          await screen.show(20_000, await codeImage(text, how));
          await screen.code.evaluate((image) => image.decode());
          const box = await screen.code.boundingBox();
          const name = `${look}-${width}-${ratio}x-${kind.replaceAll(" ", "-")}.png`;
          await screen.page.screenshot({ path: out + name, clip: await around(screen) });
          const texts = await readCode(out + name);
          names = Object.keys(texts);
          const results = Object.values(texts).map((read) => (read === text ? "read" : "NOT READ"));
          rows.push({ file: name, kind, width: Math.round(box.width * 10) / 10, results });
          assert.deepEqual(new Set(results), new Set(["read"]), name);
          assert.ok(box.width >= 232, `${name}: ${box.width}`);
          const modules = MODULES + 2 * how.quiet;
          assert.ok((await quietZone(screen, box)) >= (4 * box.width) / modules, `${name}: white around`);
        }
      }
    });
  }
}

/** The white card with some of what is around it. */
async function around(screen) {
  const { x, y, width, height } = await screen.element.locator("[part=code]").boundingBox();
  return { x: x - 8, y: y - 8, width: width + 16, height: height + 16 };
}

/** How much of the white card is around the image at least, in CSS pixels. */
async function quietZone(screen, image) {
  const card = await screen.element.locator("[part=code]").boundingBox();
  return Math.min(image.x - card.x, image.y - card.y, card.x + card.width - image.x - image.width, card.y + card.height - image.y - image.height) - 1;
}

test("the code is drawn in whole pixels, where that leaves it large enough", () => {
  assert.equal(fit(280, 520, 1), 260, "one of the screen's for two of the image's");
  assert.equal(fit(280, 520, 2), 260);
  assert.equal(fit(280, 65, 1), 260);
  assert.equal(fit(280, 65, 3), 260, "twelve for one, on three for one of CSS");
  assert.equal(fit(280, 300, 1), 280, "half of it would be too small");
});
