//! `demo`: the demo, behind a server with a relay, which starts the sandbox gateway.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{command, need};
use crate::{build, sandbox};

/// Builds, then serves until it is stopped.
pub(crate) fn run(port: u16) -> Result<()> {
    build::package()?;
    let program = sandbox::build()?;
    let port = free(port)?;
    println!("\n  The demo: http://127.0.0.1:{port}/demo/   (stop it with Ctrl-C)\n");
    let mut server = command(need("node", "install Node.js 20.19 or later")?)?;
    server.args(["www/server.js", "--port", &port.to_string(), "--sandbox"]).arg(program);
    become_it(&mut server)
}

/// The port, or one that is free in place of 0.
fn free(port: u16) -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} can't be used: name another by --port"))?;
    Ok(listener.local_addr()?.port())
}

/// Runs the program in place of this one, so that whoever stops this process stops the server, and the sandbox with it.
#[cfg(unix)]
fn become_it(program: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(program.exec()).context("can't start the demo's server")
}

#[cfg(not(unix))]
fn become_it(program: &mut Command) -> Result<()> {
    crate::command::run(program)
}
