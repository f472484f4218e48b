//! When a message counts as sent, and when not.

use serde_json::{Value, json};
use wawp_client::endpoint::sent::{self, Sent};
use wawp_client::endpoint::{Endpoint, send_group_media};

use crate::readers::*;

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
        (stock(json!(99_999_999_999_u64)), sent(r#","at":99999999999000.0"#)),
        (stock(json!(100_000_000_000_u64)), sent(r#","at":100000000000.0"#)),
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
        (json!({ "status": "success", "error": null, "message": { "key": key.clone() } }), sent("")),
        (json!({ "status": "success", "error": false, "message": { "key": key.clone() } }), sent("")),
        (json!({ "status": "success", "error": 0, "message": { "key": key } }), sent("")),
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
fn a_64_bit_timestamp_is_read_whole() {
    for (low, high, wanted) in [
        (372_819_968_i64, 392, 1_684_000_000_000.0),
        (-1_275_779_328, 392, 1_686_646_368_000.0),
        (0, 392, 1_683_627_180_032.0),
    ] {
        let body = json!({ "status": "success", "message": {
            "key": { "id": "A" }, "messageTimestamp": { "low": low, "high": high, "unsigned": true },
        } });
        let Ok(Sent::Sent { at, .. }) = sent::read(&said(&body), TO) else { panic!("not sent") };
        assert_eq!(at, Some(wanted), "{low} {high}");
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
        (json!({ "status": 1 }), silent),
        (json!({ "status": 200 }), silent),
        (json!({ "status": 302 }), shape),
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
        json!({ "status": "success", "error": true, "data": { "message_id": "A" } }),
        json!({ "status": "success", "error": 1, "data": { "message_id": "A" } }),
        json!({ "status": "success", "data": { "message_id": "A", "success": false } }),
        json!({ "status": "success", "data": { "message_id": "A", "error": "not on WhatsApp" } }),
        json!({ "status": "success", "message": { "key": { "id": "A" }, "status": 0 } }),
        json!({ "status": "success", "message": { "key": { "id": "A" }, "status": "ERROR" }, "id": "A" }),
    ] {
        assert!(sent::read(&said(&body), TO).is_err(), "{body} reads as {}", send(&said(&body)));
    }
    // What the engines say of a job is believed, what could be a quotation is not.
    for (text, wanted) in [
        ("Failed to queue message - queue full", SESSION),
        (
            "The number of messages you have sent per month has exceeded the maximum limit",
            "quota_exceeded quota_messages rejected",
        ),
        ("Relogin required", UNRECOGNISED),
    ] {
        let body = json!({ "status": "success", "message": text, "data": { "id": "job-1" } });
        assert_eq!(send(&said(&body)), wanted, "{body}");
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
