//! Whatever comes back, nothing panics and nothing without an id was sent.

use proptest::prelude::*;
use serde_json::{Value, json};
use wawp_client::endpoint::raw;
use wawp_client::endpoint::sent::{self, Sent};
use wawp_client::http::Reply;
use wawp_client::reply::Answer;

use crate::readers::*;

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

fn read_by_all(answer: &Answer) {
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
