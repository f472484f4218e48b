//! `size`: what is downloaded, against the budgets.

use std::process::Command;

use anyhow::Result;

use crate::bench;
use crate::build;
use crate::command;

/// Builds, then measures our own entries. Fails when one is larger than `benches/budget.json` allows.
pub(crate) fn run() -> Result<()> {
    build::package()?;
    command::run(&mut budgets()?)
}

/// The command that holds what is built to its budgets.
pub(crate) fn budgets() -> Result<Command> {
    let mut budgets = bench::script("size")?;
    budgets.arg("--budgets");
    Ok(budgets)
}
