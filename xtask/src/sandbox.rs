//! The sandbox gateway, as a program.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command::cargo;

/// Builds it and tells where it is.
pub(crate) fn build() -> Result<PathBuf> {
    let mut build = cargo(["build", "--package", "sandbox", "--message-format", "json-render-diagnostics"])?;
    let output = build.stderr(Stdio::inherit()).output().context("can't start cargo")?;
    let messages = String::from_utf8(output.stdout)?;
    let program = messages.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    program.context("the sandbox could not be built")
}
