//! `fuzz`: libFuzzer over the targets of `fuzz/`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::command::{self, cargo};
use crate::{paths, pkg, tools};

/// How long a target runs where nothing is said, in seconds.
const SECONDS: u32 = 30;

/// What to fuzz, and for how long.
pub(crate) struct Fuzz {
    targets: Vec<String>,
    seconds: u32,
}

impl Fuzz {
    /// Reads the command's arguments: a target and a number of seconds, both of which may be left out.
    pub(crate) fn read(arguments: &[&str]) -> Result<Self> {
        let known = targets()?;
        let (target, seconds) = match arguments {
            [] => (None, None),
            [one] if one.parse::<u32>().is_ok() => (None, Some(*one)),
            [target] => (Some(*target), None),
            [target, seconds] => (Some(*target), Some(*seconds)),
            _ => bail!("fuzz takes a target and a number of seconds"),
        };
        let seconds = match seconds.map(str::parse) {
            None => SECONDS,
            Some(Ok(seconds)) if seconds > 0 => seconds,
            _ => bail!("fuzz takes a whole number of seconds, not {:?}", seconds.unwrap_or_default()),
        };
        let targets = match target {
            None => known,
            Some(target) if known.iter().any(|name| name == target) => vec![target.to_owned()],
            Some(target) => bail!("there is no target {target:?}, only {}", known.join(", ")),
        };
        Ok(Self { targets, seconds })
    }

    /// Runs every target, whatever fails, and tells at the end.
    pub(crate) fn run(&self) -> Result<()> {
        if !cfg!(any(target_os = "linux", target_os = "macos")) {
            bail!(
                "libFuzzer needs Linux or macOS; `cargo test --test fuzz` replays the stored inputs anywhere"
            );
        }
        tools::fuzz()?;
        let mut failed = Vec::new();
        for target in &self.targets {
            println!("\n== {target}: {} s ==", self.seconds);
            if let Err(error) = fuzz(target, self.seconds) {
                println!("{error:#}");
                failed.push(target.as_str());
            }
        }
        if !failed.is_empty() {
            bail!("{} failed: each failing input is in fuzz/artifacts/", failed.join(", "));
        }
        println!("\nnothing failed: {}", self.targets.join(", "));
        Ok(())
    }
}

fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

/// The names of the targets.
fn targets() -> Result<Vec<String>> {
    let files = pkg::sorted(&folder().join("fuzz_targets"))?;
    Ok(files.iter().filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect())
}

/// Builds a target and runs it. The fuzzer writes into the first folder that it is given and only reads the others.
fn fuzz(target: &str, seconds: u32) -> Result<()> {
    let found = folder().join("found").join(target);
    fs::create_dir_all(&found).with_context(|| format!("can't make {}", found.display()))?;
    // No sanitizer: there is no unsafe code to watch, and only without one a stable toolchain will do.
    let mut run = cargo(["fuzz", "run", "--sanitizer", "none"])?;
    run.arg(target).arg(found);
    let stored = ["corpus", "regressions"].map(|kind| folder().join(kind).join(target));
    run.args(stored.iter().filter(|folder| folder.is_dir()));
    run.args(["--", "-verbosity=0", "-print_final_stats=1", "-use_value_profile=1"]);
    run.arg(format!("-max_total_time={seconds}"));
    command::run(&mut run)
}
