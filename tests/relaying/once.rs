//! A key is forwarded once, whatever else happens.

use serde_json::json;
use wawp_client::error::Fault;

use crate::host::{KEY, SENT, World, error, relay, text, with};

#[test]
fn the_same_key_is_told_what_became_of_it() {
    let relay = relay(json!({}));
    let mut world = World::of(&[(200, SENT)]);
    let first = world.ask(&relay, &text());
    let again = world.ask(&relay, &text());
    assert_eq!((first.0, &first), (200, &again));
    assert_eq!(world.forwarded.borrow().len(), 1);
    assert_eq!(*world.kept_ms.borrow(), [86_400_000.0; 3]);

    let (status, answer) = world.ask(&relay, &with(text(), &json!({ "message": "other" })));
    assert_eq!((status, error(&answer)), (409, ("rejected", "key_reused", "rejected")));
    assert_eq!(world.forwarded.borrow().len(), 1);
}

#[test]
fn what_is_unknown_stays_unknown_and_what_is_refused_stays_refused() {
    for (reply, told) in [
        (Err(Fault::Unreached), ("network", "", "unknown")),
        (Err(Fault::Timeout), ("timeout", "", "unknown")),
        (Ok((502, "")), ("unavailable", "gateway_unreachable", "unknown")),
        (Ok((200, r#"{"status":"success"}"#)), ("unconfirmed", "send_failed_silently", "unknown")),
        (
            Ok((200, r#"{"status":"error","message":"relogin required"}"#)),
            ("not_connected", "relogin_required", "rejected"),
        ),
        (Ok((429, "")), ("rate_limited", "rate_limited", "rejected")),
    ] {
        let relay = relay(json!({}));
        let mut world = World::of(&[]);
        *world.replies.borrow_mut() = vec![reply.map(|(status, body)| crate::script::reply(status, body))];
        let first = world.ask(&relay, &text());
        assert_eq!((first.0, error(&first.1)), (200, told));
        *world.replies.borrow_mut() = vec![Ok(crate::script::reply(200, SENT))];
        assert_eq!(world.ask(&relay, &text()), first);
        assert_eq!(world.forwarded.borrow().len(), 1);
    }
}

#[test]
fn keys_belong_to_a_visitor_and_an_instance() {
    let relay = relay(json!({}));
    let mut world = World::of(&[(200, SENT), (200, SENT), (200, SENT)]);
    world.ask(&relay, &text());
    world.ask(&relay, &with(text(), &json!({ "instance_id": "B" })));
    world.permit = Ok(json!({ "visitor": "bob", "instances": "all", "operations": "all" }));
    world.ask(&relay, &text());
    assert_eq!(world.forwarded.borrow().len(), 3);
    let stored = format!("{:?}", world.store.borrow());
    for secret in ["ann", "bob", KEY, "hello", crate::script::TOKEN] {
        assert!(!stored.contains(secret), "{secret} in {stored}");
    }
}

#[test]
fn a_call_in_hand_is_told_so_until_nobody_can_have_it_any_more() {
    let relay = relay(json!({}));
    let mut world = World::of(&[(200, SENT)]);
    world.broken = vec!["settle"];
    let began_at = world.now.get();
    // The page is told the truth all the same.
    let (status, answer) = world.ask(&relay, &text());
    assert_eq!((status, &answer["result"]["state"]), (200, &json!("sent")));
    let (status, answer) = world.ask(&relay, &text());
    assert_eq!((status, error(&answer)), (409, ("unconfirmed", "in_progress", "unknown")));
    assert_eq!(answer["error"]["retryAfterMs"], 1000.0);
    world.now.set(began_at + 94_999.0);
    assert_eq!(world.ask(&relay, &text()).0, 409);
    world.now.set(began_at + 95_000.0);
    let (status, answer) = world.ask(&relay, &text());
    assert_eq!((status, error(&answer)), (200, ("unconfirmed", "interrupted", "unknown")));
    assert_eq!(world.forwarded.borrow().len(), 1);
}

#[test]
fn a_note_that_nobody_wrote_proves_nothing() {
    let relay = relay(json!({}));
    let mut world = World::of(&[(200, SENT)]);
    world.ask(&relay, &text());
    for note in world.store.borrow_mut().values_mut() {
        *note = "what?".to_owned();
    }
    let (status, answer) = world.ask(&relay, &text());
    assert_eq!((status, error(&answer)), (200, ("unconfirmed", "interrupted", "unknown")));
    assert_eq!(world.forwarded.borrow().len(), 1);
}

#[test]
fn what_never_left_frees_its_key() {
    let relay = relay(json!({}));
    let mut world = World::of(&[(200, SENT)]);
    world.token = Some(Fault::Token);
    let (status, answer) = world.ask(&relay, &text());
    assert_eq!((status, error(&answer)), (503, ("unavailable", "relay_unready", "rejected")));
    assert_eq!(
        (world.blamed.borrow().as_slice(), world.store.borrow().len()),
        (["token".to_owned()].as_slice(), 0)
    );
    world.token = None;
    assert_eq!(world.ask(&relay, &text()).0, 200);
}

#[test]
fn without_its_store_a_relay_forwards_nothing() {
    let mut world = World::of(&[]);
    world.broken = vec!["claim"];
    let (status, answer) = world.ask(&relay(json!({})), &text());
    // Another request may have claimed the key.
    assert_eq!((status, error(&answer)), (503, ("unavailable", "claims_unavailable", "unknown")));
}

#[test]
fn too_many_calls_are_refused_and_their_keys_freed() {
    let relay = relay(json!({ "visitorPerMinute": 2 }));
    let mut world = World::of(&[(200, SENT), (200, SENT), (200, SENT)]);
    let key = |key: &str| with(text(), &json!({ "key": key }));
    assert_eq!(world.ask(&relay, &key("key-number-1")).0, 200);
    assert_eq!(world.ask(&relay, &key("key-number-2")).0, 200);
    // Whoever asks about a known key is told, as often as it asks.
    assert_eq!(world.ask(&relay, &key("key-number-1")).0, 200);
    let (status, answer) = world.ask(&relay, &key("key-number-3"));
    assert_eq!((status, error(&answer)), (429, ("rate_limited", "rate_limited", "rejected")));
    assert_eq!(answer["error"]["retryAfterMs"], 30_000.0);
    world.body = Ok(key("key-number-3").to_string().into_bytes());
    let response = world.answer(&relay, &crate::host::call_head());
    assert!(response.headers.contains(&("retry-after", "30".to_owned())));
    world.now.set(world.now.get() + 30_000.0);
    assert_eq!(world.ask(&relay, &key("key-number-3")).0, 200);
    // An instance has its own.
    let relay = crate::host::relay(json!({ "instancePerMinute": 1 }));
    let mut world = World::of(&[(200, SENT), (200, SENT)]);
    assert_eq!(world.ask(&relay, &key("key-number-1")).0, 200);
    assert_eq!(world.ask(&relay, &key("key-number-2")).0, 429);
    assert_eq!(world.ask(&relay, &with(key("key-number-2"), &json!({ "instance_id": "B" }))).0, 200);
}

#[test]
fn a_code_that_is_told_again_has_grown_older() {
    let relay = relay(json!({}));
    let code = r#"{"status":"success","base64":"data:image/png;base64,iVBORw0KGgo=","expires_in":20}"#;
    let mut world = World::of(&[(200, code)]);
    let call = json!({ "call": "get_qrcode", "key": KEY, "instance_id": "A" });
    assert_eq!(world.ask(&relay, &call).1["result"]["expiresInMs"], 20_000.0);
    let began_at = world.now.get();
    for (passed, left) in [(5_000.0, 15_000.0), (25_000.0, 0.0)] {
        world.now.set(began_at + passed);
        assert_eq!(world.ask(&relay, &call).1["result"]["expiresInMs"], left);
    }
    // What a call by hand gives is the gateway's own.
    let mut world = World::of(&[(200, r#"{"expiresInMs":20000}"#)]);
    world.permit = Ok(json!({ "visitor": "ann", "instances": "all", "operations": "all" }));
    let call = json!({ "call": "call", "key": KEY, "path": "x", "method": "GET", "query": "{}" });
    world.ask(&relay, &call);
    world.now.set(began_at + 5_000.0);
    assert_eq!(world.ask(&relay, &call).1["result"]["expiresInMs"], 20_000);
}

#[test]
fn a_store_that_finds_its_own_note_has_claimed_the_key() {
    let mut world = World::of(&[(200, SENT)]);
    world.broken = vec!["first claim"];
    let (status, answer) = world.ask(&relay(json!({})), &text());
    assert_eq!((status, &answer["result"]["state"]), (200, &json!("sent")));
}
