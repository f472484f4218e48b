//! Each call that a page can make, what reaches the gateway, and what the page is told.

use serde_json::{Value, json};

use crate::host::{KEY, SENT, World, error, relay, text, with};
use crate::script::TOKEN;

const DONE: &str = r#"{"status":"success","message":"Success"}"#;

#[test]
fn every_call_is_forwarded_as_a_client_makes_it() {
    let group = "84987611111-1618740000@g.us";
    let media = json!({ "type": "media", "media_url": "https://files.example/a.pdf", "filename": "a.pdf" });
    let to_group = json!({ "call": "send_group", "number": null, "group_id": group });
    let code = r#"{"status":"success","base64":"data:image/png;base64,iVBORw0KGgo=","expires_in":20}"#;
    let rows: Vec<(Value, &str, &str, Value)> = vec![
        (text(), SENT, "/api/send number=84933313000&type=text&message=hello&instance_id=A", sent()),
        (
            with(text(), &media),
            SENT,
            "/api/send number=84933313000&type=media&message=hello&media_url=https%3A%2F%2Ffiles.example%2Fa.pdf&instance_id=A&filename=a.pdf",
            sent(),
        ),
        (
            with(text(), &to_group),
            SENT,
            "/api/send_group group_id=84987611111-1618740000%40g.us&type=text",
            sent(),
        ),
        (
            with(with(text(), &to_group), &media),
            SENT,
            "/api/send_group group_id=84987611111-1618740000%40g.us&type=media",
            sent(),
        ),
        (
            json!({ "call": "reconnect", "instance_id": "A" }),
            r#"{"status":"success","data":{"jid":"84933313000:1@s.whatsapp.net"}}"#,
            "/api/reconnect?instance_id=A",
            json!({ "state": "connected", "phone": "84933313000" }),
        ),
        (
            json!({ "call": "get_groups", "instance_id": "A" }),
            r#"{"status":"success","data":[]}"#,
            "/api/get_groups?instance_id=A",
            json!([]),
        ),
        (
            json!({ "call": "get_qrcode", "key": KEY, "instance_id": "A" }),
            code,
            "/api/get_qrcode?instance_id=A",
            json!({ "state": "scan", "image": "data:image/png;base64,iVBORw0KGgo=", "expiresInMs": 20000.0 }),
        ),
        (
            json!({ "call": "create_instance" }),
            r#"{"status":"success","instance_id":"N"}"#,
            "/api/create_instance?",
            json!({ "instanceId": "N", "state": "pending" }),
        ),
        (
            json!({ "call": "createSession", "key": KEY, "name": "Desk" }),
            r#"{"status":"success","instance_id":"N"}"#,
            "/api/create_instance?",
            json!({ "instanceId": "N", "name": "Desk", "state": "pending" }),
        ),
        (
            json!({ "call": "reboot", "key": KEY, "instance_id": "A" }),
            DONE,
            "/api/reboot?instance_id=A",
            json!({}),
        ),
        (
            json!({ "call": "reset_instance", "key": KEY, "instance_id": "A" }),
            DONE,
            "/api/reset_instance?instance_id=A",
            json!({ "next": "create_instance" }),
        ),
        (
            json!({ "call": "logout", "key": KEY, "instance_id": "A" }),
            DONE,
            "/api/logout?instance_id=A",
            Value::Null,
        ),
        (
            json!({ "call": "set_webhook", "webhook_url": "https://hooks.example/x", "enable": "false", "instance_id": "A" }),
            DONE,
            "/api/set_webhook?webhook_url=https%3A%2F%2Fhooks.example%2Fx&enable=false&instance_id=A",
            Value::Null,
        ),
        (
            json!({ "call": "get_paircode", "key": KEY, "phone": "84933313000", "instance_id": "A" }),
            r#"{"status":"success","code":"ABCD-EFGH"}"#,
            "/api/get_paircode?phone=84933313000&instance_id=A",
            json!({ "code": "ABCD-EFGH" }),
        ),
    ];
    for (call, reply, wire, result) in rows {
        let mut world = World::of(&[(200, reply)]);
        let (status, answer) = world.ask(&relay(json!({})), &call);
        let forwarded = world.forwarded.borrow();
        assert_eq!((status, forwarded.len()), (200, 1), "{call} {answer}");
        assert!(forwarded[0].starts_with(&["https://gateway.example", wire].concat()), "{}", forwarded[0]);
        let got = answer.get("result").unwrap_or_else(|| panic!("{call} {answer}"));
        for (key, value) in result.as_object().into_iter().flatten() {
            assert_eq!(&got[key], value, "{call} {got}");
        }
        assert_eq!((got.is_object(), got.is_null()), (result.is_object(), result.is_null()), "{call}");
        assert!(!answer.to_string().contains(TOKEN));
    }
}

