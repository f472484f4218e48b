//! `/sandbox/state`, `/clock`, `/cors` and `/reset`: the sandbox as a whole.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::read;
use super::{Outcome, faults, ok};
use crate::instance::{self, Instance};
use crate::world::Shared;

/// `GET /sandbox/state`
pub(super) async fn state(State(shared): State<Shared>) -> Outcome {
    Ok(Json(shared.with(|world| {
        let now_ms = world.clock.now_ms();
        let instances: Vec<Value> =
            world.instances.iter().map(|instance| describe(instance, now_ms)).collect();
        let faults: Vec<Value> = world.faults.iter().map(faults::setting).collect();
        json!({
            "token": world.token,
            "cors": world.cors,
            "nowMs": now_ms,
            "instances": instances,
            "faults": faults,
        })
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Advance {
    advance_ms: u64,
}

/// `POST /sandbox/clock`
pub(super) async fn clock(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Outcome {
    let Advance { advance_ms } = read(&headers, &body)?;
    let now_ms = shared.with(|world| {
        world.clock.advance(advance_ms);
        world.clock.now_ms()
    });
    Ok(Json(json!({ "ok": true, "nowMs": now_ms })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    enabled: bool,
}

/// `POST /sandbox/cors`
pub(super) async fn cors(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Outcome {
    let Switch { enabled } = read(&headers, &body)?;
    shared.with(|world| world.cors = enabled);
    Ok(ok())
}

/// `POST /sandbox/reset`
pub(super) async fn reset(State(shared): State<Shared>) -> Outcome {
    shared.with(|world| world.reset());
    Ok(ok())
}

fn describe(instance: &Instance, now_ms: u64) -> Value {
    let state = instance.state(now_ms);
    let mut value = json!({
        "id": instance.id,
        "state": state.name(),
        "groups": instance.groups().len(),
    });
    let Some(fields) = value.as_object_mut() else {
        return value;
    };
    let mut insert = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    if let Some(name) = &instance.name {
        insert("name", name.clone().into());
    }
    match state {
        instance::State::Scan(code) => {
            insert("code", json!({ "index": code.index, "expiresInMs": code.expires_in_ms }));
        }
        instance::State::Connected(phone) | instance::State::LoggedOut(phone) => {
            insert("phone", phone.number.clone().into());
        }
        _ => {}
    }
    if let Some(webhook) = &instance.webhook {
        insert("webhook", json!({ "url": webhook.url, "enabled": webhook.enabled }));
    }
    value
}
