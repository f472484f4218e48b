//! The one error type and what it tells.

use serde::Serialize;

use crate::endpoint::Effect;
use crate::reason::Reason;

/// What went wrong, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The caller's signal aborted.
    Aborted,
    /// Not an answer that a gateway gives.
    BadResponse,
    /// The instance id is missing, unknown or gone.
    InstanceInvalid,
    /// A fault of this package.
    Internal,
    /// Refused before anything was sent.
    InvalidArgument,
    /// `fetch` failed.
    Network,
    /// The instance exists, but no phone is linked.
    NotConnected,
    /// The plan's limit is reached.
    QuotaExceeded,
    /// Too many calls.
    RateLimited,
    /// Refused for another known reason.
    Rejected,
    /// The call took too long.
    Timeout,
    /// The token is missing or wrong.
    Unauthorized,
    /// The gateway or its engine is not ready.
    Unavailable,
    /// The answer does not tell whether the call took effect.
    Unconfirmed,
}

/// What is known about a message, or about a call's effect, after a failure; the more in doubt, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Nothing left us.
    NotSent,
    /// The gateway answered no.
    Rejected,
    /// It may have gone out.
    Unknown,
}

/// A failed call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What went wrong, coarsely.
    pub code: Code,
    /// What went wrong, finely.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// May it be sent again?
    pub delivery: Delivery,
    /// Whether trying again later, unchanged, can succeed and can't double anything.
    pub retryable: bool,
    /// The same in words.
    pub message: String,
    /// The call's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<&'static str>,
    /// The option that was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long the gateway asks to wait, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<f64>,
    /// The start of the reply's body, redacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How many requests were made.
    pub attempts: u32,
}

/// A result with the error in a box, because it is large and rare.
pub type Result<T> = core::result::Result<T, Box<Error>>;

/// What ended an exchange before there was a reply to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The caller's signal aborted.
    Aborted,
    /// `fetch` or the body failed.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller's token function failed or returned no token.
    Token,
    /// The engine refused to make or to send the request: nothing left.
    Unsent,
}

impl Error {
    fn new(code: Code, delivery: Delivery, message: String) -> Box<Self> {
        Box::new(Self {
            code,
            reason: None,
            delivery,
            retryable: false,
            message,
            endpoint: None,
            path: None,
            status: None,
            retry_after_ms: None,
            body: None,
            attempts: 0,
        })
    }

    /// An argument that is refused before any IO; `path` names the option.
    #[must_use]
    pub fn invalid(path: String, reason: &'static str, why: &str) -> Box<Self> {
        let message = [path.as_str(), ": ", why].concat();
        let mut error = Self::new(Code::InvalidArgument, Delivery::NotSent, message);
        error.reason = Some(reason);
        error.path = Some(path);
        error
    }

    /// A reply that is a failure.
    #[must_use]
    pub fn answered(reason: Reason, effect: Effect) -> Box<Self> {
        let verdict = reason.verdict();
        let mut error = Self::new(verdict.code, verdict.delivery, verdict.meaning.to_owned());
        error.reason = Some(verdict.name);
        error.retryable = may_retry(verdict.transient, verdict.delivery, effect);
        error
    }

    /// An exchange that ended before there was a reply; `delivery` is what was known by then.
    #[must_use]
    pub fn unanswered(fault: Fault, delivery: Delivery, effect: Effect) -> Box<Self> {
        let (code, meaning) = match fault {
            Fault::Aborted => (Code::Aborted, "aborted by the caller's signal"),
            Fault::Network => (
                Code::Network,
                "the request failed: offline, DNS, TLS or CORS (a browser does not tell which). \
                 If the gateway sends no CORS headers, a page can't call it: call it from your server",
            ),
            Fault::Timeout => (Code::Timeout, "no complete answer in time"),
            Fault::Unsent => (Code::Internal, "this engine can't make the request, or has no fetch"),
            Fault::Token => {
                return Self::invalid(
                    "options.accessToken".to_owned(),
                    "token_unavailable",
                    "the function failed or did not return a token",
                );
            }
        };
        let mut error = Self::new(code, delivery, meaning.to_owned());
        error.retryable = may_retry(fault != Fault::Unsent, delivery, effect);
        error
    }

    /// A fault of this package, or of the engine that it runs on.
    #[must_use]
    pub fn internal(why: &str) -> Box<Self> {
        Self::new(Code::Internal, Delivery::NotSent, why.to_owned())
    }

    /// A login that nobody completed before its deadline.
    #[must_use]
    pub fn login_timeout() -> Box<Self> {
        let mut error = Self::new(Code::Timeout, Delivery::Unknown, "no phone was linked in time".to_owned());
        error.reason = Some("login_timeout");
        error.retryable = true;
        error
    }
}

/// Whether the same call, made again later, can succeed and can't double anything.
fn may_retry(transient: bool, delivery: Delivery, effect: Effect) -> bool {
    transient && (delivery != Delivery::Unknown || effect != Effect::Once)
}
