//! `size`: what a browser downloads.

use anyhow::Result;

use crate::build;
use crate::command::{self, command, need};

/// Builds, then measures.
pub(crate) fn run() -> Result<()> {
    build::package()?;
    let node = need("node", "install Node.js 20.19 or later")?;
    command::run(command(node)?.arg("benches/size.mjs"))
}
