//! What a relay itself says no to: one table.

use crate::endpoint::Effect;
use crate::error::{Code, Delivery, Error, IN_PROGRESS};
use crate::reason::Verdict;

/// Why a relay forwarded nothing for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A body, a field or a header that no client of ours sends.
    Malformed,
    /// The visitor is not known.
    VisitorUnknown,
    /// A page of another origin.
    OriginRefused,
    /// A call or an instance that the visitor may not use.
    NotAllowed,
    /// Another path than the relay's.
    NotHere,
    /// Another method than `POST`.
    MethodRefused,
    /// A key whose call is under way.
    InProgress,
    /// A key of another call.
    KeyReused,
    /// A body that is too long.
    TooLarge,
    /// Another type than JSON.
    TypeRefused,
    /// More calls than allowed.
    TooMany,
    /// A store that failed to say whether the key is known.
    KeyUnread,
    /// A function or a setting of the host that failed.
    Unready,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 13] = [
        Self::Malformed,
        Self::VisitorUnknown,
        Self::OriginRefused,
        Self::NotAllowed,
        Self::NotHere,
        Self::MethodRefused,
        Self::InProgress,
        Self::KeyReused,
        Self::TooLarge,
        Self::TypeRefused,
        Self::TooMany,
        Self::KeyUnread,
        Self::Unready,
    ];

    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::VisitorUnknown => 401,
            Self::OriginRefused | Self::NotAllowed => 403,
            Self::NotHere => 404,
            Self::MethodRefused => 405,
            Self::InProgress | Self::KeyReused => 409,
            Self::TooLarge => 413,
            Self::TypeRefused => 415,
            Self::TooMany => 429,
            Self::KeyUnread | Self::Unready => 503,
        }
    }

    /// What follows from this refusal.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Malformed => rejected(
                "relay_request_malformed",
                "the relay got no call that it can read: page and relay may have different versions of this package",
            ),
            Self::VisitorUnknown => {
                unauthorized("visitor_unknown", "the relay does not know this visitor: sign in")
            }
            Self::OriginRefused => {
                unauthorized("origin_refused", "the relay does not serve pages of this origin")
            }
            Self::NotAllowed => unauthorized(
                "not_allowed",
                "the relay does not allow this visitor that call or that instance",
            ),
            Self::NotHere => rejected("relay_not_here", "the relay answers at another path, without a query"),
            Self::MethodRefused => rejected("method_refused", "the relay takes POST only"),
            Self::InProgress => Verdict {
                name: IN_PROGRESS,
                code: Code::Unconfirmed,
                delivery: Delivery::Unknown,
                transient: true,
                meaning: "the relay still has this call in hand",
            },
            Self::KeyReused => rejected("key_reused", "this key was used for another call"),
            Self::TooLarge => rejected("request_too_large", "the call is longer than the relay takes"),
            Self::TypeRefused => rejected("type_refused", "the relay takes application/json only"),
            Self::TooMany => Verdict {
                name: "rate_limited",
                code: Code::RateLimited,
                delivery: Delivery::Rejected,
                transient: true,
                meaning: "too many calls",
            },
            // Another request may have claimed the key, and be under way.
            Self::KeyUnread => Verdict {
                name: "claims_unavailable",
                code: Code::Unavailable,
                delivery: Delivery::Unknown,
                transient: true,
                meaning: "the relay could not look up this call's key, and forwarded nothing now: its server's log says why",
            },
            Self::Unready => Verdict {
                name: "relay_unready",
                code: Code::Unavailable,
                delivery: Delivery::Rejected,
                transient: true,
                meaning: "the relay could not do its part, and forwarded nothing: its server's log says why",
            },
        }
    }
}

/// What a relay has to tell of a call that it took in hand, besides what the gateway answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The process that had the call in hand ended.
    Interrupted,
    /// The call was made, but what had to follow failed on the host's side.
    Failed,
}

impl Mishap {
    /// Every mishap.
    pub const ALL: [Self; 2] = [Self::Interrupted, Self::Failed];

    /// What follows from it.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        let (name, code, meaning) = match self {
            Self::Interrupted => {
                ("interrupted", Code::Unconfirmed, "the relay was interrupted while it had this call in hand")
            }
            Self::Failed => (
                "relay_failed",
                Code::Internal,
                "the gateway acted, but the relay could not do its part: its server's log says why",
            ),
        };
        Verdict { name, code, delivery: Delivery::Unknown, transient: false, meaning }
    }
}

const fn rejected(name: &'static str, meaning: &'static str) -> Verdict {
    Verdict { name, code: Code::Rejected, delivery: Delivery::Rejected, transient: false, meaning }
}

const fn unauthorized(name: &'static str, meaning: &'static str) -> Verdict {
    Verdict { name, code: Code::Unauthorized, delivery: Delivery::Rejected, transient: false, meaning }
}

/// A request that ends with nothing forwarded.
#[derive(Debug)]
pub enum Refused {
    /// The relay says no; it may say how long to wait, in milliseconds.
    By(Refusal, Option<f64>),
    /// An argument of the call is wrong.
    Argument(Box<Error>),
}

impl Refused {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::By(refusal, _) => refusal.status(),
            Self::Argument(_) => 400,
        }
    }

    /// The error that the page is told.
    #[must_use]
    pub fn error(self) -> Box<Error> {
        match self {
            Self::By(refusal, retry_after_ms) => {
                let mut error = Error::of(refusal.verdict(), Effect::Idempotent);
                error.retry_after_ms = retry_after_ms;
                error
            }
            Self::Argument(error) => error,
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::By(refusal, None)
    }
}

impl From<Box<Error>> for Refused {
    fn from(error: Box<Error>) -> Self {
        Self::Argument(error)
    }
}
