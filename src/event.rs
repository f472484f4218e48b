//! What a client tells of its calls: names, numbers and our own words, nothing that came from elsewhere.

use std::borrow::Cow;

use serde::Serialize;

use crate::error::{Code, Error};
use crate::http::Method;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A request is handed to `fetch`.
    Request,
    /// An attempt ended, by a reply or without one.
    Response,
    /// The call will be made again after a wait.
    Retry,
}

/// A step of a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The call, counted from 1 within its client.
    pub call_id: u32,
    /// The call's name.
    pub endpoint: &'static str,
    /// The attempt, counted from 1 within its call; of a retry, the one to come.
    pub attempt: u32,
    /// The request's method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// How long the attempt took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<f64>,
    /// How long the wait will be, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<f64>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What went wrong, coarsely.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// What went wrong, finely.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'static, str>>,
}

impl Event {
    /// An event with nothing beside what every event has.
    #[must_use]
    pub const fn new(kind: Kind, call_id: u32, endpoint: &'static str, attempt: u32) -> Self {
        Self {
            kind,
            call_id,
            endpoint,
            attempt,
            method: None,
            duration_ms: None,
            delay_ms: None,
            status: None,
            code: None,
            reason: None,
        }
    }

    /// Adds what went wrong.
    #[must_use]
    pub fn failed(mut self, error: &Error) -> Self {
        self.status = error.status;
        self.code = Some(error.code);
        self.reason.clone_from(&error.reason);
        self
    }
}
