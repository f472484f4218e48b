//! Where an instance stands, and the calls that manage it.

use serde_json::{Value, json};
use wawp_client::endpoint::{Effect, Endpoint, create_session, raw, reconnect};
use wawp_client::reply::Answer;
use wawp_client::state::State;

use crate::readers::*;

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
        (
            json!({ "status": "success", "data": { "connected": false, "jid": "84933313000@s.whatsapp.net" } }),
            r#"{"state":"offline","phone":"84933313000"}"#,
        ),
        (
            json!({ "status": "success", "data": { "connected": false, "loggedIn": true } }),
            r#"{"state":"offline"}"#,
        ),
        (json!({ "status": "success", "data": { "connected": false } }), r#"{"state":"scan"}"#),
        (json!({ "status": "success", "data": { "connected": true } }), r#"{"state":"connected"}"#),
        (json!({ "status": "success", "data": { "logged_in": true } }), r#"{"state":"connected"}"#),
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
    let row = |body: Value, read: fn(&Answer) -> String, wanted: &str| {
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
    assert_eq!(raw::Request::read(&said(&verified)).unwrap(), verified.to_string());
    for body in [json!("x"), json!(1), json!([1]), json!({ "foo": null })] {
        assert_eq!(raw::Request::read(&said(&body)).unwrap(), body.to_string());
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
