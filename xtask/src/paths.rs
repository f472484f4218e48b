//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The npm project with the tools and the tests.
pub(crate) fn tests() -> PathBuf {
    root().join("tests")
}

/// The assembled package.
pub(crate) fn pkg() -> PathBuf {
    root().join("pkg")
}

/// The programs of the npm project.
pub(crate) fn npm_programs() -> PathBuf {
    tests().join("node_modules").join(".bin")
}

/// Where the installed cargo programs are kept: outside the checkout, so that a fresh clone finds them too.
pub(crate) fn tools() -> Result<PathBuf> {
    let cache = match (env::var_os("XDG_CACHE_HOME"), env::var_os("LOCALAPPDATA")) {
        (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache),
        (_, Some(local)) if cfg!(windows) => PathBuf::from(local),
        _ if cfg!(target_os = "macos") => home()?.join("Library").join("Caches"),
        _ => home()?.join(".cache"),
    };
    Ok(cache.join("wawp-client").join("tools"))
}

/// The user's directory.
pub(crate) fn home() -> Result<PathBuf> {
    env::home_dir().context("the home directory is unknown")
}
