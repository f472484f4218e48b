//! Reading what a relay answers: the result of a call, its error, or the relay's own refusal.
//!
//! The relay has read the gateway's reply with the same code as a client, so that its answer is taken as it is.

use std::borrow::Cow;

use crate::error::{Code, Delivery, Error};
use crate::json_text::JsonText;
use crate::reply::Answer;

/// The header that every call to a relay carries: a browser then asks the relay whether this page may call it.
pub const HEADER: &str = "wawp-relay";
/// The version of what page and relay say to each other: the header's value, and the answer's `wawp`.
pub const VERSION: &str = "1";

/// What a relay answered.
#[derive(Clone, Debug)]
pub enum Relayed<'a> {
    /// The call's result.
    Result(JsonText<'a>),
    /// What the call ended in. It will stay so: the relay has tried again already where that is safe.
    Failed(Box<Error>),
    /// The relay itself refused, or has the call in hand; it forwarded nothing for this request.
    Refused(Box<Error>),
}

impl<'a> Relayed<'a> {
    /// Reads an answer; absent when no relay gave it.
    #[must_use]
    pub fn read(answer: &'a Answer) -> Option<Self> {
        let value = answer.json()?;
        if value.get("wawp")?.number() != Some(1.0) {
            return None;
        }
        if let Some(fields) = value.field("error") {
            let mut error = error(fields)?;
            return Some(if answer.is_ok() {
                error.transient = false;
                Self::Failed(error)
            } else {
                Self::Refused(error)
            });
        }
        value.get("result").filter(|_| answer.is_ok()).map(Self::Result)
    }
}

fn error(fields: JsonText<'_>) -> Option<Box<Error>> {
    let text = |key: &str| fields.text_of(key);
    let number = |key: &str| fields.get(key)?.number().filter(|number| *number >= 0.0);
    let code = Code::named(&text("code")?)?;
    let delivery = Delivery::named(&text("delivery")?)?;
    let mut error = Error::new(code, delivery, text("message")?);
    error.retryable = fields.flag_of("retryable")?;
    error.transient = error.retryable;
    error.reason = text("reason").map(Cow::Owned);
    error.path = text("path");
    error.status = number("status").map(|status| status as u16);
    error.retry_after_ms = number("retryAfterMs");
    error.attempts = number("attempts").unwrap_or_default() as u32;
    Some(error)
}

/// Whether a call may have this key: 8 to 200 printable ASCII characters without spaces.
#[must_use]
pub fn is_key(key: &str) -> bool {
    (8..=200).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::http::Reply;

    fn answer(status: u16, body: &Value) -> Answer {
        let body = body.to_string().into_bytes();
        Answer::new(Reply { status, body, ..Reply::default() })
    }

    #[test]
    fn tells_results_errors_and_refusals_apart() {
        let error = json!({
            "code": "not_connected", "reason": "relogin_required", "delivery": "rejected", "retryable": true,
            "message": "send: ...", "path": "options.to", "status": 200, "retryAfterMs": 1500, "attempts": 2,
        });
        let body = json!({ "wawp": 1, "error": error });
        let Some(Relayed::Failed(failed)) = Relayed::read(&answer(200, &body)) else { panic!() };
        assert_eq!((failed.code, failed.reason.as_deref()), (Code::NotConnected, Some("relogin_required")));
        assert_eq!((failed.delivery, failed.retryable, failed.transient), (Delivery::Rejected, true, false));
        assert_eq!((failed.status, failed.retry_after_ms, failed.attempts), (Some(200), Some(1500.0), 2));
        assert_eq!((failed.message.as_str(), failed.path.as_deref()), ("send: ...", Some("options.to")));
        let Some(Relayed::Refused(refused)) = Relayed::read(&answer(429, &body)) else { panic!() };
        assert!(refused.transient);
        for result in [json!({ "state": "sent" }), Value::Null] {
            let answer = answer(200, &json!({ "wawp": 1, "result": result }));
            let Some(Relayed::Result(value)) = Relayed::read(&answer) else { panic!() };
            assert_eq!(value.as_str(), result.to_string());
        }
    }

    #[test]
    fn takes_nothing_else_for_a_relay() {
        let error = json!({ "code": "timeout", "delivery": "unknown", "retryable": false, "message": "m" });
        assert!(matches!(
            Relayed::read(&answer(200, &json!({ "wawp": 1, "error": error }))),
            Some(Relayed::Failed(_))
        ));
        for (status, body) in [
            (200, json!({ "result": {} })),
            (200, json!({ "wawp": 2, "result": {} })),
            (200, json!({ "wawp": "1", "result": {} })),
            (200, json!({ "wawp": 1 })),
            (502, json!({ "wawp": 1, "result": {} })),
            (200, json!({ "wawp": 1, "error": "no" })),
            (
                200,
                json!({ "wawp": 1, "error": { "code": "odd", "delivery": "unknown", "retryable": false, "message": "m" } }),
            ),
            (
                200,
                json!({ "wawp": 1, "error": { "code": "timeout", "delivery": "odd", "retryable": false, "message": "m" } }),
            ),
            (
                200,
                json!({ "wawp": 1, "error": { "code": "timeout", "delivery": "unknown", "message": "m" } }),
            ),
            (
                200,
                json!({ "wawp": 1, "error": { "code": "timeout", "delivery": "unknown", "retryable": false } }),
            ),
            (403, json!({ "message": "Forbidden" })),
            (200, json!("wawp")),
        ] {
            assert!(Relayed::read(&answer(status, &body)).is_none(), "{status} {body}");
        }
    }
}
