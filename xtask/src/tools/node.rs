//! The npm projects: wasm-opt, the bundlers, the type checker and the browser's driver; the runtimes and servers.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::Result;

use super::say;
use crate::command::{self, command, need};
use crate::paths;

/// Installs what builds and tests the package.
pub(super) fn ready() -> Result<()> {
    install(&paths::tests())
}

/// Installs the runtimes and servers that the relay is tested in.
pub(super) fn runtimes() -> Result<()> {
    install(&paths::tests().join("runtimes"))
}

/// Installs an npm project when it is missing, or older than its lock.
fn install(project: &Path) -> Result<()> {
    let installed = changed(&project.join("node_modules").join(".package-lock.json"));
    if installed.is_some() && installed >= changed(&project.join("package-lock.json")) {
        return Ok(());
    }
    let npm = need("npm", "install Node.js 20.19 or later, which brings it")?;
    let name = project.strip_prefix(paths::root()).unwrap_or(project);
    say(&format!("installing the npm packages of {}", name.display()));
    command::run(command(npm)?.current_dir(project).arg("ci"))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}
