//! `lint`: formatting and lints, for the machine and for WebAssembly.

use std::process::Command;

use anyhow::{Result, bail};

use crate::build;
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
    native.args(deny);
    let mut commands = vec![cargo(["fmt", "--all", "--check"])?, native];
    let wasm = ["clippy", "--quiet", "--target", "wasm32-unknown-unknown", "--package", "wawp-client"];
    // As each binary is built, then all of it with its tests.
    let of_binaries =
        build::BINARIES.map(|(_, feature)| ["--lib", "--no-default-features", "--features", feature]);
    for selection in [of_binaries.as_slice(), &[["--lib", "--test", "web*", "--all-features"]]].concat() {
        let mut command = cargo(wasm)?;
        command.args(selection).args(deny);
        commands.push(command);
    }
    Ok(commands)
}
