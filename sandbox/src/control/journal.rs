//! `/sandbox/messages` and `/sandbox/requests`: what came in.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, ok};
use crate::media::Kind;
use crate::messages::Row;
use crate::requests::Seen;
use crate::world::Shared;

#[derive(Deserialize)]
pub(super) struct Of {
    instance_id: Option<String>,
}

/// `GET /sandbox/messages[?instance_id=]`
pub(super) async fn messages(State(shared): State<Shared>, Query(of): Query<Of>) -> Outcome {
    let rows: Vec<Value> = shared.with(|world| {
        let wanted = |row: &&Row| of.instance_id.as_ref().is_none_or(|id| *id == row.message.instance_id);
        world.messages.iter().filter(wanted).map(message).collect()
    });
    Ok(Json(json!({ "messages": rows })))
}

/// `DELETE /sandbox/messages`
pub(super) async fn clear_messages(State(shared): State<Shared>) -> Outcome {
    shared.with(|world| world.messages.clear());
    Ok(ok())
}

/// `GET /sandbox/requests`
pub(super) async fn requests(State(shared): State<Shared>) -> Outcome {
    let rows: Vec<Value> = shared.with(|world| world.requests.iter().map(request).collect());
    Ok(Json(json!({ "requests": rows })))
}

fn message(row: &Row) -> Value {
    let message = &row.message;
    let is_text = message.kind == Kind::Text;
    let mut value = json!({
        "id": message.id,
        "instanceId": message.instance_id,
        "to": message.to,
        "group": message.group,
        "type": if is_text { "text" } else { "media" },
        "kind": message.kind.name(),
        "at": message.at_ms,
        "count": row.count,
    });
    let optional =
        [("text", &message.text), ("mediaUrl", &message.media_url), ("filename", &message.filename)];
    if let Some(fields) = value.as_object_mut() {
        for (name, text) in optional {
            if !text.is_empty() {
                fields.insert(name.to_owned(), text.clone().into());
            }
        }
    }
    value
}

fn request(seen: &Seen) -> Value {
    let mut value = json!({
        "method": seen.method,
        "path": seen.path,
        "query": seen.query,
        "bodyBytes": seen.body_bytes,
        "at": seen.at_ms,
    });
    let optional = [
        ("call", seen.call.map(|call| call.name().into())),
        ("contentType", seen.content_type.clone().map(Value::from)),
    ];
    if let Some(fields) = value.as_object_mut() {
        for (name, value) in optional {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value);
            }
        }
    }
    value
}
