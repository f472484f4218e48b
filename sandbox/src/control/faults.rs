//! `/sandbox/faults`: what goes wrong next.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::input::read;
use super::{Failure, Outcome, ok};
use crate::fault::{self, Fault, GROUPS, Group, Setting};
use crate::gateway::Call;
use crate::world::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Wish {
    fault: String,
    call: Option<String>,
    instance_id: Option<String>,
    times: Option<u64>,
    ms: Option<u64>,
    text: Option<String>,
}

/// `GET /sandbox/faults`: those that are set, and all there are.
pub(super) async fn list(State(shared): State<Shared>) -> Outcome {
    let known: Vec<Value> = GROUPS.iter().flat_map(known).collect();
    let set: Vec<Value> = shared.with(|world| world.faults.iter().map(setting).collect());
    Ok(Json(json!({ "faults": set, "known": known })))
}

/// `POST /sandbox/faults`
pub(super) async fn set(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Outcome {
    let wish: Wish = read(&headers, &body)?;
    let setting = check(wish)?;
    shared.with(|world| world.faults.set(setting));
    Ok(ok())
}

/// `DELETE /sandbox/faults`
pub(super) async fn clear(State(shared): State<Shared>) -> Outcome {
    shared.with(|world| world.faults.clear());
    Ok(ok())
}

fn check(wish: Wish) -> Result<Setting, Failure> {
    let fault = Fault::of_name(&wish.fault).ok_or_else(|| {
        let names: Vec<&str> = fault::all().map(|fault| fault.name).collect();
        Failure::bad(format!("fault: not one of {}", names.join(", ")))
    })?;
    let call = match &wish.call {
        None => None,
        Some(name) => Some(Call::of_name(name).ok_or_else(|| {
            let names = Call::ALL.map(Call::name);
            Failure::bad(format!("call: not one of {}", names.join(", ")))
        })?),
    };
    if call.is_some_and(|call| !fault.fits(call)) {
        let names: Vec<&str> = fault.calls.iter().map(|call| call.name()).collect();
        return Err(Failure::bad(format!("call: {} happens only to {}", fault.name, names.join(", "))));
    }
    if wish.times == Some(0) {
        return Err(Failure::bad("times: at least 1; without it the fault stays"));
    }
    Ok(Setting {
        fault,
        call,
        instance_id: wish.instance_id,
        times: wish.times,
        ms: wish.ms,
        text: wish.text,
    })
}

/// A fault that is set, as JSON.
pub(super) fn setting(setting: &Setting) -> Value {
    let mut fields = Map::new();
    fields.insert("fault".to_owned(), setting.fault.name.into());
    let optional = [
        ("call", setting.call.map(|call| call.name().into())),
        ("instanceId", setting.instance_id.clone().map(Value::from)),
        ("times", setting.times.map(Value::from)),
        ("ms", setting.ms.map(Value::from)),
        ("text", setting.text.clone().map(Value::from)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    }
    Value::Object(fields)
}

fn known(group: &Group) -> impl Iterator<Item = Value> {
    group.faults.iter().map(|fault| {
        let calls: Vec<&str> = fault.calls.iter().map(|call| call.name()).collect();
        json!({
            "name": fault.name,
            "group": group.title,
            "about": format!("{} {}", fault.effect.about(), fault.about),
            "acts": fault.effect.acts(),
            "calls": calls,
            "ms": fault.ms,
        })
    })
}
