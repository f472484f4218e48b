//! Firefox, WebKitGTK, zbar and Redis. What needs them is skipped by name where they are missing.

use anyhow::Result;

use super::{apt, programs, say};
use crate::command::find;

const GECKODRIVER: &str = "0.37.1";

/// Programs, any of which will do, and the package of Debian that brings one.
const PROGRAMS: [(&[&str], &str); 5] = [
    (&FIREFOX, "firefox-esr"),
    (&["WebKitWebDriver"], "webkit2gtk-driver"),
    (&["Xvfb"], "xvfb"),
    (&["zbarimg"], "zbar-tools"),
    (&["redis-server", "valkey-server"], "redis-server"),
];
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// Installs what can be had.
pub(super) fn ready() -> Result<()> {
    let missing: Vec<&str> =
        PROGRAMS.into_iter().filter(|(names, _)| !has(names)).map(|(_, package)| package).collect();
    if !missing.is_empty() {
        match apt::install(&missing) {
            Ok(true) => {}
            Ok(false) => say(&format!("going on without {}", missing.join(" and "))),
            Err(error) => say(&format!("going on without {}: {error:#}", missing.join(" and "))),
        }
    }
    if has(&FIREFOX) && !has(&["geckodriver"]) {
        programs::install(&[("geckodriver", GECKODRIVER)], "two to four minutes")?;
    }
    Ok(())
}

fn has(names: &[&str]) -> bool {
    names.iter().any(|name| find(name).is_some())
}
