//! Chromium and its driver.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::apt;
use crate::command::find;

/// Where the browser and its driver are.
pub(crate) struct Browser {
    /// The browser.
    pub(crate) chrome: PathBuf,
    /// The driver.
    pub(crate) driver: PathBuf,
}

/// Finds both, or installs them where that needs no question.
pub(super) fn ready() -> Result<Browser> {
    if let Some(browser) = found() {
        return Ok(browser);
    }
    let remedy = if cfg!(target_os = "macos") {
        "brew install --cask google-chrome chromedriver"
    } else if cfg!(windows) {
        "winget install Google.Chrome and Chromium.ChromeDriver"
    } else {
        "apt-get install chromium chromium-driver"
    };
    if apt::install(&["chromium", "chromium-driver"])?
        && let Some(browser) = found()
    {
        return Ok(browser);
    }
    bail!(
        "Chromium or its driver is missing: install them (for example: {remedy}), or set CHROME_PATH and CHROMEDRIVER"
    );
}

fn found() -> Option<Browser> {
    let chrome = named("CHROME_PATH").or_else(|| {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
        names.iter().find_map(|name| find(name)).or_else(installed_as_application)
    })?;
    let driver = named("CHROMEDRIVER").or_else(|| find("chromedriver"))?;
    Some(Browser { chrome, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file())
}

/// Chrome where macOS and Windows put it, off the search path.
fn installed_as_application() -> Option<PathBuf> {
    let places = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];
    places.iter().map(Path::new).find(|file| file.is_file()).map(Path::to_path_buf)
}
