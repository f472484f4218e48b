//! Replays the inputs that the fuzzer keeps, and those that once failed: `fuzz/README.md`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)]

// So that it finds its files beside it here too: in `fuzz/` it is a crate of its own.
#[path = "targets.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

/// Runs a target over every file of `fuzz/corpus/TARGET` and `fuzz/regressions/TARGET`.
fn replay(name: &str, target: fn(&[u8])) {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let files = |kind: &str| -> Vec<PathBuf> {
        let folder = fs::read_dir(fuzz.join(kind).join(name)).into_iter().flatten();
        folder.map(|entry| entry.unwrap().path()).collect()
    };
    let stored = files("corpus");
    assert!(!stored.is_empty(), "there are no inputs for {name}");
    for file in stored.into_iter().chain(files("regressions")) {
        // Shown only if the target fails on it.
        println!("{}", file.display());
        target(&fs::read(&file).unwrap());
    }
}

#[test]
fn recipient() {
    replay("recipient", targets::recipient);
}

#[test]
fn redact() {
    replay("redact", targets::redact);
}

#[test]
fn relayed() {
    replay("relayed", targets::relayed);
}

#[test]
fn reply() {
    replay("reply", targets::reply);
}

#[test]
fn request() {
    replay("request", targets::request);
}

#[test]
fn retry_after() {
    replay("retry_after", targets::retry_after);
}
