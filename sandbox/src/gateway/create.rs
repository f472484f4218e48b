//! `createSession` and `create_instance`: new instances.

use serde_json::json;

use super::{Act, Answer, Outcome, Refusal};
use crate::instance::Instance;
use crate::texts;

/// `GET /createSession`: a session object whose `status` is not a success but a state.
pub(super) fn session(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    let name = act.params.get("name").to_owned();
    if name.is_empty() {
        return Err(missing_name());
    }
    check_plan(act)?;
    let instance = Instance::new(Some(name.clone()));
    let id = instance.id.clone();
    act.world.instances.push(instance);
    Ok(Answer::Json(json!({
        "name": name,
        "status": "STARTING",
        "config": {
            "metadata": {
                "user_id": "5000",
                "display_name": "Sandbox account",
                "user_email": "sandbox@example.test",
                // The real one does send the token back.
                "access_token": act.world.token,
                "instance_id": id,
            },
        },
    })))
}

/// `GET /create_instance`: the same id again, until a phone is linked to it.
pub(super) fn instance(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    check_plan(act)?;
    let now_ms = act.now_ms;
    let instances = &mut act.world.instances;
    let pending = instances.iter().find(|instance| instance.is_pending(now_ms));
    let id = match pending {
        Some(instance) => instance.id.clone(),
        None => {
            let instance = Instance::new(None);
            let id = instance.id.clone();
            instances.push(instance);
            id
        }
    };
    Ok(Answer::Json(json!({
        "status": "success",
        "message": texts::CREATED,
        "instance_id": id,
    })))
}

/// The plan counts the numbers that are linked.
fn check_plan(act: &Act<'_>) -> Result<(), Refusal> {
    let instances = &act.world.instances;
    let linked = instances.iter().filter(|instance| instance.phone().is_some());
    match linked.count() < texts::PROFILES {
        true => Ok(()),
        false => Err(texts::profiles_quota().into()),
    }
}

/// WordPress checks a route's parameters before the route's own code runs.
fn missing_name() -> Refusal {
    Refusal {
        status: 400,
        body: json!({
            "code": "rest_missing_callback_param",
            "message": "Missing parameter(s): name",
            "data": { "status": 400, "params": ["name"] },
        }),
    }
}