#[test]
fn a_call_by_hand_needs_the_whole_account() {
    let call = json!({
        "call": "call", "key": KEY, "path": "number_verify", "method": "POST", "query": "{\"a\":\"1\"}", "body": "{\"number\":\"7\"}",
    });
    let mut world = World::of(&[(200, r#"{"status":"success","data":{"exists":true}}"#)]);
    let (status, answer) = world.ask(&relay(json!({})), &call);
    assert_eq!((status, error(&answer).1), (403, "not_allowed"));
    world.permit = Ok(json!({ "visitor": "ann", "instances": "all", "operations": ["call"] }));
    let (status, answer) = world.ask(&relay(json!({})), &call);
    assert_eq!((status, &answer["result"]["data"]["exists"]), (200, &json!(true)));
    assert!(
        world.forwarded.borrow()[0]
            .starts_with("https://gateway.example/api/number_verify?a=1 number=7&access_token=")
    );
    for change in [
        json!({ "path": "../x" }),
        json!({ "path": "https://evil.example" }),
        json!({ "method": "DELETE" }),
        json!({ "method": "GET" }),
        json!({ "query": "{\"access_token\":\"mine\"}" }),
        json!({ "body": "{\"access_token\":\"mine\"}" }),
        json!({ "query": "a=1" }),
        json!({ "query": null }),
        json!({ "instance_id": "A" }),
        json!({ "headers": "x" }),
    ] {
        let (status, answer) = world.ask(&relay(json!({})), &with(call.clone(), &change));
        assert_eq!((status, error(&answer).1), (400, "relay_request_malformed"), "{change}");
    }
}

#[test]
fn a_field_is_checked_as_if_nobody_had() {
    let media = json!({ "type": "media", "media_url": "https://files.example/a.pdf" });
    for (call, change, path, reason) in [
        (text(), json!({ "number": "12" }), "options.to", "too_short"),
        (text(), json!({ "number": "+84933313000" }), "options.to", ""),
        (text(), json!({ "number": "84 933 313 000" }), "options.to", "not_digits"),
        (text(), json!({ "number": "84933313000@s.whatsapp.net" }), "options.to", ""),
        (text(), json!({ "message": " " }), "options.text", "empty"),
        (text(), json!({ "instance_id": "A B" }), "instanceId", "not_an_instance_id"),
        (text(), json!({ "instance_id": "" }), "instanceId", "not_an_instance_id"),
        (
            with(text(), &media),
            json!({ "media_url": "https://127.0.0.1/x" }),
            "options.mediaUrl",
            "host_not_public",
        ),
        (
            with(text(), &media),
            json!({ "media_url": "http://files.example/x" }),
            "options.mediaUrl",
            "not_https",
        ),
        (
            with(text(), &json!({ "call": "send_group", "number": null, "group_id": "G" })),
            json!({}),
            "options.to",
            "",
        ),
        (json!({ "call": "createSession", "key": KEY, "name": "" }), json!({}), "options.name", "empty"),
        (
            json!({ "call": "get_paircode", "key": KEY, "phone": "x", "instance_id": "A" }),
            json!({}),
            "options.phone",
            "",
        ),
        (
            json!({ "call": "set_webhook", "webhook_url": "https://localhost/", "enable": "true", "instance_id": "A" }),
            json!({}),
            "options.url",
            "host_not_public",
        ),
    ] {
        let call = with(call, &change);
        let mut world = World::of(&[]);
        let (status, answer) = world.ask(&relay(json!({})), &call);
        let told = &answer["error"];
        assert_eq!(
            (status, &told["code"], &told["path"]),
            (400, &json!("invalid_argument"), &json!(path)),
            "{call} {answer}"
        );
        assert!(reason.is_empty() || told["reason"] == reason, "{call} {answer}");
        assert!(world.forwarded.borrow().is_empty() && world.store.borrow().is_empty());
    }
    for change in [
        json!({ "call": "delete_everything" }),
        json!({ "call": null }),
        json!({ "type": "sticker" }),
        json!({ "type": null }),
        json!({ "message": null }),
        json!({ "message": 7 }),
        json!({ "number": null }),
        json!({ "instance_id": null }),
        json!({ "instance_id": ["A"] }),
        json!({ "media_url": "https://files.example/a.pdf" }),
        json!({ "access_token": "mine" }),
        json!({ "key": null }),
        json!({ "key": "short" }),
        json!({ "key": "with a space" }),
        json!({ "key": "x".repeat(201) }),
        json!({ "key": "schl\u{fc}ssel-17" }),
    ] {
        let (status, answer) = World::of(&[]).ask(&relay(json!({})), &with(text(), &change));
        assert_eq!((status, error(&answer).1), (400, "relay_request_malformed"), "{change}");
    }
    let keyed = json!({ "call": "reconnect", "instance_id": "A", "key": KEY });
    assert_eq!(World::of(&[]).ask(&relay(json!({})), &keyed).0, 400);
}

#[test]
fn the_host_hears_of_new_instances_before_the_visitor() {
    let create = json!({ "call": "createSession", "key": KEY, "name": "Desk" });
    let made = r#"{"status":"success","instance_id":"N"}"#;
    let mut world = World::of(&[(200, made)]);
    world.ask(&relay(json!({})), &create);
    assert_eq!(*world.created.borrow(), [("ann".to_owned(), "N".to_owned(), None)]);

    let mut world = World::of(&[(200, made)]);
    world.ask(&relay(json!({})), &json!({ "call": "reset_instance", "key": KEY, "instance_id": "A" }));
    assert_eq!(*world.created.borrow(), [("ann".to_owned(), "N".to_owned(), Some("A".to_owned()))]);

    let mut world = World::of(&[(200, made)]);
    world.remembers = false;
    let (status, answer) = world.ask(&relay(json!({})), &create);
    assert_eq!((status, error(&answer)), (200, ("internal", "relay_failed", "unknown")));
    assert!(!answer.to_string().contains("\"N\""));
}

#[test]
fn an_image_is_fetched_for_the_page() {
    let code = json!({ "call": "get_qrcode", "key": KEY, "instance_id": "A" });
    let at = |url: &str| json!({ "status": "success", "qrcode": url }).to_string();
    let own = at("https://gateway.example/qr/1.png?access_token=x");
    let mut world = World::of(&[(200, &own), (200, "\u{89}PNG\r\n\u{1a}\n")]);
    world.replies.borrow_mut()[1].as_mut().unwrap().body = b"\x89PNG\r\n\x1a\n".to_vec();
    let (status, answer) = world.ask(&relay(json!({})), &code);
    assert_eq!(
        (status, &answer["result"]["image"]),
        (200, &json!("data:image/png;base64,iVBORw0KGgo=")),
        "{answer}"
    );

    let mut world = World::of(&[(200, &at("https://elsewhere.example/qr/1.png"))]);
    let (status, answer) = world.ask(&relay(json!({})), &code);
    assert_eq!((status, error(&answer).1), (200, "image_unusable"));
    assert_eq!(world.forwarded.borrow().len(), 1);
}

#[test]
fn no_result_shows_the_token() {
    let token = serde_json::to_string(TOKEN).unwrap();
    let echo = format!(r#"{{"status":"success","instance_id":{token},"name":{token},{token}:[{token}]}}"#);
    let mut world = World::of(&[(200, &echo)]);
    world.permit = Ok(json!({ "visitor": "ann", "instances": "all", "operations": "all" }));
    let call = json!({ "call": "call", "key": KEY, "path": "x", "method": "GET", "query": "{}" });
    let (status, answer) = world.ask(&relay(json!({})), &call);
    assert_eq!(status, 200);
    assert!(!answer.to_string().contains("s3cr3t") && answer["result"]["status"] == "success", "{answer}");
}

#[test]
fn time_is_shared_by_all_that_has_to_be_done() {
    let timeouts = |options: Value| {
        let mut world = World::of(&[(200, SENT)]);
        world.ask(&relay(options), &text());
        world.timeouts.take()
    };
    assert_eq!(timeouts(json!({})), [75_000.0]);
    assert_eq!(timeouts(json!({ "timeoutMs": 3_000 })), [3_000.0]);
}

fn sent() -> Value {
    json!({ "state": "sent", "id": "BAE5", "to": "84933313000" })
}
