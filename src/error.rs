//! The one error type and what it tells.

use std::borrow::Cow;

use crate::endpoint::Effect;
use crate::named::named;
use crate::plain::{Fields, Plain, serialized};
use crate::reason::{Reason, Verdict};
use crate::text::concat;

named! {
    /// What went wrong, coarsely.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Code {
        /// The caller's signal aborted.
        Aborted = "aborted",
        /// Not an answer that a gateway gives.
        BadResponse = "bad_response",
        /// The instance id is missing, unknown or gone.
        InstanceInvalid = "instance_invalid",
        /// A fault of this package.
        Internal = "internal",
        /// Refused before anything was sent.
        InvalidArgument = "invalid_argument",
        /// `fetch` failed.
        Network = "network",
        /// The instance exists, but no phone is linked.
        NotConnected = "not_connected",
        /// The plan's limit is reached.
        QuotaExceeded = "quota_exceeded",
        /// Too many calls.
        RateLimited = "rate_limited",
        /// Refused for another known reason.
        Rejected = "rejected",
        /// The call took too long.
        Timeout = "timeout",
        /// The token is missing or wrong.
        Unauthorized = "unauthorized",
        /// The gateway or its engine is not ready.
        Unavailable = "unavailable",
        /// The answer does not tell whether the call took effect.
        Unconfirmed = "unconfirmed",
    }
}

named! {
    /// What is known about a message, or about a call's effect, after a failure; the more in doubt, the greater.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Delivery {
        /// Nothing left us.
        NotSent = "not_sent",
        /// The gateway answered no.
        Rejected = "rejected",
        /// It may have gone out.
        Unknown = "unknown",
    }
}

/// The reason of a call that a relay has in hand.
pub const IN_PROGRESS: &str = "in_progress";

/// A failed call.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// What went wrong, coarsely.
    pub code: Code,
    /// What went wrong, finely.
    pub reason: Option<Cow<'static, str>>,
    /// May it be sent again?
    pub delivery: Delivery,
    /// Whether trying again later, unchanged, can succeed and can't double anything.
    pub retryable: bool,
    /// The same in words.
    pub message: String,
    /// The call's name.
    pub endpoint: Option<&'static str>,
    /// The option that was refused.
    pub path: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// How long the gateway asks to wait, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The start of the reply's body, redacted.
    pub body: Option<String>,
    /// How many requests were made.
    pub attempts: u32,
    /// Whether the cause may pass by itself.
    pub transient: bool,
}

impl From<Error> for Plain {
    fn from(error: Error) -> Self {
        let mut fields = Fields::default();
        fields.put("code", error.code.into());
        fields.put("reason", error.reason.into());
        fields.put("delivery", error.delivery.into());
        fields.put("retryable", error.retryable.into());
        fields.put("message", error.message.into());
        fields.put("endpoint", error.endpoint.into());
        fields.put("path", error.path.into());
        fields.put("status", error.status.into());
        fields.put("retryAfterMs", error.retry_after_ms.into());
        fields.put("body", error.body.into());
        fields.put("attempts", error.attempts.into());
        fields.into()
    }
}

serialized!(Error);

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
    /// The same between a relay and its gateway.
    Unreached,
    /// The engine refused to make or to send the request: nothing left.
    Unsent,
}

impl Error {
    pub(crate) fn new(code: Code, delivery: Delivery, message: String) -> Box<Self> {
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
            transient: false,
        })
    }

    /// An argument that is refused before any IO; `path` names the option.
    #[must_use]
    pub fn invalid(path: String, reason: &'static str, why: &str) -> Box<Self> {
        let message = concat(&[path.as_str(), ": ", why]);
        let mut error = Self::new(Code::InvalidArgument, Delivery::NotSent, message);
        error.reason = Some(Cow::Borrowed(reason));
        error.path = Some(path);
        error
    }

    /// A reply that is a failure.
    #[must_use]
    pub fn answered(reason: Reason, effect: Effect) -> Box<Self> {
        Self::of(reason.verdict(), effect)
    }

    /// A failure of which this is known.
    #[must_use]
    pub fn of(verdict: Verdict, effect: Effect) -> Box<Self> {
        let mut error = Self::new(verdict.code, verdict.delivery, verdict.meaning.to_owned());
        error.reason = Some(Cow::Borrowed(verdict.name));
        error.transient = verdict.transient;
        error.retryable = error.may_repeat(effect);
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
            Fault::Unreached => (Code::Network, "the relay could not reach the gateway, or lost its answer"),
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
        error.transient = fault != Fault::Unsent;
        error.retryable = error.may_repeat(effect);
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
        error.reason = Some(Cow::Borrowed("login_timeout"));
        error.retryable = true;
        error
    }

    /// Whether the same call, made again later, can succeed and can't double anything.
    #[must_use]
    pub fn may_repeat(&self, effect: Effect) -> bool {
        self.transient && (self.delivery != Delivery::Unknown || effect != Effect::Once)
    }

    /// Whether a relay has this call in hand, and it has not failed yet.
    #[must_use]
    pub fn is_in_progress(&self) -> bool {
        self.reason.as_deref() == Some(IN_PROGRESS)
    }
}
