//! What the commands need besides Rust and Node: found, or installed.

mod apt;
mod browser;
mod engines;
mod fuzz;
mod node;
mod programs;
mod wasm;

use anyhow::Result;

pub(crate) use browser::Browser;

/// Installs what is missing.
pub(crate) fn run() -> Result<()> {
    all()?;
    runtimes();
    engines()?;
    say("everything is there");
    Ok(())
}

/// Everything.
pub(crate) fn all() -> Result<Browser> {
    build()?;
    wasm::components()?;
    browser::ready()
}

/// Other runtimes than this Node, where they can be had. What needs one that is missing is named as not run.
pub(crate) fn runtimes() {
    if let Err(error) = node::runtimes() {
        say(&format!("going on without the runtimes: {error:#}"));
    }
}

/// What the benches measure beside the package.
pub(crate) fn peers() -> Result<()> {
    node::peers()
}

/// Other browsers than Chromium, where they can be had.
pub(crate) fn engines() -> Result<()> {
    engines::ready()
}

/// What a build of the package needs.
pub(crate) fn build() -> Result<()> {
    wasm::ready()?;
    node::ready()
}

/// What fuzzing needs.
pub(crate) fn fuzz() -> Result<()> {
    fuzz::ready()
}

/// What the lints need.
pub(crate) fn lint() -> Result<()> {
    wasm::target()?;
    wasm::components()
}

/// Says what is going on: installing takes its time.
fn say(what: &str) {
    eprintln!("tools: {what}");
}
