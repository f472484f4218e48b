//! `size`: what is downloaded, against the budgets.

use anyhow::Result;

use crate::bench;
use crate::build;
use crate::command;

/// Builds, then measures our own entries. Fails when one is larger than `benches/budget.json` allows.
pub(crate) fn run() -> Result<()> {
    build::package()?;
    command::run(bench::script("size")?.arg("--budgets"))
}
