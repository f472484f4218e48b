// Firefox, by geckodriver.

import { find, missing } from "./programs.js";
import { openBrowser } from "./webdriver.js";

const binary = find("FIREFOX_PATH", "firefox-esr", "firefox");
const program = find("GECKODRIVER", "geckodriver");

export const firefox = {
  name: "Firefox",
  skip: missing({ firefox: binary, geckodriver: program }),
  looks: ["light", "dark", "forced colours", "right to left"],
  open: ({ isDark, isForced, ratio }) =>
    openBrowser({
      program,
      words: (port) => ["--port", String(port)],
      capabilities: {
        "moz:firefoxOptions": {
          binary,
          args: ["-headless"],
          prefs: {
            "ui.systemUsesDarkTheme": isDark ? 1 : 0,
            "browser.display.document_color_use": isForced ? 2 : 1,
            "layout.css.devPixelsPerPx": String(ratio),
          },
        },
      },
    }),
};
