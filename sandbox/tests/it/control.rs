//! The control routes: what they take, what they refuse, and that no token shows.

use serde_json::{Value, json};

use crate::client::{Sandbox, TOKEN};

#[test]
fn the_state_is_told_and_forgotten() {
    let sandbox = Sandbox::start();
    let state = sandbox.get("/sandbox/state").json();
    assert_eq!((&state["token"], &state["cors"]), (&json!(TOKEN), &json!(true)));
    assert_eq!((&state["instances"], &state["faults"]), (&json!([]), &json!([])));
    let now_ms = state["nowMs"].as_u64().expect("a time");

    let id = sandbox.linked("84933313000");
    sandbox.send_text(&id, "84933313001", "x");
    sandbox.advance(3_600_000);
    sandbox.steer("cors", &json!({ "enabled": false }));
    sandbox.steer(
        "faults",
        &json!({ "fault": "slow_body", "call": "send", "instanceId": id, "times": 2, "ms": 5 }),
    );
    let state = sandbox.get("/sandbox/state").json();
    assert_eq!(
        state["instances"],
        json!([{ "id": id, "state": "connected", "groups": 2, "phone": "84933313000" }])
    );
    assert_eq!(
        state["faults"],
        json!([{ "fault": "slow_body", "call": "send", "instanceId": id, "times": 2, "ms": 5 }])
    );
    assert!(state["nowMs"].as_u64().expect("a time") >= now_ms + 3_600_000);

    sandbox.steer("reset", &json!({}));
    let state = sandbox.get("/sandbox/state").json();
    assert_eq!(
        (&state["instances"], &state["faults"], &state["cors"]),
        (&json!([]), &json!([]), &json!(true))
    );
    assert!(state["nowMs"].as_u64().expect("a time") < now_ms + 3_600_000);
    assert!(sandbox.messages().is_empty() && sandbox.requests().is_empty());
}

#[test]
fn wrong_wishes_are_named() {
    let sandbox = Sandbox::start();
    let id = sandbox.create();
    let scan = format!("instances/{id}/scan");
    let logout = format!("instances/{id}/logout");
    let table: [(&str, Value, u16, &str); 13] = [
        ("clock", json!({}), 400, "advanceMs"),
        ("clock", json!({ "advanceMs": -1 }), 400, "invalid value"),
        ("cors", json!({ "enabled": "yes" }), 400, "invalid type"),
        ("faults", json!({ "fault": "nope" }), 400, "not one of slow_headers"),
        ("faults", json!({ "fault": "queued", "call": "nope" }), 400, "not one of createSession"),
        (
            "faults",
            json!({ "fault": "queued", "call": "reboot" }),
            400,
            "queued happens only to send, send_group",
        ),
        ("faults", json!({ "fault": "queued", "times": 0 }), 400, "times"),
        ("faults", json!({ "fault": "queued", "count": 1 }), 400, "unknown field"),
        ("faults", json!([]), 400, "invalid"),
        (&scan, json!({ "phone": "+84" }), 400, "phone"),
        (&scan, json!({}), 409, "no live code"),
        (&logout, json!({}), 409, "no phone"),
        ("instances/6AAA/scan", json!({}), 404, "no such instance"),
    ];
    for (path, body, status, error) in table {
        let answer = sandbox.control(path, &body);
        let text = answer.json()["error"].as_str().expect("an error").to_owned();
        assert_eq!(answer.status, status, "{path} {body}: {text}");
        assert!(text.contains(error), "{path} {body}: {text}");
    }
    assert_eq!(sandbox.get("/sandbox/nope").status, 404);
    assert_eq!(sandbox.get("/sandbox/clock").status, 405);
    let broken = sandbox.request("POST", "/sandbox/clock").body("application/json", b"{").send();
    assert_eq!(broken.status, 400);
}

#[test]
fn bodies_may_be_json_whatever_they_call_themselves_or_forms() {
    let sandbox = Sandbox::start();
    for (content_type, body) in [
        ("application/json", r#"{"fault":"empty","times":1}"#),
        ("text/plain", r#"{"fault":"empty","times":1}"#),
        ("application/x-www-form-urlencoded", r#"{"fault":"empty","times":1}"#),
        ("application/x-www-form-urlencoded", "fault=empty&times=1"),
    ] {
        let answer = sandbox.request("POST", "/sandbox/faults").body(content_type, body.as_bytes()).send();
        assert_eq!(answer.json(), json!({ "ok": true }), "{content_type} {body}");
    }
    let set = sandbox.get("/sandbox/faults").json()["faults"].clone();
    assert_eq!(
        set,
        json!([{ "fault": "empty", "times": 1 }, { "fault": "empty", "times": 1 }, { "fault": "empty", "times": 1 }, { "fault": "empty", "times": 1 }])
    );
    sandbox.request("DELETE", "/sandbox/faults").send();
    assert_eq!(sandbox.get("/sandbox/faults").json()["faults"], json!([]));
}

#[test]
fn requests_are_noted_without_tokens() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    sandbox.send_text(&id, "84933313001", "x");
    sandbox.get("/api/reconnect?access_token=another-secret&instance_id=6A");
    sandbox.get(&format!("/api/{TOKEN}?x={TOKEN}&y=a%20{TOKEN}b"));
    let requests = sandbox.requests();
    let whole = Value::from(requests.clone()).to_string();
    assert!(!whole.contains(TOKEN) && !whole.contains("another-secret"), "{whole}");
    assert_eq!(requests.len(), 5);
    assert_eq!(
        (&requests[0]["method"], &requests[0]["path"]),
        (&json!("GET"), &json!("/api/create_instance"))
    );
    assert_eq!(requests[0]["query"], json!([["access_token", "•"]]));
    let send = &requests[2];
    assert_eq!((&send["method"], &send["query"]), (&json!("POST"), &json!([])));
    assert_eq!(send["contentType"], "application/x-www-form-urlencoded");
    let calls: Vec<&Value> = requests.iter().map(|request| &request["call"]).collect();
    assert_eq!(
        calls,
        [&json!("create_instance"), &json!("get_qrcode"), &json!("send"), &json!("reconnect"), &Value::Null]
    );
    assert!(send["bodyBytes"].as_u64().is_some_and(|bytes| bytes > 60) && send["at"].is_u64());
    assert_eq!(requests[4]["path"], "/api/•");
    assert_eq!(requests[4]["query"], json!([["x", "•"], ["y", "a •b"]]));
}

#[test]
fn only_the_last_500_requests_are_kept() {
    let sandbox = Sandbox::start();
    for number in 0..505 {
        sandbox.get(&format!("/api/nope?number={number}"));
    }
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 500);
    assert_eq!(requests[0]["query"], json!([["number", "5"]]));
}
