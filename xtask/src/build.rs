//! `build`: the WebAssembly by wasm-pack, then the package around it.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::{self, cargo, command, need, output};
use crate::{paths, pkg, tools};

/// What the WebAssembly is made from.
const INPUTS: [&str; 6] =
    ["Cargo.lock", "Cargo.toml", "src", "tests/package-lock.json", "wasm", "xtask/src/build.rs"];

/// The file that says what a build was made from.
const STAMP: &str = ".inputs";

/// The binaries of the package, each with the one feature that it is built with.
pub(crate) const BINARIES: [(&str, &str); 2] = [("wawp_client", "client"), RELAY];
const RELAY: (&str, &str) = ("wawp_relay", "relay");

/// Builds the package.
pub(crate) fn run() -> Result<()> {
    package()?;
    println!("The package is in {}", paths::pkg().display());
    Ok(())
}

/// Brings `pkg/` up to date.
pub(crate) fn package() -> Result<()> {
    tools::build()?;
    wasm()?;
    pkg::assemble()
}

/// Compiles what pages have, and what servers have, unless nothing has changed since the last time.
fn wasm() -> Result<()> {
    let folder = paths::pkg().join("wasm");
    let inputs = digest()?;
    if fs::read_to_string(folder.join(STAMP)).is_ok_and(|built| built == inputs) {
        return Ok(());
    }
    // Beside it, so that whoever uses the package has all of it while it is built.
    let fresh = paths::pkg().join("wasm-new");
    remove(&fresh)?;
    fs::create_dir_all(&fresh)?;
    let wasm_pack = need("wasm-pack", "run `cargo xtask tools`")?;
    for (name, feature) in BINARIES {
        let mut build = command(&wasm_pack)?;
        if (name, feature) == RELAY {
            // No visitor downloads it, and each passes through it.
            build.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3");
        }
        build
            .args(["build", "wasm", "--release", "--target", "web", "--no-pack", "--no-gitignore"])
            .args(["--out-name", name, "--out-dir"])
            .arg(&fresh)
            .args(["--", "--features", feature])
            .env("CARGO_ENCODED_RUSTFLAGS", flags()?);
        command::run(&mut build)?;
        pkg::inline(&fresh, name)?;
    }
    fs::write(fresh.join(STAMP), inputs).with_context(|| format!("can't write to {}", fresh.display()))?;
    remove(&folder)?;
    fs::rename(&fresh, &folder).with_context(|| format!("can't move {}", fresh.display()))
}

/// Removes a folder, if it is there.
fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error)?,
        _ => Ok(()),
    }
}

/// Flags that keep the paths of this machine out of the file, so that every machine builds the same one.
pub(crate) fn flags() -> Result<String> {
    // The folder of the fetched crates is named after the place that they came from.
    command::run(cargo(["fetch", "--locked", "--target", "wasm32-unknown-unknown"])?.arg("--quiet"))?;
    let cargo_home = match env::var_os("CARGO_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => paths::home()?.join(".cargo"),
    };
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let mut flags = vec![remap(&cargo_home, "cargo"), remap(paths::root(), ".")];
    flags.extend(
        pkg::sorted(&cargo_home.join("registry").join("src"))?.iter().map(|folder| remap(folder, "crates")),
    );
    Ok(flags.join("\u{1f}"))
}

fn digest() -> Result<String> {
    let mut hasher = DefaultHasher::new();
    output(command("rustc")?.arg("-vV")).hash(&mut hasher);
    for input in INPUTS {
        hash(&paths::root().join(input), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.strip_prefix(paths::root())?.hash(hasher);
    if path.is_dir() {
        for entry in pkg::sorted(path)? {
            hash(&entry, hasher)?;
        }
    } else {
        fs::read(path).with_context(|| format!("can't read {}", path.display()))?.hash(hasher);
    }
    Ok(())
}
