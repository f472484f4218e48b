//! The npm projects: wasm-opt, the bundlers, the type checker and the browser's driver; the runtimes and servers.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::Result;

use super::say;
use crate::command::{self, command, need};
use crate::paths;

/// Installs what builds and tests the package.
pub(super) fn ready() -> Result<()> {
    install(&paths::tests()).map(|_| ())
}

/// Installs the runtimes and servers that client and relay are tested in.
pub(super) fn runtimes() -> Result<()> {
    let project = paths::tests().join("runtimes");
    if install(&project)? {
        // They put their programs into place by scripts: what stands there before is at best a wrapper, which ends alone.
        let rebuild = ["rebuild", "bun", "deno", "workerd", "--ignore-scripts=false"];
        command::run(npm()?.current_dir(project).args(rebuild))?;
    }
    Ok(())
}

/// Installs what the benches measure beside the package.
pub(super) fn peers() -> Result<()> {
    install(&paths::root().join("benches")).map(|_| ())
}

/// Installs an npm project when it is missing, or older than its lock, and tells whether it did.
fn install(project: &Path) -> Result<bool> {
    let installed = changed(&project.join("node_modules").join(".package-lock.json"));
    if installed.is_some() && installed >= changed(&project.join("package-lock.json")) {
        return Ok(false);
    }
    let name = project.strip_prefix(paths::root()).unwrap_or(project);
    say(&format!("installing the npm packages of {}", name.display()));
    command::run(npm()?.current_dir(project).arg("ci"))?;
    Ok(true)
}

fn npm() -> Result<Command> {
    command(need("npm", "install Node.js 20.19 or later, which brings it")?)
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}
