//! `lint`: formatting and lints, for the machine and for WebAssembly.

use std::process::Command;

use anyhow::{Result, bail};

use crate::command::cargo;
use crate::suite::Suite;
use crate::tools;

/// Lints only.
pub(crate) fn run() -> Result<()> {
    tools::lint()?;
    let outcome = Suite::of_checks("lint", commands()?).run()?;
    println!("{outcome}");
    if outcome.failed > 0 {
        bail!("lint failed");
    }
    Ok(())
}

/// The lints.
pub(crate) fn commands() -> Result<Vec<Command>> {
    let deny = ["--", "--deny", "warnings"];
    let mut native = cargo(["clippy", "--quiet", "--workspace", "--all-targets"])?;
    let mut wasm =
        cargo(["clippy", "--quiet", "--target", "wasm32-unknown-unknown", "--package", "wawp-client"])?;
    wasm.args(["--lib", "--test", "web*"]);
    native.args(deny);
    wasm.args(deny);
    Ok(vec![cargo(["fmt", "--all", "--check"])?, native, wasm])
}
