//! What a sandbox is started with.

use std::path::PathBuf;

/// What a sandbox is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The only token that the gateway takes.
    pub token: String,
    /// The folder that is served at `/demo/`.
    pub www: PathBuf,
    /// The folder that is served at `/pkg/`.
    pub pkg: PathBuf,
}

impl Default for Config {
    fn default() -> Self {
        Self { token: "sandbox-token".to_owned(), www: PathBuf::from("www"), pkg: PathBuf::from("pkg") }
    }
}
