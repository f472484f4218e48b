//! What every known text means, on every call.

use serde_json::json;
use wawp_client::reply::Answer;

use crate::readers::*;

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
        ("Missing parameter(s): name", "rejected parameters_missing rejected"),
        ("Required parameters are missing.", "rejected parameters_missing rejected"),
        ("Error", GENERIC),
        ("Error sending message", GENERIC),
        ("Failed to send message.", GENERIC),
    ] {
        for spelling in spellings(text) {
            for (name, read) in [
                ("send", send as fn(&Answer) -> String),
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
            "This account has logged in successfully",
            at("connected"),
            at("connected"),
            UNRECOGNISED,
            UNRECOGNISED.to_owned(),
        ),
        (
            "Instance already connected",
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
        ("Already paired", at("connected"), at("connected"), PAIRED, PAIRED.to_owned()),
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
