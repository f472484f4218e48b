//! Who is let in, before anything of the body is read.

use serde_json::json;
use wawp_client::relay::gate::Head;
use wawp_client::relay::host::{Failed, NoBody};

use crate::host::{PAGE, World, call_head, error, relay, text, with};

#[test]
fn only_calls_of_allowed_pages_come_in() {
    let some = |text: &str| Some(text.to_owned());
    let rows: Vec<(&str, Head, u16, &str)> = vec![
        ("GET", Head { method: "GET".to_owned(), ..call_head() }, 405, "method_refused"),
        ("lower case", Head { method: "post".to_owned(), ..call_head() }, 405, "method_refused"),
        ("other path", at("/wawp/"), 404, "relay_not_here"),
        ("longer path", at("/wawp/send"), 404, "relay_not_here"),
        ("encoded path", at("/%77awp"), 404, "relay_not_here"),
        ("query", at("/wawp?call=send"), 404, "relay_not_here"),
        ("no origin", Head { origin: None, ..call_head() }, 403, "origin_refused"),
        ("null origin", Head { origin: some("null"), ..call_head() }, 403, "origin_refused"),
        ("other origin", Head { origin: some("https://evil.example"), ..call_head() }, 403, "origin_refused"),
        (
            "other port",
            Head { origin: some("https://dashboard.example:8443"), ..call_head() },
            403,
            "origin_refused",
        ),
        (
            "plain http",
            Head { origin: some("http://dashboard.example"), ..call_head() },
            403,
            "origin_refused",
        ),
        ("no marker", Head { marker: None, ..call_head() }, 400, "relay_request_malformed"),
        ("marker twice", Head { marker: some("1, 1"), ..call_head() }, 400, "relay_request_malformed"),
        (
            "a form",
            Head { content_type: some("application/x-www-form-urlencoded"), ..call_head() },
            415,
            "type_refused",
        ),
        ("plain text", Head { content_type: some("text/plain"), ..call_head() }, 415, "type_refused"),
        (
            "other charset",
            Head { content_type: some("application/json;charset=utf-7"), ..call_head() },
            415,
            "type_refused",
        ),
        ("no type", Head { content_type: None, ..call_head() }, 415, "type_refused"),
        ("packed", Head { content_encoding: some("gzip"), ..call_head() }, 415, "type_refused"),
        ("too long", Head { content_length: some("65537"), ..call_head() }, 413, "request_too_large"),
        ("odd length", Head { content_length: some("1, 2"), ..call_head() }, 400, "relay_request_malformed"),
    ];
    for (name, head, status, reason) in rows {
        let mut world = World::of(&[]);
        world.body = Ok(text().to_string().into_bytes());
        let response = world.answer(&relay(json!({})), &head);
        let answer = serde_json::from_str(&response.body).unwrap();
        assert_eq!((response.status, error(&answer).1), (status, reason), "{name}");
        assert!(world.forwarded.borrow().is_empty() && world.store.borrow().is_empty(), "{name}");
        let allows = response.headers.iter().any(|(name, _)| *name == "access-control-allow-origin");
        let says_what_it_takes = response.headers.contains(&("allow", "OPTIONS, POST".to_owned()));
        assert_eq!(says_what_it_takes, status == 405, "{name}");
        assert_eq!(allows, head.origin.as_deref() == Some(PAGE), "{name}");
    }
}

#[test]
fn a_browser_that_asks_first_is_told() {
    let ask = |origin: &str| {
        let head = Head { method: "OPTIONS".to_owned(), origin: Some(origin.to_owned()), ..call_head() };
        World::of(&[]).answer(&relay(json!({})), &Head { marker: None, content_type: None, ..head })
    };
    let allowed = ask(PAGE);
    let header = |name: &str| {
        allowed.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!((allowed.status, allowed.body.as_str()), (204, ""));
    assert_eq!(header("access-control-allow-origin"), Some(PAGE));
    assert_eq!(header("access-control-allow-headers"), Some("authorization, content-type, wawp-relay"));
    assert_eq!(header("access-control-allow-methods"), Some("POST"));
    assert_eq!(header("vary"), Some("origin"));
    assert_eq!(ask("https://evil.example").status, 403);
}

#[test]
fn a_visitor_has_to_be_known_and_allowed() {
    let both = json!({ "visitor": "ann", "instances": ["B"], "operations": ["sendText"] });
    for (permit, call, status, reason) in [
        (Ok(json!(null)), text(), 401, "visitor_unknown"),
        (Err(Failed), text(), 503, "relay_unready"),
        (Ok(json!({ "visiter": "ann" })), text(), 503, "relay_unready"),
        (Ok(both.clone()), text(), 403, "not_allowed"),
        (Ok(both.clone()), with(text(), &json!({ "instance_id": "b" })), 403, "not_allowed"),
        (Ok(both), json!({ "call": "reconnect", "instance_id": "B" }), 403, "not_allowed"),
    ] {
        let mut world = World::of(&[]);
        world.permit = permit;
        let (got, answer) = world.ask(&relay(json!({})), &call);
        assert_eq!((got, error(&answer).1), (status, reason), "{call}");
        assert!(world.store.borrow().is_empty());
    }
}

#[test]
fn a_body_has_to_come() {
    for (none, status, reason) in [
        (NoBody::Broken, 400, "relay_request_malformed"),
        (NoBody::TooLarge, 413, "request_too_large"),
        (NoBody::Taken, 503, "relay_unready"),
    ] {
        let mut world = World::of(&[]);
        world.body = Err(none);
        let response = world.answer(&relay(json!({})), &call_head());
        assert_eq!(
            (response.status, error(&serde_json::from_str(&response.body).unwrap()).1),
            (status, reason)
        );
    }
    let mut world = World::of(&[]);
    let long = with(text(), &json!({ "message": "x".repeat(2_000) }));
    assert_eq!(world.ask(&relay(json!({ "maxBodyBytes": 1024 })), &long).0, 413);
}

fn at(path: &str) -> Head {
    Head { url: [PAGE, path].concat(), ..call_head() }
}
