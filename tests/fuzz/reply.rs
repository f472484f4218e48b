//! Any reply, read by every call.

use serde_json::Value;
use wawp_client::address::Address;
use wawp_client::endpoint::{
    Effect, Endpoint, create_instance, create_session, get_groups, get_paircode, get_qrcode, logout, raw,
    reboot, reconnect, reset_instance, sent, set_webhook,
};
use wawp_client::error::{Delivery, Error};
use wawp_client::http::Reply;
use wawp_client::json_text::JsonText;
use wawp_client::reason::Reason;
use wawp_client::recipient::{Rules, parse, parse_group};
use wawp_client::reply::{Answer, Content};
use wawp_client::state::State;

const INSTANCE: &str = "6A0B1C2D3E4F5";
const TO: &str = "919876543210";
const TOKEN: &str = "b2f7c1d09a8e";

/// The first line is the HTTP status, with `>` behind it after a redirect; the rest is the body.
pub fn reply(data: &[u8]) {
    let (line, body) = super::first_line(data);
    let answer = Answer::new(Reply {
        status: line.trim_end_matches('>').parse().unwrap_or(200),
        redirected: line.ends_with('>'),
        body: body.to_vec(),
        ..Reply::default()
    });
    let failed = [
        send(&answer).err(),
        code(&answer).err(),
        sessions(&answer).err(),
        status(&answer).err(),
        groups(&answer).err(),
        lifecycle(&answer).err(),
        others(&answer).err(),
    ];
    for reason in failed.into_iter().flatten() {
        failure(reason, &answer);
    }
}

/// Only a message id in the answer proves that a message went out.
fn send(answer: &Answer) -> Result<(), Reason> {
    let result = sent::read(answer, TO)?;
    assert!(answer.is_ok() && !answer.is_failure(), "{result:?}");
    match result {
        sent::Sent::Sent { id, to, at } => {
            assert!(!id.trim().is_empty() && has_id(&value(answer), &id), "{id:?}");
            assert!(to == TO || parse(&to, &Rules::default()).is_ok(), "{to:?}");
            assert!(at.is_none_or(|at| at > 0.0 && at.is_finite()), "{at:?}");
        }
        sent::Sent::Queued { to } => assert_eq!(to, TO),
    }
    Ok(())
}

/// The answer, as a parser reads it that is not ours: it takes what ours takes.
fn value(answer: &Answer) -> Value {
    let text = answer.json().unwrap().as_str();
    serde_json::from_str(text).unwrap_or_else(|error| {
        // It goes no deeper, and no larger.
        assert!(
            error.to_string().contains("recursion limit") || error.to_string().contains("out of range"),
            "{error}"
        );
        Value::from("too much for it")
    })
}

/// Whether the id is one of the value's strings or numbers.
fn has_id(value: &Value, id: &str) -> bool {
    match value {
        Value::String(text) => text == id,
        Value::Number(number) => number.as_f64() == id.parse().ok(),
        Value::Array(items) => items.iter().any(|item| has_id(item, id)),
        Value::Object(fields) => fields.values().any(|field| has_id(field, id)),
        _ => false,
    }
}

/// There is an image exactly when there is a code to scan, and it never shows the token.
fn code(answer: &Answer) -> Result<(), Reason> {
    let request = get_qrcode::Request { instance_id: INSTANCE.to_owned() };
    let code = request.read_code(answer, TOKEN)?;
    assert_eq!(code.image.is_some(), code.state == State::Scan, "{code:?}");
    if let Some(image) = &code.image {
        let is_data = image.starts_with("data:image/");
        assert!(is_data || Address::parse(image).is_ok(), "{image}");
        assert!(is_data || !image.contains(TOKEN), "{image}");
    }
    assert!(code.expires_in_ms.is_none_or(|life| life > 0.0 && life.is_finite()), "{code:?}");
    Ok(())
}

fn sessions(answer: &Answer) -> Result<(), Reason> {
    let created = create_instance::Request::default().read(answer);
    let session = create_session::Request { name: "Desk".to_owned() }.read(answer);
    assert_eq!(created.is_ok(), session.is_ok());
    let session = session?;
    assert!(!session.instance_id.trim().is_empty());
    assert!(session.name.is_some_and(|name| !name.trim().is_empty()));
    Ok(())
}

fn status(answer: &Answer) -> Result<(), Reason> {
    let status = reconnect::Request { instance_id: INSTANCE.to_owned() }.read(answer)?;
    if let Some(phone) = status.phone {
        assert!(
            (7..=15).contains(&phone.len()) && phone.bytes().all(|byte| byte.is_ascii_digit()),
            "{phone}"
        );
    }
    Ok(())
}

fn groups(answer: &Answer) -> Result<(), Reason> {
    for group in (get_groups::Request { instance_id: INSTANCE.to_owned() }).read(answer)? {
        assert!(group.id.ends_with("@g.us") && parse_group(&group.id).is_ok(), "{group:?}");
        assert!(group.size.is_none_or(|size| size >= 0.0), "{group:?}");
    }
    Ok(())
}

fn lifecycle(answer: &Answer) -> Result<(), Reason> {
    let instance_id = || INSTANCE.to_owned();
    let reset = reset_instance::Request { instance_id: instance_id() }.read(answer);
    if let Ok(reset) = &reset {
        assert_eq!(reset.instance_id.is_none(), reset.next == Some("create_instance"));
        assert_ne!(reset.instance_id.as_deref(), Some(INSTANCE));
    }
    let url = "https://example.org/hook".to_owned();
    let webhook = set_webhook::Request { instance_id: instance_id(), url, enabled: true }.read(answer);
    if webhook.is_ok() {
        assert!(answer.is_ok() && answer.is_success());
    }
    reboot::Request { instance_id: instance_id() }.read(answer)?;
    logout::Request { instance_id: instance_id() }.read(answer)
}

fn others(answer: &Answer) -> Result<(), Reason> {
    if let Content::Json(_) = answer.content() {
        assert!(!value(answer).is_null());
    }
    let raw = raw::Request::read(answer)?;
    assert_eq!(Some(raw), answer.json().map(JsonText::as_str));
    let pair = get_paircode::Request { instance_id: INSTANCE.to_owned(), phone: TO.to_owned() };
    assert!(!pair.read(answer)?.code.trim().is_empty());
    Ok(())
}

/// A failed send may be sent again only where the gateway refused it, in words that are known or by its status.
fn failure(reason: Reason, answer: &Answer) {
    let error = Error::answered(reason, Effect::Once);
    assert_ne!(error.delivery, Delivery::NotSent, "{reason:?}");
    assert!(!error.retryable || error.delivery == Delivery::Rejected, "{reason:?}");
    if error.delivery == Delivery::Rejected {
        assert!(answer.said().is_some() || matches!(answer.status(), 401 | 403 | 429), "{reason:?}");
    }
}
