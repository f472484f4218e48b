//! The WebAssembly target, wasm-pack and wasm-bindgen's programs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::say;
use crate::command::{self, cargo, command, output};
use crate::paths;

const WASM_PACK: &str = "0.15.1";
const TARGET: &str = "wasm32-unknown-unknown";

/// All of it.
pub(super) fn ready() -> Result<()> {
    target()?;
    programs()
}

/// The WebAssembly target of the toolchain.
pub(super) fn target() -> Result<()> {
    let library = output(command("rustc")?.args(["--print", "target-libdir", "--target", TARGET]));
    if library.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    say(&format!("adding the target {TARGET}"));
    rustup(["target", "add", TARGET])
}

/// The toolchain's formatter and linter, which a minimal install leaves out.
pub(super) fn components() -> Result<()> {
    for (program, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if output(&mut cargo([program, "--version"])?).is_none() {
            say(&format!("adding {component}"));
            rustup(["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(arguments: [&str; 3]) -> Result<()> {
    command::run(command("rustup")?.args(arguments))
        .with_context(|| format!("no rustup here? Do by hand what `rustup {}` does", arguments.join(" ")))
}

/// wasm-pack and wasm-bindgen's programs, the versions that fit.
fn programs() -> Result<()> {
    let tools = paths::tools()?;
    let wasm_bindgen = locked("wasm-bindgen")?;
    let installed = |program: &str, version: &str| {
        let said =
            command(tools.join("bin").join(program)).ok().and_then(|mut it| output(it.arg("--version")));
        said.is_some_and(|said| said.split_whitespace().nth(1) == Some(version))
    };
    if installed("wasm-pack", WASM_PACK)
        && installed("wasm-bindgen", &wasm_bindgen)
        && installed("wasm-bindgen-test-runner", &wasm_bindgen)
    {
        return Ok(());
    }
    say(&format!(
        "installing wasm-pack {WASM_PACK} and wasm-bindgen {wasm_bindgen} (about two minutes, once)"
    ));
    let scratch = tools.join("build");
    // One command, so that they share what they depend on. Unlocked: the lock of wasm-bindgen-cli names packages that
    // have been withdrawn.
    let mut install = cargo(["install", "--profile", "dev", "--force"])?;
    install
        .arg(format!("wasm-pack@{WASM_PACK}"))
        .arg(format!("wasm-bindgen-cli@{wasm_bindgen}"))
        .arg("--root")
        .arg(&tools)
        .arg("--target-dir")
        .arg(&scratch)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR");
    command::run(&mut install)?;
    fs::remove_dir_all(&scratch).with_context(|| format!("can't remove {}", scratch.display()))
}

/// The version of a package in `Cargo.lock`.
fn locked(package: &str) -> Result<String> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock")).context("can't read Cargo.lock")?;
    version_in(&lock, package).with_context(|| format!("{package} is not in Cargo.lock"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn reads_a_version_from_the_lock() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
