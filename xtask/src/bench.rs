//! `bench`: the package beside its peers. Each bench writes its section of `benches/RESULTS.md`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{self, cargo, command, need};
use crate::tools::{self, Browser};
use crate::{build, paths};

/// The benches, each a script of that name.
const BENCHES: [&str; 6] = ["size", "parts", "calls", "start", "recipients", "memory"];

/// Which benches to run.
pub(crate) struct Bench {
    names: Vec<&'static str>,
}

impl Bench {
    /// Reads the command's arguments: names, or none for all.
    pub(crate) fn read(arguments: &[&str]) -> Result<Self> {
        if let Some(unknown) = arguments.iter().find(|name| !BENCHES.contains(name)) {
            bail!("there is no bench {unknown:?}, only {}", BENCHES.join(", "));
        }
        let is_asked = |name: &&str| arguments.is_empty() || arguments.contains(name);
        Ok(Self { names: BENCHES.into_iter().filter(is_asked).collect() })
    }

    /// Runs them all, whatever fails, and tells at the end.
    pub(crate) fn run(&self) -> Result<()> {
        let browser = tools::all()?;
        build::package()?;
        tools::peers()?;
        let mut failed = Vec::new();
        for name in &self.names {
            println!("\n== {name} ==");
            if let Err(error) = bench(name, &browser) {
                println!("{error:#}");
                failed.push(*name);
            }
        }
        if !failed.is_empty() {
            bail!("{} failed", failed.join(", "));
        }
        println!("The results are in benches/RESULTS.md");
        Ok(())
    }
}

/// The script of a bench.
pub(crate) fn script(name: &str) -> Result<Command> {
    let mut script = command(need("node", "install Node.js 20.19 or later")?)?;
    script.arg(format!("benches/{name}.mjs"));
    Ok(script)
}

fn bench(name: &str, browser: &Browser) -> Result<()> {
    match name {
        "parts" => named()?,
        "recipients" => reader()?,
        _ => {}
    }
    command::run(script(name)?.env("CHROME_PATH", &browser.chrome))
}

/// Builds what pages have once more, with the names of its functions.
fn named() -> Result<()> {
    let file = compile(&paths::root().join("wasm"), "wawp_client", &["--features", "client"])?;
    optimize(&file, &["-g"])
}

/// Builds the package's reader of recipients alone.
fn reader() -> Result<()> {
    let file = compile(&paths::root().join("benches").join("recipients"), "recipients", &[])?;
    optimize(&file, &[])
}

/// Compiles a crate for the benches, into a folder of its name, and tells where the WebAssembly is.
fn compile(package: &Path, name: &str, options: &[&str]) -> Result<PathBuf> {
    let target = paths::root().join("target");
    let folder = target.join("benches").join(name);
    let mut build = command(need("wasm-pack", "run `cargo xtask tools`")?)?;
    build.arg("build").arg(package).args(["--out-name", name, "--out-dir"]).arg(&folder);
    build.args(["--release", "--no-opt", "--target", "web", "--no-pack", "--no-gitignore"]);
    build.arg("--").args(options);
    // Beside the package's own build, since wasm-pack would put its file in that one's place.
    build.env("CARGO_TARGET_DIR", target.join("benches").join("target"));
    build.env("CARGO_ENCODED_RUSTFLAGS", build::flags()?);
    command::run(&mut build)?;
    Ok(folder.join(format!("{name}_bg.wasm")))
}

/// Optimizes a WebAssembly as the package's is.
fn optimize(file: &Path, more: &[&str]) -> Result<()> {
    let wasm_opt = need("wasm-opt", "run `cargo xtask tools`")?;
    let mut optimize = command(wasm_opt)?;
    optimize.args(flags()?).args(more).arg(file).arg("-o").arg(file);
    command::run(&mut optimize)
}

/// The optimizer's flags for the package, as its manifest has them.
fn flags() -> Result<Vec<String>> {
    let output = cargo(["metadata", "--no-deps", "--format-version", "1"])?.output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata.get("packages").and_then(Value::as_array).context("cargo names no packages")?;
    let flags = packages
        .iter()
        .find_map(|package| package.pointer("/metadata/wasm-pack/profile/release/wasm-opt"))
        .context("wasm/Cargo.toml has lost the flags of wasm-opt")?;
    Ok(serde_json::from_value(flags.clone())?)
}
