//! `demo`: the demo, served by the sandbox gateway.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::command;
use crate::{build, sandbox};

/// Builds, then serves until it is stopped.
pub(crate) fn run(port: u16) -> Result<()> {
    build::package()?;
    let program = sandbox::build()?;
    let port = free(port)?;
    println!("\n  The demo: http://127.0.0.1:{port}/demo/   (stop it with Ctrl-C)\n");
    become_it(command(program)?.arg("--port").arg(port.to_string()))
}

/// The port, or one that is free in place of 0.
fn free(port: u16) -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} can't be used: name another by --port"))?;
    Ok(listener.local_addr()?.port())
}

/// Runs the program in place of this one, so that whoever stops this process stops the sandbox.
#[cfg(unix)]
fn become_it(program: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(program.exec()).context("can't start the sandbox")
}

#[cfg(not(unix))]
fn become_it(program: &mut Command) -> Result<()> {
    crate::command::run(program)
}
