//! What replies mean: every text, shape and trap that gateways of this kind are known for, on every call.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use serde_json::{Value, json};
use wawp_client::endpoint::sent::{self, Sent};
use wawp_client::endpoint::{
    Effect, Endpoint, create_instance, create_session, get_groups, get_paircode, get_qrcode, logout, raw,
    reboot, reconnect, reset_instance, send_group_media, set_webhook,
};
use wawp_client::error::Error;
use wawp_client::http::Reply;
use wawp_client::reason::Reason;
use wawp_client::reply::Answer;
use wawp_client::state::State;

const TO: &str = "84933313000";
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn id() -> String {
    "609ACF283".to_owned()
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Answer<Value> {
    Answer::new(Reply { status, body: body.into(), ..Reply::default() })
}

fn said(body: &Value) -> Answer<Value> {
    answer(200, body.to_string())
}

fn error(message: &str) -> Answer<Value> {
    said(&json!({ "status": "error", "message": message }))
}

/// A reading in one line: what a call resolves with as JSON, or `code reason delivery` and a mark when it may be retried.
fn line<T: serde::Serialize>(read: Result<T, Reason>, effect: Effect) -> String {
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

fn send(answer: &Answer<Value>) -> String {
    line(sent::read(answer, TO), Effect::Once)
}

fn code(answer: &Answer<Value>) -> String {
    line(get_qrcode::Request { instance_id: id() }.read(answer), Effect::Once)
}

fn status(answer: &Answer<Value>) -> String {
    line(reconnect::Request { instance_id: id() }.read(answer), Effect::Read)
}

fn create(answer: &Answer<Value>) -> String {
    line(create_instance::Request::default().read(answer), Effect::Idempotent)
}

fn pair(answer: &Answer<Value>) -> String {
    line(get_paircode::Request { instance_id: id(), phone: TO.to_owned() }.read(answer), Effect::Once)
}

fn reset(answer: &Answer<Value>) -> String {
    line(reset_instance::Request { instance_id: id() }.read(answer), Effect::Once)
}

fn restart(answer: &Answer<Value>) -> String {
    line(reboot::Request { instance_id: id() }.read(answer), Effect::Once)
}

fn unlink(answer: &Answer<Value>) -> String {
    line(logout::Request { instance_id: id() }.read(answer), Effect::Once)
}

fn hook(answer: &Answer<Value>) -> String {
    let url = "https://a.example/h".to_owned();
    line(set_webhook::Request { instance_id: id(), url, enabled: true }.read(answer), Effect::Idempotent)
}

fn groups(answer: &Answer<Value>) -> String {
    line(get_groups::Request { instance_id: id() }.read(answer), Effect::Read)
}

/// Compares all rows and tells all that differ at once.
fn compare(rows: impl IntoIterator<Item = (String, String, String)>) {
    let wrong: Vec<String> = rows
        .into_iter()
        .filter(|(_, got, wanted)| got != wanted)
        .map(|(name, got, wanted)| format!("{name}\n   got {got}\n  want {wanted}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A text as people and translators spell it: same words, other case and punctuation.
fn spellings(text: &str) -> [String; 4] {
    [text.to_owned(), text.to_uppercase(), format!("  {} !", text.trim_end_matches('.').to_lowercase()), {
        text.replace(' ', "\u{a0} ")
    }]
}

const SESSION: &str = "unavailable session_unavailable rejected retryable";
const GONE: &str = "instance_invalid instance_invalid rejected";
const UNREACHABLE: &str = "unavailable gateway_unreachable unknown";
const PAIRED: &str = "rejected already_paired rejected";
const UNRECOGNISED: &str = "unconfirmed unrecognised unknown";
const GENERIC: &str = "unconfirmed generic_error unknown";
const RELOGIN: &str = "not_connected relogin_required rejected";
const MISSING: &str = "not_connected account_missing rejected";

/// Texts that mean the same failure on every call.
#[test]
fn texts_of_faults() {
    let mut rows = Vec::new();
    for (text, wanted) in [
        ("Access token is required", "unauthorized auth_missing rejected"),
        ("Access token does not exist", "unauthorized auth_invalid rejected"),
        ("The authentication process has failed", "unauthorized auth_invalid rejected"),
        ("Invalid access token.", "unauthorized auth_invalid rejected"),
        ("Instance ID is required", "instance_invalid instance_missing rejected"),
        (
            "The Instance ID must be provided for the process to be completed",
            "instance_invalid instance_missing rejected",
        ),
        ("Phone number is required", "rejected number_missing_or_malformed rejected"),
        ("Recipient is required", "rejected number_missing_or_malformed rejected"),
        ("Please enter media url or message", "rejected content_missing rejected"),
        ("Message type not supported", "rejected type_unsupported rejected"),
        ("Unsupported message type.", "rejected type_unsupported rejected"),
        ("Template not found", "rejected template_not_found rejected"),
        (
            "The number of messages you have sent per month has exceeded the maximum limit",
            "quota_exceeded quota_messages rejected",
        ),
        ("You can only add up to 3 profiles", "quota_exceeded quota_instances rejected"),
        ("You can only add up to 25 profiles", "quota_exceeded quota_instances rejected"),
        ("Webhook URL is required", "rejected webhook_param_missing rejected"),
        ("Enable field is required", "rejected webhook_param_missing rejected"),
        ("Webhook URL is not a valid URL", "rejected webhook_url_invalid rejected"),
        (
            "Whoop!!! The license provided is not valid, please contact the author for assistance",
            "rejected license_problem rejected",
        ),
        (
            "Whoops! The licence provided is not valid. Contact the author",
            "rejected license_problem rejected",
        ),
        ("Mensagem já enviada recentemente.", "rejected duplicate_suppressed rejected"),
        ("Pair code login with API Disabled", "rejected pairing_disabled rejected"),
        ("Missing parameters: group_id, name", "rejected parameters_missing rejected"),
        ("Required parameters are missing.", "rejected parameters_missing rejected"),
        ("Error", GENERIC),
        ("Error sending message", GENERIC),
        ("Failed to send message.", GENERIC),
    ] {
        for spelling in spellings(text) {
            for (name, read) in [
                ("send", send as fn(&Answer<Value>) -> String),
                ("get_qrcode", code),
                ("reconnect", status),
                ("create_instance", create),
                ("get_paircode", pair),
                ("reset_instance", reset),
                ("reboot", restart),
                ("logout", unlink),
                ("set_webhook", hook),
                ("get_groups", groups),
            ] {
                rows.push((format!("{name}: {spelling}"), read(&error(&spelling)), wanted.to_owned()));
            }
        }
    }
    compare(rows);
}

/// Texts that say where an instance stands: a state where a state was asked for, a failure elsewhere.
#[test]
fn texts_of_states() {
    let at = |state: &str| format!(r#"{{"state":"{state}"}}"#);
    let next = r#"{"next":"create_instance"}"#.to_owned();
    let mut rows = Vec::new();
    // The text; on a QR code; on a status; on a send; on a reset.
    for (text, on_code, on_status, on_send, on_reset) in [
        ("Instance ID Invalidated", at("gone"), at("gone"), GONE, GONE.to_owned()),
        ("The Instance ID provided has been invalidated", at("gone"), at("gone"), GONE, GONE.to_owned()),
        ("Invalid instance ID.", at("gone"), at("gone"), GONE, GONE.to_owned()),
        ("ID de instancia no validada", at("gone"), at("gone"), GONE, GONE.to_owned()),
        (
            "This instance ID has not been activated yet",
            at("pending"),
            at("scan"),
            "not_connected instance_not_activated rejected",
            "not_connected instance_not_activated rejected".to_owned(),
        ),
        (
            "Instance ID has been used",
            at("maybe_connected"),
            at("maybe_connected"),
            UNRECOGNISED,
            UNRECOGNISED.to_owned(),
        ),
        (
            "This Instance ID has been used",
            at("maybe_connected"),
            at("maybe_connected"),
            UNRECOGNISED,
            UNRECOGNISED.to_owned(),
        ),
        (
            "It seems that you have logged in successfully",
            at("connected"),
            at("connected"),
            UNRECOGNISED,
            UNRECOGNISED.to_owned(),
        ),
        (
            "The WhatsApp session could not be found in the system",
            at("pending"),
            at("unavailable"),
            SESSION,
            SESSION.to_owned(),
        ),
        (
            "The system cannot generate a WhatsApp QR code",
            at("pending"),
            at("pending"),
            SESSION,
            SESSION.to_owned(),
        ),
        (
            "QR code generation timeout. Please try again.",
            at("pending"),
            at("pending"),
            SESSION,
            SESSION.to_owned(),
        ),
        ("Session lost during QR code generation", at("pending"), at("pending"), SESSION, SESSION.to_owned()),
        ("Failed to generate QR code image", at("pending"), at("pending"), SESSION, SESSION.to_owned()),
        ("Error getting QR code", at("pending"), at("pending"), SESSION, SESSION.to_owned()),
        (
            "Unable to create session. Please try again in a few minutes",
            at("unavailable"),
            at("unavailable"),
            SESSION,
            SESSION.to_owned(),
        ),
        ("Account does not exist", at("logged_out"), at("logged_out"), MISSING, next),
        (
            "This WhatsApp account relogin required",
            at("logged_out"),
            at("logged_out"),
            RELOGIN,
            RELOGIN.to_owned(),
        ),
        ("Relogin required", at("logged_out"), at("logged_out"), RELOGIN, RELOGIN.to_owned()),
        ("WhatsApp is not connected.", at("logged_out"), at("logged_out"), RELOGIN, RELOGIN.to_owned()),
    ] {
        for spelling in spellings(text) {
            let answer = error(&spelling);
            rows.push((format!("get_qrcode: {spelling}"), code(&answer), on_code.clone()));
            rows.push((format!("reconnect: {spelling}"), status(&answer), on_status.clone()));
            rows.push((format!("send: {spelling}"), send(&answer), on_send.to_owned()));
            rows.push((format!("reset_instance: {spelling}"), reset(&answer), on_reset.clone()));
        }
    }
    compare(rows);
}

#[test]
fn texts_of_other_calls() {
    let row = |name: &str, got: String, wanted: &str| (name.to_owned(), got, wanted.to_owned());
    let before = error("This account seems to have logged out before.");
    let used = error("This Instance ID has been used");
    let down = error("Cannot connect to WhatsApp server. Please try again later");
    compare([
        row("reboot of what was logged out", restart(&before), "{}"),
        row("logout of what was logged out", unlink(&before), "null"),
        row("reboot of what is gone", restart(&error("Instance ID Invalidated")), GONE),
        row(
            "webhook before a login",
            hook(&error("This instance ID has not been activated yet")),
            "not_connected instance_not_activated rejected",
        ),
        row("pairing a linked instance", pair(&used), PAIRED),
        row("pairing a linked phone", pair(&error("Already paired")), PAIRED),
        row("pairing too early", pair(&error("Cannot get Pair Code")), SESSION),
        row("pairing too early", pair(&error("The system cannot generate a WhatsApp Pairing code")), SESSION),
        row("the engine is down", status(&down), &format!("{UNREACHABLE} retryable")),
        row("the engine is down", restart(&down), UNREACHABLE),
        row("the engine is down", send(&down), UNREACHABLE),
        row(
            "the breaker",
            code(&said(&json!({ "status": "error", "message": "x", "circuit_breaker": true }))),
            r#"{"state":"unavailable"}"#,
        ),
        row(
            "the breaker",
            send(&said(&json!({ "status": "error", "message": "x", "circuit_breaker": true }))),
            SESSION,
        ),
        row(
            "no user on the socket",
            status(&said(&json!({ "status": "error", "message": "Error", "relogin": true }))),
            r#"{"state":"logged_out"}"#,
        ),
        row(
            "no user on the socket",
            send(&said(&json!({ "status": "error", "message": "Error", "relogin": true }))),
            RELOGIN,
        ),
        row(
            "not meant",
            status(&said(&json!({ "status": "error", "message": "Error", "relogin": false }))),
            GENERIC,
        ),
    ]);
}

/// Only a reply with a message id is confirmed; whose timestamp comes in many forms.
#[test]
fn sends_with_an_id() {
    let key = json!({ "remoteJid": "84933313000@c.us", "fromMe": true, "id": "BAE5" });
    let stock = |stamp: Value| json!({ "status": "success", "message": { "key": key.clone(), "message": {}, "messageTimestamp": stamp, "status": "SUCCESS" } });
    let sent = |at: &str| format!(r#"{{"state":"sent","id":"BAE5","to":"84933313000"{at}}}"#);
    let dated = sent(r#","at":1686646368000.0"#);
    let rows = [
        (stock(json!("1686646368")), dated.clone()),
        (stock(json!(1_686_646_368)), dated.clone()),
        (stock(json!(1_686_646_368.7)), dated.clone()),
        (stock(json!("1686646368000")), dated.clone()),
        (stock(json!(1_686_646_368_000_u64)), dated.clone()),
        (stock(json!({ "low": 1_686_646_368, "high": 0, "unsigned": true })), dated.clone()),
        (stock(json!(0)), sent("")),
        (stock(json!(-5)), sent("")),
        (stock(json!("yesterday")), sent("")),
        (stock(json!({})), sent("")),
        (stock(Value::Null), sent("")),
        (
            json!({ "status": "success", "message": "Success", "data": { "key": key.clone(), "messageTimestamp": "1686646368", "status": "PENDING" } }),
            dated.clone(),
        ),
        (
            json!({ "status": "success", "data": { "id": "X1", "message_id": "BAE5", "details": "Sent" } }),
            sent(""),
        ),
        (
            json!({ "status": "success", "message": "Message sent successfully.", "data": { "number": "84933313000", "type": "text", "message_id": "BAE5", "timestamp": 1_686_646_368 } }),
            dated.clone(),
        ),
        (json!({ "status": true, "message": { "key": key.clone() } }), sent("")),
        (json!({ "status": 1, "message": { "key": key.clone() } }), sent("")),
        (json!({ "status": 200, "message": { "key": key.clone() } }), sent("")),
        (json!({ "success": true, "message_id": "BAE5" }), sent("")),
        (json!({ "status": "success", "message": [{ "key": key.clone() }] }), sent("")),
        (json!({ "key": key.clone(), "messageTimestamp": "1686646368", "status": "PENDING" }), dated),
        // The gateway's own words are not the caller's: what it echoes decides nothing.
        (
            json!({ "status": "success", "message": { "key": key.clone(), "message": { "conversation": "Error. Relogin required" } } }),
            sent(""),
        ),
        (json!({ "status": "success", "error": null, "message": { "key": key } }), sent("")),
    ];
    compare(rows.into_iter().map(|(body, wanted)| (body.to_string(), send(&said(&body)), wanted)));
}

/// Whom it went to is what the gateway says, where it says it in a form that can be sent to.
#[test]
fn sends_say_to_whom() {
    for (jid, wanted) in [
        ("84933313000@s.whatsapp.net", "84933313000"),
        ("84933313000:3@s.whatsapp.net", "84933313000"),
        ("553187654321@c.us", "553187654321"),
        ("120363290960123456@g.us", "120363290960123456@g.us"),
        ("84987611111-1618740000@g.us", "84987611111-1618740000@g.us"),
        ("123456789012345@lid", TO),
        ("", TO),
    ] {
        let body = json!({ "status": "success", "message": { "key": { "remoteJid": jid, "id": "A" } } });
        let wanted = Sent::Sent { id: "A".to_owned(), to: wanted.to_owned(), at: None };
        assert_eq!(sent::read(&said(&body), TO), Ok(wanted), "{jid}");
    }
    let request = send_group_media::Request {
        instance_id: id(),
        group_id: "120363290960123456@g.us".to_owned(),
        media_url: String::new(),
        caption: String::new(),
        filename: None,
    };
    let sent =
        request.read(&said(&json!({ "status": "success", "message": { "key": { "id": "A" } } }))).unwrap();
    assert_eq!(sent, Sent::Sent { id: "A".to_owned(), to: request.group_id, at: None });
}

/// Milliseconds as a 64-bit integer object: the low half alone is another time.
#[test]
fn a_64_bit_timestamp_is_read_whole_or_not_at_all() {
    for (low, high, wanted) in
        [(372_819_968_i64, 392, 1_684_000_000_000.0), (-1_275_779_328, 392, 1_686_646_368_000.0)]
    {
        let body = json!({ "status": "success", "message": {
            "key": { "id": "A" }, "messageTimestamp": { "low": low, "high": high, "unsigned": true },
        } });
        let Ok(Sent::Sent { at, .. }) = sent::read(&said(&body), TO) else { panic!("not sent") };
        assert!(at.is_none_or(|at| (at - wanted).abs() < 1.0), "{low} {high}: {at:?}");
    }
}

#[test]
fn sends_without_an_id() {
    let silent = "unconfirmed send_failed_silently unknown";
    let shape = "bad_response unexpected_shape unknown";
    let queued = r#"{"state":"queued","to":"84933313000"}"#;
    let quota = "quota_exceeded quota_messages rejected";
    let rows = [
        (json!({ "status": "success" }), silent),
        (json!({ "status": "success", "message": null }), silent),
        (json!({ "status": "success", "message": "" }), silent),
        (json!({ "status": "success", "message": "Success" }), silent),
        (json!({ "status": "success", "message": "Message sent successfully." }), silent),
        (json!({ "status": "success", "message": {} }), silent),
        (json!({ "status": "success", "message": [] }), silent),
        (json!({ "status": "success", "message": { "key": {} } }), silent),
        (json!({ "status": "success", "message": { "key": { "id": "" } } }), silent),
        (json!({ "status": "success", "message": { "key": { "id": null } } }), silent),
        (json!({ "status": "success", "data": {} }), silent),
        (json!({ "status": "success", "data": { "message_id": " " } }), silent),
        (json!({ "status": true }), silent),
        (json!({ "success": true }), silent),
        // The engine makes the id before the message leaves: its own state says that it did not.
        (json!({ "status": "success", "message": { "key": { "id": "A" }, "status": "ERROR" } }), silent),
        (json!({ "status": "success", "data": { "message_id": "A", "status": "failed" } }), silent),
        (json!({ "status": "success", "message": "Message queued - session not ready" }), queued),
        (json!({ "status": "success", "message": "Failed to queue message - queue full" }), SESSION),
        (
            json!({ "status": "success", "message": "The number of messages you have sent per month has exceeded the maximum limit" }),
            quota,
        ),
        (json!({ "status": "error", "message": { "key": { "id": "A" } } }), UNRECOGNISED),
        (json!({ "status": "error" }), UNRECOGNISED),
        (json!({ "status": "error", "message": null }), UNRECOGNISED),
        (json!({ "status": "error", "message": "Algo salió mal" }), UNRECOGNISED),
        (
            json!({ "status": false, "message": "Phone number is required" }),
            "rejected number_missing_or_malformed rejected",
        ),
        (json!({ "status": 0, "error": "Instance ID Invalidated" }), GONE),
        (json!({ "status": false, "error": { "message": "Instance ID Invalidated" } }), GONE),
        (json!({ "error": { "code": 1, "message": "Relogin required" } }), RELOGIN),
        (json!({ "error": { "code": 1 } }), UNRECOGNISED),
        (json!({ "error": true, "msg": "Template not found" }), "rejected template_not_found rejected"),
        (
            json!({ "success": false, "detail": "Access token does not exist" }),
            "unauthorized auth_invalid rejected",
        ),
        (
            json!({ "status": 404, "error": 404, "messages": { "error": "Access token does not exist" } }),
            "unauthorized auth_invalid rejected",
        ),
        (json!({ "foo": "bar" }), shape),
        (json!({}), shape),
        (json!(true), shape),
        (json!(1), shape),
        (json!("Phone number is required"), "rejected number_missing_or_malformed rejected"),
        (json!([1]), shape),
        (json!([]), UNREACHABLE),
        (json!(null), UNREACHABLE),
    ];
    compare(rows.into_iter().map(|(body, wanted)| (body.to_string(), send(&said(&body)), wanted.to_owned())));
}

/// A reply that contradicts itself is not a proof: a job's id is not a message's, and a failed reply's is none.
#[test]
fn an_id_beside_a_failure_is_no_proof() {
    let queued = json!({ "status": "success", "message": "Message queued - session not ready", "data": { "id": "job-1" } });
    let later =
        json!({ "status": "success", "message": "OK", "data": { "message_id": "A", "status": "queued" } });
    for body in [queued, later] {
        assert_eq!(send(&said(&body)), r#"{"state":"queued","to":"84933313000"}"#, "{body}");
    }
    for body in [
        json!({ "status": "success", "message": "Failed to queue message - queue full", "data": { "id": "job-1" } }),
        json!({ "status": "success", "message": "Failed to send message.", "data": { "message_id": "A" } }),
        json!({ "status": "failed", "data": { "message_id": "A" } }),
        json!({ "status": "FAILED", "message": { "key": { "id": "A" } } }),
        json!({ "status": "500", "message": { "key": { "id": "A" } } }),
        json!({ "success": "false", "data": { "message_id": "A" } }),
        json!({ "status": "success", "data": { "message_id": "A", "success": false } }),
        json!({ "status": "success", "data": { "message_id": "A", "error": "not on WhatsApp" } }),
        json!({ "status": "success", "message": { "key": { "id": "A" }, "status": 0 } }),
        json!({ "status": "success", "message": { "key": { "id": "A" }, "status": "ERROR" }, "id": "A" }),
    ] {
        assert!(sent::read(&said(&body), TO).is_err(), "{body} reads as {}", send(&said(&body)));
    }
}

/// The caller's own text comes back in replies: it must not decide what they mean.
#[test]
fn an_echo_of_the_text_decides_nothing() {
    for text in ["Relogin required", "Phone number is required", "Instance ID Invalidated", "Message queued"]
    {
        for body in [
            json!({ "status": "success", "data": { "number": TO, "message": text } }).to_string(),
            json!({ "status": "success", "message": { "number": TO, "message": text } }).to_string(),
            // Cut off, or with a notice of PHP behind it: not JSON any more.
            format!(
                r#"{{"status":"success","message":{{"key":{{"id":"A"}},"message":{{"conversation":"{text}"#
            ),
            format!(
                r#"{{"status":"success","message":{{"key":{{"id":"A"}},"message":"{text}"}}}}<br>Notice"#
            ),
        ] {
            let read = send(&answer(200, body.clone()));
            assert!(read.ends_with(" unknown"), "{body} reads as {read}");
        }
    }
}

/// The message is written twice by some engines, first as text and then as an object: the object wins.
#[test]
fn the_last_of_two_messages_wins() {
    let body = r#"{"status":"success","message":"Success","message":{"key":{"id":"A"}}}"#;
    assert_eq!(send(&answer(200, body)), r#"{"state":"sent","id":"A","to":"84933313000"}"#);
}

#[test]
fn statuses_of_a_send() {
    const HTML: &str = "<!doctype html><html><body>Whoops!</body></html>";
    let refused = "unauthorized auth_invalid rejected";
    let limited = "rate_limited rate_limited rejected retryable";
    let inside = "unavailable server_error unknown";
    let text = "bad_response not_json unknown";
    let odd = r#"{"title":"ErrorException","code":500,"message":"Undefined array key \"access_token\"","file":"x"}"#;
    let wordpress = r#"{"code":"rest_forbidden","message":"Sorry, you are not allowed to do that.","data":{"status":401}}"#;
    let no_route = r#"{"code":"rest_no_route","message":"No route was found matching the URL and request method.","data":{"status":404}}"#;
    let codeigniter = r#"{"status":404,"error":404,"messages":{"error":"Not Found"}}"#;
    let gone = r#"{"status":"error","message":"Instance ID Invalidated"}"#;
    let rows = [
        (401, "", refused),
        (401, wordpress, refused),
        (401, "Unauthorized", refused),
        (403, "{}", refused),
        (401, HTML, UNREACHABLE),
        (403, HTML, UNREACHABLE),
        (404, "", UNREACHABLE),
        (404, HTML, UNREACHABLE),
        (404, no_route, UNRECOGNISED),
        (404, codeigniter, UNRECOGNISED),
        (404, "Not Found", text),
        (405, HTML, UNREACHABLE),
        (405, "{}", UNRECOGNISED),
        (408, "", UNREACHABLE),
        (408, HTML, UNREACHABLE),
        (413, HTML, UNREACHABLE),
        (413, "too large", text),
        (429, "", limited),
        (429, HTML, limited),
        (429, r#"{"message":"Too Many Requests"}"#, limited),
        (429, "slow down", limited),
        (500, "", inside),
        (500, HTML, inside),
        (500, odd, inside),
        (500, "[]", inside),
        (500, "null", inside),
        (502, HTML, UNREACHABLE),
        (502, "", UNREACHABLE),
        (503, HTML, UNREACHABLE),
        (503, "{}", UNREACHABLE),
        (504, "", UNREACHABLE),
        (504, HTML, UNREACHABLE),
        (520, HTML, UNREACHABLE),
        (524, "error code: 524", UNREACHABLE),
        (501, "{}", inside),
        (599, "x", inside),
        (200, HTML, UNREACHABLE),
        (200, "", UNREACHABLE),
        (200, "  \n", UNREACHABLE),
        (200, "[]", UNREACHABLE),
        (200, "null", UNREACHABLE),
        (204, "", UNREACHABLE),
        (200, "logout", text),
        (200, r#"{"status":"success","message":{"key":{"id":"A"#, text),
        (301, "", "bad_response redirected unknown"),
        (302, HTML, "bad_response redirected unknown"),
        (307, "{}", "bad_response redirected unknown"),
        (304, "", "bad_response redirected unknown"),
        // A known text decides before the status does.
        (400, gone, GONE),
        (404, gone, GONE),
        (500, gone, GONE),
        (502, gone, GONE),
        (401, gone, GONE),
        (429, gone, GONE),
    ];
    let mut all: Vec<_> = rows
        .iter()
        .map(|(status, body, wanted)| {
            (format!("{status} {body}"), send(&answer(*status, *body)), (*wanted).to_owned())
        })
        .collect();
    // An id proves nothing in a reply that fails.
    let good = r#"{"status":"success","message":{"key":{"id":"A"}}}"#;
    for status in [100, 300, 302, 400, 404, 408, 429, 500, 502, 504] {
        let read = send(&answer(status, good));
        let is_failure = !read.starts_with('{');
        all.push((format!("{status} with an id"), is_failure.to_string(), "true".to_owned()));
    }
    for status in [200, 201, 202] {
        let wanted = r#"{"state":"sent","id":"A","to":"84933313000"}"#.to_owned();
        all.push((format!("{status} with an id"), send(&answer(status, good)), wanted));
    }
    compare(all);
}

#[test]
fn a_redirect_is_no_answer() {
    let body = json!({ "status": "success", "message": { "key": { "id": "A" } } }).to_string();
    for (status, body) in [(200, body.as_str()), (0, "")] {
        let answer = Answer::new(Reply {
            status,
            redirected: true,
            body: body.as_bytes().to_vec(),
            ..Reply::default()
        });
        assert_eq!(send(&answer), "bad_response redirected unknown");
        assert_eq!(code(&answer), "bad_response redirected unknown");
        let status = line(reconnect::Request { instance_id: id() }.read(&answer), Effect::Read);
        assert_eq!(status, "bad_response redirected unknown");
    }
}

/// What a control call may be repeated for, and what not, follows from its effect.
#[test]
fn statuses_of_other_calls() {
    let html = "<html></html>";
    let mut rows = Vec::new();
    for (http, body, wanted) in [
        (500, "", "unavailable server_error unknown"),
        (502, html, UNREACHABLE),
        (503, "", UNREACHABLE),
        (200, html, UNREACHABLE),
        (200, "[]", UNREACHABLE),
    ] {
        let answer = answer(http, body);
        for (name, read, repeatable) in [
            ("reconnect", status as fn(&Answer<Value>) -> String, true),
            ("get_groups", groups, true),
            ("create_instance", create, true),
            ("set_webhook", hook, true),
            ("reboot", restart, false),
            ("reset_instance", reset, false),
            ("logout", unlink, false),
            ("get_paircode", pair, false),
            ("get_qrcode", code, false),
        ] {
            let wanted = if repeatable { format!("{wanted} retryable") } else { wanted.to_owned() };
            rows.push((format!("{name}: {http} {body}"), read(&answer), wanted));
        }
    }
    compare(rows);
}

/// Bytes before the JSON that servers let slip out.
#[test]
fn what_stands_before_the_json_is_ignored() {
    let body = r#"{"status":"success","message":{"key":{"id":"A"}}}"#;
    for before in ["", "\u{feff}", "\n\n", "\u{feff}\r\n ", "\t", "\n\u{feff}", "\u{feff}\u{feff}"] {
        let read = send(&answer(200, format!("{before}{body}\n")));
        assert_eq!(read, r#"{"state":"sent","id":"A","to":"84933313000"}"#, "{before:?}");
    }
    // Not UTF-8 in a name does not spoil the rest.
    let mut latin = br#"{"status":"success","message":{"pushName":"Jos"#.to_vec();
    latin.push(0xe9);
    latin.extend(br#"","key":{"id":"A"}}}"#);
    assert_eq!(send(&answer(200, latin)), r#"{"state":"sent","id":"A","to":"84933313000"}"#);
}

#[test]
fn codes() {
    let data = format!("data:image/png;base64,{PNG}");
    let scan = format!(r#"{{"state":"scan","image":"{data}"}}"#);
    let link = r#"{"state":"scan","image":"https://a.example/qr.png"}"#.to_owned();
    let at = |state: &str| format!(r#"{{"state":"{state}"}}"#);
    let unusable = "bad_response image_unusable unknown".to_owned();
    let rows = [
        (json!({ "status": "success", "message": "Success", "base64": data.clone() }), scan.clone()),
        (json!({ "status": "success", "base64": PNG }), scan.clone()),
        (json!({ "base64": data.clone() }), scan.clone()),
        (json!({ "status": true, "base64": data.clone() }), scan.clone()),
        (json!({ "status": "success", "qr_code_url": "https://a.example/qr.png" }), link.clone()),
        (json!({ "status": "success", "qrcode_url": "https://a.example/qr.png" }), link.clone()),
        (json!({ "status": "success", "qrcode": data.clone() }), scan.clone()),
        (json!({ "status": "success", "qr_code": data.clone() }), scan.clone()),
        (json!({ "status": "success", "qr": data.clone() }), scan.clone()),
        (json!({ "status": "success", "data": { "qr_code": data.clone() } }), scan.clone()),
        (json!({ "status": "success", "data": { "qrcode": data.clone() } }), scan.clone()),
        (json!({ "status": "success", "data": { "qr": data.clone() } }), scan.clone()),
        (json!({ "status": "success", "data": data.clone() }), scan.clone()),
        (json!({ "status": "SCAN_QR_CODE", "qr": PNG }), scan.clone()),
        (json!({ "status": "success", "qr": "2@abc,def", "base64": data.clone() }), scan.clone()),
        (json!(PNG), scan.clone()),
        (json!({ "status": "success", "base64": format!(" {data}\n") }), scan),
        (
            json!({ "status": "success", "base64": "data:image/jpg;base64,/9j/4AAQ" }),
            r#"{"state":"scan","image":"data:image/jpeg;base64,/9j/4AAQ"}"#.to_owned(),
        ),
        (json!({ "status": "success", "base64": "data:image/svg+xml;base64,PHN2Zz4=" }), unusable.clone()),
        (json!({ "status": "success", "base64": "javascript:alert(1)" }), unusable.clone()),
        (json!({ "status": "success", "qr": "2@abc,def" }), unusable),
        (
            json!({ "status": "success", "message": "Instance already connected", "connected": true }),
            at("connected"),
        ),
        (json!({ "status": "success", "connected": true }), at("connected")),
        (json!({ "status": "success", "data": { "connected": true, "loggedIn": true } }), at("connected")),
        (json!({ "status": "success", "data": { "connected": true, "loggedIn": false } }), at("pending")),
        (json!({ "status": "success", "message": "Success" }), at("pending")),
        (json!({ "status": "success", "base64": "" }), at("pending")),
        (json!({ "status": "success", "base64": null }), at("pending")),
        (json!({ "status": "STARTING" }), at("starting")),
        (json!({ "status": "SCAN_QR_CODE" }), at("pending")),
        (json!({ "status": "WORKING" }), at("connected")),
        (json!({ "status": "FAILED" }), at("failed")),
        (json!({ "status": "error", "message": "Error", "base64": data }), GENERIC.to_owned()),
        (json!({ "status": "error", "message": "¿?" }), UNRECOGNISED.to_owned()),
        (json!({ "foo": 1 }), "bad_response unexpected_shape unknown".to_owned()),
        (json!([]), UNREACHABLE.to_owned()),
    ];
    compare(rows.into_iter().map(|(body, wanted)| (body.to_string(), code(&said(&body)), wanted)));
}

#[test]
fn codes_that_are_not_json() {
    let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0xff];
    let raw = r#"{"state":"scan","image":"data:image/png;base64,iVBORw0KGgoA/w=="}"#;
    assert_eq!(code(&answer(200, png)), raw);
    assert_eq!(
        code(&answer(200, format!("{PNG}\r\n"))),
        format!(r#"{{"state":"scan","image":"data:image/png;base64,{PNG}"}}"#)
    );
    // An image is no QR code in a reply that fails, and no message anywhere.
    assert_eq!(code(&answer(500, png)), "unavailable server_error unknown");
    assert_eq!(send(&answer(200, png)), "bad_response not_json unknown");
    assert_eq!(code(&answer(200, "<svg xmlns='http://www.w3.org/2000/svg'></svg>")), UNREACHABLE);
    assert_eq!(code(&answer(200, "Instance ID Invalidated")), r#"{"state":"gone"}"#);
}

#[test]
fn a_code_says_how_long_it_lives() {
    let request = get_qrcode::Request { instance_id: id() };
    for (life, wanted) in [
        (json!(45), Some(45_000.0)),
        (json!("45"), Some(45_000.0)),
        (json!(0), None),
        (json!(-1), None),
        (json!("soon"), None),
        (Value::Null, None),
    ] {
        for body in [
            json!({ "status": "success", "base64": PNG, "expires_in": life }),
            json!({ "status": "success", "data": { "qr": PNG, "expires_in": life } }),
        ] {
            let code = request.read(&said(&body)).unwrap();
            assert_eq!(code.expires_in_ms, wanted, "{body}");
            assert_eq!(code.dated(1_000.0).expires_at, wanted.map(|life| life + 1_000.0), "{body}");
        }
    }
}

#[test]
fn standings() {
    let rows = [
        (
            json!({ "status": "success", "message": "Success", "data": { "id": "84933313000:12@s.whatsapp.net", "name": "Shop", "avatar": "x" } }),
            r#"{"state":"connected","phone":"84933313000","name":"Shop"}"#,
        ),
        (
            json!({ "status": "success", "data": { "id": "84933313000@c.us" } }),
            r#"{"state":"connected","phone":"84933313000"}"#,
        ),
        (
            json!({ "status": "success", "data": { "connected": true, "loggedIn": true, "jid": "84933313000:1@s.whatsapp.net" } }),
            r#"{"state":"connected","phone":"84933313000"}"#,
        ),
        (
            json!({ "status": "success", "data": { "connected": true, "loggedIn": false, "jid": "" } }),
            r#"{"state":"scan"}"#,
        ),
        (
            json!({ "status": "success", "data": { "connected": false, "loggedIn": true, "jid": "84933313000@s.whatsapp.net" } }),
            r#"{"state":"offline","phone":"84933313000"}"#,
        ),
        (json!({ "status": "success", "data": { "connected": false } }), r#"{"state":"scan"}"#),
        (json!({ "status": "success", "data": { "state": "open" } }), r#"{"state":"connected"}"#),
        (json!({ "status": "success", "data": { "state": "connecting" } }), r#"{"state":"connecting"}"#),
        (json!({ "status": "WORKING" }), r#"{"state":"connected"}"#),
        (json!({ "status": "SCAN_QR_CODE" }), r#"{"state":"scan"}"#),
        (json!({ "status": "success", "message": "Success" }), r#"{"state":"unknown"}"#),
        (json!({ "status": "success", "data": {} }), r#"{"state":"unknown"}"#),
        (json!({ "status": "success", "data": { "id": 5, "name": "" } }), r#"{"state":"unknown"}"#),
        (json!({ "foo": 1 }), "bad_response unexpected_shape unknown"),
        (json!({ "status": "error", "message": "Esta instancia no ha sido activada" }), UNRECOGNISED),
    ];
    compare(
        rows.into_iter().map(|(body, wanted)| (body.to_string(), status(&said(&body)), wanted.to_owned())),
    );
}

/// An instance id of digits alone is not the number of a linked phone.
#[test]
fn an_echoed_instance_id_is_no_phone() {
    let request = reconnect::Request { instance_id: "6090123456789".to_owned() };
    let body = json!({ "status": "success", "message": "Success", "data": { "id": "6090123456789" } });
    assert_eq!(request.read(&said(&body)).unwrap().state, State::Unknown);
}

#[test]
fn sessions() {
    let documented = json!({
        "name": "MyNewSession", "status": "STARTING",
        "config": { "metadata": { "user_id": "5000", "access_token": "123456", "instance_id": "7F3A" } },
    });
    let named = create_session::Request { name: "Asked".to_owned() };
    assert_eq!(
        serde_json::to_value(named.read(&said(&documented)).unwrap()).unwrap(),
        json!({ "instanceId": "7F3A", "name": "MyNewSession", "state": "starting" })
    );
    let rows = [
        (
            json!({ "status": "success", "message": "Instance ID generated successfully", "instance_id": "7F3A" }),
            r#"{"instanceId":"7F3A","state":"pending"}"#,
        ),
        (
            json!({ "status": "success", "instance_id": " 7F3A ", "data": { "instance_id": "7F3A" } }),
            r#"{"instanceId":"7F3A","state":"pending"}"#,
        ),
        (
            json!({ "status": "success", "data": { "instance_id": 123_456, "qr_code_url": "http://x" } }),
            r#"{"instanceId":"123456","state":"pending"}"#,
        ),
        (json!({ "status": "success", "instance_id": "" }), "bad_response unexpected_shape unknown"),
        (json!({ "status": "success", "instance_id": 1.5 }), "bad_response unexpected_shape unknown"),
        (json!({ "status": "success" }), "bad_response unexpected_shape unknown"),
        (json!({ "status": "error", "message": "?", "instance_id": "7F3A" }), UNRECOGNISED),
    ];
    compare(
        rows.into_iter().map(|(body, wanted)| (body.to_string(), create(&said(&body)), wanted.to_owned())),
    );
}

#[test]
fn lifecycles() {
    let row = |body: Value, read: fn(&Answer<Value>) -> String, wanted: &str| {
        (body.to_string(), read(&said(&body)), wanted.to_owned())
    };
    let next = r#"{"next":"create_instance"}"#;
    let shape = "bad_response unexpected_shape unknown";
    compare([
        row(json!({ "status": "success", "message": "Reset Instance ID was successful" }), reset, next),
        row(json!({ "status": "success", "instance_id": "609ACF283" }), reset, next),
        row(json!({ "status": "success", "instance_id": "NEW1" }), reset, r#"{"instanceId":"NEW1"}"#),
        row(
            json!({ "status": "success", "data": { "instance_id": "NEW1" } }),
            reset,
            r#"{"instanceId":"NEW1"}"#,
        ),
        row(json!({ "message": "Success" }), reset, UNRECOGNISED),
        row(json!({ "status": "success", "message": "Success" }), restart, "{}"),
        row(json!({ "status": "success", "instance_id": "NEW1" }), restart, r#"{"instanceId":"NEW1"}"#),
        // The same id is not a new one.
        row(json!({ "status": "success", "instance_id": "609ACF283" }), restart, "{}"),
        row(json!({}), restart, shape),
        row(json!({ "status": "success", "message": "Logged out" }), unlink, "null"),
        row(json!("logout"), unlink, shape),
        row(json!({ "status": "success", "message": "Webhook URI Saved" }), hook, "null"),
        row(json!({ "message": "Webhook URI Saved" }), hook, UNRECOGNISED),
        row(json!({ "status": "success", "code": "ABCD-EFGH" }), pair, r#"{"code":"ABCD-EFGH"}"#),
        row(json!({ "status": "success", "pairing_code": "ABCD-EFGH" }), pair, r#"{"code":"ABCD-EFGH"}"#),
        row(json!({ "status": "success", "data": { "code": "ABCD-EFGH" } }), pair, r#"{"code":"ABCD-EFGH"}"#),
        row(json!({ "status": "success", "code": 200 }), pair, shape),
        row(json!({ "status": "success" }), pair, shape),
    ]);
}

#[test]
fn group_lists() {
    let team = r#"[{"id":"120363290960123456@g.us","name":"Team","size":12.0}]"#;
    let rows = [
        (
            json!({ "status": "success", "data": [{ "id": "120363290960123456@g.us", "name": "Team", "size": 12 }] }),
            team,
        ),
        (
            json!({ "status": "success", "data": { "groups": [{ "jid": "120363290960123456", "subject": "Team", "size": "12" }] } }),
            team,
        ),
        (json!([{ "id": "120363290960123456@g.us", "name": "Team", "size": 12 }]), team),
        (
            json!({ "groups": [{ "group_id": "120363290960123456@g.us", "participants": [] }] }),
            r#"[{"id":"120363290960123456@g.us","size":0.0}]"#,
        ),
        (json!({ "status": "success", "data": [] }), "[]"),
        (json!({ "status": "success", "data": [null, 1, {}, { "id": "84933313000@c.us" }] }), "[]"),
        (json!({ "status": "success" }), "bad_response unexpected_shape unknown"),
    ];
    compare(
        rows.into_iter().map(|(body, wanted)| (body.to_string(), groups(&said(&body)), wanted.to_owned())),
    );
}

#[test]
fn calls_by_hand() {
    let verified =
        json!({ "status": true, "message": [{ "exists": true, "jid": "84933313000@s.whatsapp.net" }] });
    assert_eq!(raw::Request::read(&said(&verified)).unwrap(), verified);
    for body in [json!("x"), json!(1), json!([1]), json!({ "foo": null })] {
        assert_eq!(raw::Request::read(&said(&body)).unwrap(), body);
    }
    for (status, body, wanted) in [
        (200, "null", UNREACHABLE),
        (200, "logout", "bad_response not_json unknown"),
        (404, "{}", UNRECOGNISED),
        (200, r#"{"status":"error","message":"Relogin required"}"#, RELOGIN),
        (429, "", "rate_limited rate_limited rejected retryable"),
    ] {
        assert_eq!(line(raw::Request::read(&answer(status, body)), Effect::Once), wanted, "{body}");
    }
}

/// Any JSON, out of the words that replies are made of.
fn body() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "success",
        "error",
        "failed",
        "Error",
        "Success",
        "",
        "0",
        "Message queued",
        "Relogin required",
        "A1",
        "84933313000@c.us",
        "120363290960123456@g.us",
        "data:image/png;base64,iVBORw0KGgo",
        "https://a.example/x",
        "1686646368",
        "instance id",
        "CONNECTED",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        word.prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "status",
        "message",
        "error",
        "data",
        "code",
        "base64",
        "qr",
        "instance_id",
        "groups",
        "messageTimestamp",
        "low",
        "remoteJid",
        "success",
        "relogin",
        "connected",
        "loggedIn",
        "expires_in",
        "config",
        "metadata",
        "state",
        "name",
    ]);
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|fields| {
                fields
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

fn read_by_all(answer: &Answer<Value>) {
    for read in [send, code, status, create, pair, reset, restart, unlink, hook, groups] {
        assert!(!read(answer).is_empty());
    }
    let _ = raw::Request::read(answer);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// The keys above have none that names a message's id.
    #[test]
    fn without_an_id_nothing_reads_as_sent(body in body(), http in prop::sample::select(vec![200_u16, 201, 400, 500])) {
        let answer = answer(http, body.to_string());
        read_by_all(&answer);
        prop_assert!(!matches!(sent::read(&answer, TO), Ok(Sent::Sent { .. })), "{}", body);
    }

    #[test]
    fn no_bytes_trap(bytes: Vec<u8>, text in r#"[{}\[\]":,a-z0-9<> ]{0,60}"#, http: u16, redirected: bool) {
        for body in [bytes, text.into_bytes()] {
            let answer = Answer::new(Reply { status: http, redirected, body, ..Reply::default() });
            read_by_all(&answer);
            let is_sent = matches!(sent::read(&answer, TO), Ok(Sent::Sent { .. }));
            prop_assert!(!is_sent);
        }
    }
}
