// WebKitGTK, by its own driver, on a display that nobody sees.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { find, missing } from "./programs.js";
import { openBrowser } from "./webdriver.js";

const program = find("WEBKIT_DRIVER", "WebKitWebDriver");
const xvfb = find("XVFB", "Xvfb");

export const webkit = {
  name: "WebKitGTK",
  skip: missing({ WebKitWebDriver: program, Xvfb: xvfb }),
  // It has no forced colours.
  looks: ["light", "dark", "right to left"],
  async open({ isDark, ratio }) {
    const display = await openDisplay();
    const env = { DISPLAY: display.name, GTK_THEME: isDark ? "Adwaita:dark" : "Adwaita", GDK_SCALE: String(ratio) };
    try {
      const browser = await openBrowser({ program, words: (port) => [`--port=${port}`], env });
      const close = browser.close.bind(browser);
      browser.close = () => close().finally(display.close);
      return browser;
    } catch (error) {
      await display.close();
      throw error;
    }
  },
};

/** Large enough for every window, at two pixels for one. */
const SCREEN = "2600x2000x24";

async function openDisplay() {
  const server = spawn(xvfb, ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = once(server, "exit").then(([code]) => Promise.reject(new Error(`${xvfb} ended (${code})`)));
  ended.catch(() => {});
  const [number] = await Promise.race([once(server.stdio[3], "data"), ended]);
  return {
    name: `:${String(number).trim()}`,
    async close() {
      if (server.exitCode === null && server.kill()) await once(server, "exit");
    },
  };
}
