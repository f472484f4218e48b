//! Errors cross the relay unchanged, but for what the gateway wrote.

use pollster::block_on;
use serde_json::{Value, json};
use wawp_client::client::{Memory, exchange};
use wawp_client::endpoint::{Endpoint as _, send_text};
use wawp_client::error::Error;
use wawp_client::gateway::Gateway;
use wawp_client::http::Encoding;
use wawp_client::reason::Reason;

use crate::host::{World, relay, text};
use crate::script::{Script, TOKEN, reply};

/// A text that page and relay ask for.
fn hello() -> send_text::Request {
    send_text::Request {
        instance_id: "A".to_owned(),
        number: "84933313000".to_owned(),
        text: "hello".to_owned(),
    }
}

fn ask(gateway: &Gateway, script: &Script) -> Result<(), Box<Error>> {
    block_on(exchange(gateway, &Memory::default(), script, &hello().plan(), &mut |heard| match heard {
        wawp_client::client::Heard::Gateway(answer, _) => hello().read(answer).map(|_| ()),
        wawp_client::client::Heard::Relay(_) => Ok(()),
    }))
    .map(|_| ())
}

/// Replies of a gateway that a send can get.
fn replies() -> Vec<(u16, String)> {
    let said = |text: &str| json!({ "status": "error", "message": text }).to_string();
    let mut replies: Vec<(u16, String)> = [
        "Invalidated",
        "relogin required",
        "The account does not exist",
        "Access token is required",
        "Instance ID Invalidated",
        "You have reached your monthly message limit",
        "Duplicate message",
        "what is this?",
        "Error",
        "spam",
    ]
    .iter()
    .map(|text| (200, said(text)))
    .collect();
    let bodies = [
        "",
        "null",
        "[]",
        "<!doctype html><h1>502</h1>",
        "oops",
        "{",
        r#"{"status":"success"}"#,
        r#"{"a":1}"#,
    ];
    for status in [200, 301, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504, 522] {
        replies.extend(bodies.iter().map(|body| (status, (*body).to_owned())));
    }
    replies
}

#[test]
fn an_error_is_the_same_behind_a_relay() {
    let gateway = Gateway::classic("https://gateway.example/api", Encoding::Form).unwrap();
    let behind = Gateway::relay("https://dashboard.example/wawp").unwrap();
    let mut seen = 0;
    for (status, body) in replies() {
        let Err(direct) = ask(&gateway, &Script::replies(&[(status, &body)])) else { continue };
        let mut world = World::of(&[(status, &body)]);
        let (relayed_status, answer) = world.ask(&relay(json!({})), &text());
        assert_eq!(relayed_status, 200, "{status} {body}");
        let relayed = ask(&behind, &Script::replies(&[(200, &answer.to_string())])).unwrap_err();
        let tell = |error: &Error| {
            (error.code, error.reason.clone(), error.delivery, error.retryable, error.status, error.attempts)
        };
        assert_eq!(tell(&relayed), tell(&direct), "{status} {body}");
        assert_eq!((&relayed.body, relayed.endpoint), (&None, Some("send")), "{status} {body}");
        assert!(!relayed.message.contains("The gateway said"), "{}", relayed.message);
        seen += 1;
    }
    assert!(seen > 90, "{seen}");
}

#[test]
fn no_error_shows_what_the_gateway_wrote() {
    let wrote = "SQLSTATE[HY000] [1045] Access denied for user 'root'@'10.0.0.5' /var/www/gateway.php";
    for body in [
        json!({ "status": "error", "message": format!("{wrote} {TOKEN}") }).to_string(),
        [wrote, " ", TOKEN].concat(),
        format!("<html>{wrote} {TOKEN}</html>"),
    ] {
        for status in [200, 400, 500] {
            let (_, answer) = World::of(&[(status, &body)]).ask(&relay(json!({})), &text());
            let told = answer.to_string();
            for secret in ["SQLSTATE", "10.0.0.5", "gateway.php", "s3cr3t", "gateway.example"] {
                assert!(!told.contains(secret), "{secret} in {told}");
            }
        }
    }
}

