//! What a relay runs on: the server that it was dropped into.

use crate::client::Transport;
use crate::json::Json;

/// The host failed at its part, and has been told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {
    /// It is longer than allowed.
    TooLarge,
    /// It broke off, or came too slowly.
    Broken,
    /// The host read it.
    Taken,
}

/// An instance that came into being.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created<'a> {
    /// Its id.
    pub instance_id: &'a str,
    /// Whose it is.
    pub visitor: &'a str,
    /// The id that it had before.
    pub replaces: Option<&'a str>,
}

/// One request, and the server that it came to.
pub trait Host {
    /// Its JSON.
    type Value: Json + 'static;
    /// What carries calls to the gateway.
    type Transport: Transport;

    /// Who asks, and what for: the host's own answer.
    fn authorize(&self) -> impl Future<Output = std::result::Result<Self::Value, Failed>>;

    /// The request's body, if it has at most so many bytes.
    fn body(&self, most: usize) -> impl Future<Output = std::result::Result<Vec<u8>, NoBody>>;

    /// Notes something under a key, unless something is noted there: then it gives that.
    fn claim(
        &self,
        key: &str,
        note: &str,
        keep_ms: f64,
    ) -> impl Future<Output = std::result::Result<Option<String>, Failed>>;

    /// Notes something else under a key.
    fn settle(
        &self,
        key: &str,
        note: &str,
        keep_ms: f64,
    ) -> impl Future<Output = std::result::Result<(), Failed>>;

    /// Forgets a key, if this is noted under it.
    fn release(&self, key: &str, note: &str) -> impl Future<Output = std::result::Result<(), Failed>>;

    /// A text that nobody else makes.
    fn mark(&self) -> String;

    /// Tells the host of a new instance.
    fn created(&self, created: &Created<'_>) -> impl Future<Output = std::result::Result<(), Failed>>;

    /// Opens a call for a visitor that may take so long, in milliseconds.
    fn open(&self, visitor: &str, timeout_ms: f64) -> Self::Transport;

    /// Tells the host of a mistake of its own.
    fn blame(&self, error: &crate::error::Error);

    /// Tells the host what made its token function fail.
    fn blame_token(&self, transport: &Self::Transport);

    /// The time in epoch milliseconds.
    fn now(&self) -> f64;
}
