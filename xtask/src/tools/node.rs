//! The npm project: wasm-opt, the bundlers, the type checker, the browser's driver.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::Result;

use super::say;
use crate::command::{self, command, need};
use crate::paths;

/// Installs the npm project when it is missing, or older than its lock.
pub(super) fn ready() -> Result<()> {
    let tests = paths::tests();
    let installed = changed(&tests.join("node_modules").join(".package-lock.json"));
    if installed.is_some() && installed >= changed(&tests.join("package-lock.json")) {
        return Ok(());
    }
    let npm = need("npm", "install Node.js 20.19 or later, which brings it")?;
    say("installing the npm packages of tests/");
    command::run(command(npm)?.current_dir(tests).arg("ci"))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}