#[test]
fn what_is_no_relay_is_not_taken_for_one() {
    let behind = Gateway::relay("/wawp").unwrap();
    let go = |status: u16, body: &str| *ask(&behind, &Script::replies(&[(status, body)])).unwrap_err();
    let page = go(200, "<!doctype html><title>Sign in</title>");
    assert_eq!(page.reason.as_deref(), Some(Reason::GatewayUnreachable.verdict().name));
    // What looks like a gateway's own success proves nothing here.
    let gateway = go(200, crate::host::SENT);
    assert_eq!(gateway.reason.as_deref(), Some(Reason::UnexpectedShape.verdict().name));
    let half = go(200, r#"{"wawp":1,"result":{"state":"sent","id":"BA"#);
    assert_eq!(half.reason.as_deref(), Some(Reason::NotJson.verdict().name));
    for error in [page, gateway, half] {
        assert_eq!(serde_json::to_value(error.delivery).unwrap(), "unknown");
    }
}

#[test]
fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let behind = Gateway::relay("/wawp").unwrap();
    let result =
        json!({ "wawp": 1, "result": { "state": "sent", "id": "BAE5", "to": "84933313000" } }).to_string();
    let in_hand = json!({ "wawp": 1, "error": {
        "code": "unconfirmed", "reason": "in_progress", "delivery": "unknown", "retryable": true, "message": "m", "retryAfterMs": 1000,
    } })
    .to_string();
    let script = Script {
        max_retries: 2,
        timeout_ms: 60_000.0,
        ..Script::of([
            Err(wawp_client::error::Fault::Network),
            Ok(reply(409, &in_hand)),
            Ok(reply(409, &in_hand)),
            Ok(reply(409, &in_hand)),
            Ok(reply(502, "<html>")),
            Ok(reply(200, &result)),
        ])
    };
    ask(&behind, &script).unwrap();
    let bodies: Vec<String> =
        script.requests.borrow().iter().map(|request| request.body.clone().unwrap().1).collect();
    assert_eq!(bodies.len(), 6);
    assert!(bodies.iter().all(|body| body == &bodies[0]), "{bodies:?}");
    let body: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!((&body["key"], &body["call"]), (&json!("a-new-key"), &json!("send")));
    assert!(!bodies[0].contains("access_token"));
    assert_eq!(script.pauses.borrow()[1..4], [1_000.0; 3]);
    // What became of a call is final, however transient it sounds: the relay has tried.
    let failed = json!({ "wawp": 1, "error": {
        "code": "rate_limited", "reason": "rate_limited", "delivery": "rejected", "retryable": true, "message": "send: too many calls",
    } })
    .to_string();
    let script = Script { max_retries: 2, ..Script::replies(&[(200, &failed)]) };
    let error = ask(&behind, &script).unwrap_err();
    assert_eq!((error.message.as_str(), error.retryable), ("send: too many calls", true));
    // Unchanged, with the caller's own key, it stays so.
    let script = Script { own_key: Some("order-17"), ..Script::replies(&[(200, &failed)]) };
    assert!(!ask(&behind, &script).unwrap_err().retryable);
}

#[test]
fn a_refusal_after_a_lost_answer_takes_no_doubt_back() {
    let behind = Gateway::relay("/wawp").unwrap();
    let refused = json!({ "wawp": 1, "error": {
        "code": "unavailable", "reason": "relay_unready", "delivery": "rejected", "retryable": true, "message": "m",
    } })
    .to_string();
    let lost = || Err(wawp_client::error::Fault::Network);
    let script = Script { max_retries: 1, ..Script::of([lost(), Ok(reply(503, &refused))]) };
    let error = ask(&behind, &script).unwrap_err();
    assert_eq!((serde_json::to_value(error.delivery).unwrap(), error.retryable), (json!("unknown"), false));
    assert!(
        error.message.ends_with("The message may have gone out: look before sending it again"),
        "{}",
        error.message
    );
    // Its own key makes it safe to ask again.
    let script = Script { own_key: Some("order-17"), ..Script::of([lost()]) };
    assert!(ask(&behind, &script).unwrap_err().retryable);
}
