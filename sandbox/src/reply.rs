//! What goes back to the caller, and how it travels.

use serde_json::{Value, json};

/// One answer of the gateway.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    /// Further headers.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) pace: Pace,
    pub(crate) readable: Readable,
}

/// What a page of another origin may read of an answer, where CORS is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readable {
    All,
    /// Not the headers that say when to call again.
    Body,
    Nothing,
}

/// How an answer travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    AtOnce,
    /// The headers wait.
    HeadersAfter(u64),
    /// The headers come at once, the body bit by bit.
    BodyOver(u64),
    /// The connection closes in the middle of the body.
    Half,
    /// The headers come at once, then nothing until the connection closes.
    BodyNever(u64),
    /// The connection closes after a while without an answer.
    DroppedAfter(u64),
}

/// Stock controllers print JSON without saying that it is JSON.
pub(crate) const HTML: &str = "text/html; charset=UTF-8";
pub(crate) const JSON: &str = "application/json; charset=UTF-8";

impl Reply {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            content_type,
            headers: Vec::new(),
            body: body.into(),
            pace: Pace::AtOnce,
            readable: Readable::All,
        }
    }

    pub(crate) fn html(status: u16, page: &str) -> Self {
        Self::new(status, HTML, page)
    }

    pub(crate) fn json(content_type: &'static str, value: &Value) -> Self {
        Self::new(200, content_type, value.to_string())
    }

    /// `{"status":"error","message":...}`, with the content type of the controllers' own errors.
    pub(crate) fn refusal(message: &str) -> Self {
        Self::json(HTML, &json!({ "status": "error", "message": message }))
    }

    /// The body as JSON, `null` where it isn't.
    pub(crate) fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}
