//! What a client tells of its calls: names, numbers and our own words, nothing that came from elsewhere.

use std::borrow::Cow;

use crate::error::{Code, Error};
use crate::http::Method;
use crate::named::named;
use crate::plain::{Fields, Plain, serialized};

named! {
    /// What happened.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Kind {
        /// A request is handed to `fetch`.
        Request = "request",
        /// An attempt ended, by a reply or without one.
        Response = "response",
        /// The call will be made again after a wait.
        Retry = "retry",
    }
}

/// A step of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: Kind,
    /// The call, counted from 1 within its client.
    pub call_id: u32,
    /// The call's name.
    pub endpoint: &'static str,
    /// The attempt, counted from 1 within its call; of a retry, the one to come.
    pub attempt: u32,
    /// The request's method.
    pub method: Option<Method>,
    /// How long the attempt took, in milliseconds.
    pub duration_ms: Option<f64>,
    /// How long the wait will be, in milliseconds.
    pub delay_ms: Option<f64>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// What went wrong, coarsely.
    pub code: Option<Code>,
    /// What went wrong, finely.
    pub reason: Option<Cow<'static, str>>,
}

impl From<Event> for Plain {
    fn from(event: Event) -> Self {
        let mut fields = Fields::default();
        fields.put("type", event.kind.into());
        fields.put("callId", event.call_id.into());
        fields.put("endpoint", event.endpoint.into());
        fields.put("attempt", event.attempt.into());
        fields.put("method", event.method.into());
        fields.put("durationMs", event.duration_ms.into());
        fields.put("delayMs", event.delay_ms.into());
        fields.put("status", event.status.into());
        fields.put("code", event.code.into());
        fields.put("reason", event.reason.into());
        fields.into()
    }
}

serialized!(Event);

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
        self.reason = error.reason.clone();
        self
    }
}
