//! The WebAssembly target, wasm-pack and wasm-bindgen's programs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{programs, say};
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
    let wasm_bindgen = locked("wasm-bindgen")?;
    if programs::has("wasm-pack", WASM_PACK)?
        && programs::has("wasm-bindgen", &wasm_bindgen)?
        && programs::has("wasm-bindgen-test-runner", &wasm_bindgen)?
    {
        return Ok(());
    }
    programs::install(&[("wasm-pack", WASM_PACK), ("wasm-bindgen-cli", &wasm_bindgen)], "about two minutes")
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
