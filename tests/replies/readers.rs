//! How these tests read a reply, in one line a call.

use serde_json::{Value, json};
use wawp_client::endpoint::sent::{self};
use wawp_client::endpoint::{
    Effect, Endpoint, create_instance, get_groups, get_paircode, get_qrcode, logout, reboot, reconnect,
    reset_instance, set_webhook,
};
use wawp_client::error::Error;
use wawp_client::http::Reply;
use wawp_client::reason::Reason;
use wawp_client::reply::Answer;

pub(crate) const TO: &str = "84933313000";
pub(crate) const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

pub(crate) fn id() -> String {
    "609ACF283".to_owned()
}

pub(crate) fn answer(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    Answer::new(Reply { status, body: body.into(), ..Reply::default() })
}

pub(crate) fn said(body: &Value) -> Answer {
    answer(200, body.to_string())
}

pub(crate) fn error(message: &str) -> Answer {
    said(&json!({ "status": "error", "message": message }))
}

/// A reading in one line: what a call resolves with as JSON, or `code reason delivery` and a mark when it may be retried.
pub(crate) fn line<T: serde::Serialize>(read: Result<T, Reason>, effect: Effect) -> String {
    match read {
        Ok(result) => serde_json::to_string(&result).unwrap(),
        Err(reason) => {
            let error = Error::answered(reason, effect);
            let word = |value: Value| value.as_str().unwrap().to_owned();
            let retry = if error.retryable { " retryable" } else { "" };
            format!(
                "{} {} {}{retry}",
                word(json!(error.code)),
                error.reason.unwrap(),
                word(json!(error.delivery))
            )
        }
    }
}

pub(crate) fn send(answer: &Answer) -> String {
    line(sent::read(answer, TO), Effect::Once)
}

pub(crate) fn code(answer: &Answer) -> String {
    line(get_qrcode::Request { instance_id: id() }.read(answer), Effect::Once)
}

pub(crate) fn status(answer: &Answer) -> String {
    line(reconnect::Request { instance_id: id() }.read(answer), Effect::Read)
}

pub(crate) fn create(answer: &Answer) -> String {
    line(create_instance::Request::default().read(answer), Effect::Idempotent)
}

pub(crate) fn pair(answer: &Answer) -> String {
    line(get_paircode::Request { instance_id: id(), phone: TO.to_owned() }.read(answer), Effect::Once)
}

pub(crate) fn reset(answer: &Answer) -> String {
    line(reset_instance::Request { instance_id: id() }.read(answer), Effect::Once)
}

pub(crate) fn restart(answer: &Answer) -> String {
    line(reboot::Request { instance_id: id() }.read(answer), Effect::Once)
}

pub(crate) fn unlink(answer: &Answer) -> String {
    line(logout::Request { instance_id: id() }.read(answer), Effect::Once)
}

pub(crate) fn hook(answer: &Answer) -> String {
    let url = "https://a.example/h".to_owned();
    line(set_webhook::Request { instance_id: id(), url, enabled: true }.read(answer), Effect::Idempotent)
}

pub(crate) fn groups(answer: &Answer) -> String {
    line(get_groups::Request { instance_id: id() }.read(answer), Effect::Read)
}

/// Compares all rows and tells all that differ at once.
pub(crate) fn compare(rows: impl IntoIterator<Item = (String, String, String)>) {
    let wrong: Vec<String> = rows
        .into_iter()
        .filter(|(_, got, wanted)| got != wanted)
        .map(|(name, got, wanted)| format!("{name}\n   got {got}\n  want {wanted}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A text as people and translators spell it: same words, other case and punctuation.
pub(crate) fn spellings(text: &str) -> [String; 4] {
    [text.to_owned(), text.to_uppercase(), format!("  {} !", text.trim_end_matches('.').to_lowercase()), {
        text.replace(' ', "\u{a0} ")
    }]
}

pub(crate) const SESSION: &str = "unavailable session_unavailable rejected retryable";
pub(crate) const GONE: &str = "instance_invalid instance_invalid rejected";
pub(crate) const UNREACHABLE: &str = "unavailable gateway_unreachable unknown";
pub(crate) const PAIRED: &str = "rejected already_paired rejected";
pub(crate) const UNRECOGNISED: &str = "unconfirmed unrecognised unknown";
pub(crate) const GENERIC: &str = "unconfirmed generic_error unknown";
pub(crate) const RELOGIN: &str = "not_connected relogin_required rejected";
pub(crate) const MISSING: &str = "not_connected account_missing rejected";
