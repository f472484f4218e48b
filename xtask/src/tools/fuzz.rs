//! cargo-fuzz, and the compiler that builds libFuzzer.

use std::env;

use anyhow::Result;

use super::programs;
use crate::command::need;

const CARGO_FUZZ: &str = "0.13.2";

/// All of it.
pub(super) fn ready() -> Result<()> {
    if env::var_os("CXX").is_none() {
        need("c++", "install a C++ compiler, which libFuzzer is built with")?;
    }
    if programs::has("cargo-fuzz", CARGO_FUZZ)? {
        return Ok(());
    }
    programs::install(&[("cargo-fuzz", CARGO_FUZZ)], "about a minute")
}
