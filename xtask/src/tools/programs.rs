//! Programs that cargo installs, in exactly one version.

use std::fs;

use anyhow::{Context, Result};

use super::say;
use crate::command::{self, cargo, command, output};
use crate::paths;

/// Whether a program is there in this version.
pub(super) fn has(program: &str, version: &str) -> Result<bool> {
    let path = paths::tools()?.join("bin").join(program);
    let said = command(path).ok().and_then(|mut program| output(program.arg("--version")));
    Ok(said.is_some_and(|said| said.split_whitespace().nth(1) == Some(version)))
}

/// Installs packages, each a name and a version, by one command, so that they share what they depend on.
pub(super) fn install(packages: &[(&str, &str)], how_long: &str) -> Result<()> {
    let names: Vec<String> = packages.iter().map(|(name, version)| format!("{name} {version}")).collect();
    say(&format!("installing {} ({how_long}, once)", names.join(" and ")));
    let tools = paths::tools()?;
    let scratch = tools.join("build");
    // Unlocked: the lock of wasm-bindgen-cli names packages that have been withdrawn.
    let mut install = cargo(["install", "--profile", "dev", "--force"])?;
    install
        .args(packages.iter().map(|(name, version)| format!("{name}@{version}")))
        .arg("--root")
        .arg(&tools)
        .arg("--target-dir")
        .arg(&scratch)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR");
    command::run(&mut install)?;
    fs::remove_dir_all(&scratch).with_context(|| format!("can't remove {}", scratch.display()))
}
