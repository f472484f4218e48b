//! `demo`: the demo, served by the sandbox gateway.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::command::{cargo, shown};

/// Builds, then serves until it is stopped.
pub(crate) fn run(port: Option<u16>) -> Result<()> {
    build::package()?;
    let mut sandbox = cargo(["run", "--quiet", "--package", "sandbox", "--"])?;
    if let Some(port) = port {
        sandbox.arg("--port").arg(port.to_string());
    }
    let mut running = sandbox.stdout(Stdio::piped()).spawn().context("can't start the sandbox")?;
    let output = running.stdout.take().context("the sandbox has no output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some(address) = line.strip_prefix("sandbox listening on ") {
            println!("\n  The demo is at {address}/demo/   (stop it with Ctrl-C)\n");
        }
    }
    let status = running.wait()?;
    if !status.success() {
        bail!("{} ended ({status})", shown(&sandbox));
    }
    Ok(())
}
