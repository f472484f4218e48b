//! `reconnect`, `get_groups`, `reboot`, `reset_instance` and `logout`: a linked account and its end.

use serde_json::{Value, json};

use super::{Act, Answer, Outcome, Refusal, success};
use crate::texts;

/// `GET /reconnect`: the only call that tells whether a phone is linked.
pub(super) fn reconnect(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    let (authority, family) = (act.authority, act.family);
    let instance = act.activated()?;
    let Some(phone) = instance.phone() else {
        return Err(match family.engine_tells_logout {
            true => Refusal {
                status: 200,
                body: json!({ "status": "error", "message": texts::ERROR, "relogin": true }),
            },
            false => texts::RELOGIN.into(),
        });
    };
    Ok(Answer::Json(json!({
        "status": "success",
        "message": texts::SUCCESS,
        "data": {
            "id": format!("{}:12@s.whatsapp.net", phone.number),
            "name": phone.name,
            "avatar": format!("http://{authority}/media/sample.png"),
        },
    })))
}

/// `GET /get_groups`: the groups that the linked phone is in.
pub(super) fn groups(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    let groups = act.linked()?.groups();
    let groups: Vec<Value> = groups
        .into_iter()
        .map(|group| json!({ "id": group.id, "name": group.name, "size": group.size }))
        .collect();
    Ok(Answer::Json(json!({
        "status": "success",
        "message": texts::SUCCESS,
        "data": groups,
    })))
}

/// `GET /reboot`: documented as a fresh scan; in truth it logs out, and the id is dead.
pub(super) fn reboot(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    let instance = act.activated()?;
    if instance.phone().is_none() {
        return Err(texts::LOGGED_OUT_BEFORE.into());
    }
    instance.kill();
    Ok(success(texts::SUCCESS))
}

/// `GET /reset_instance`: deletes the account. The id is dead, and no new one is told.
pub(super) fn reset(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    act.instance_id()?;
    let instance = act.activated().map_err(|_| texts::ACCOUNT_MISSING)?;
    instance.kill();
    Ok(success(texts::RESET))
}

/// `GET /logout`: stock controllers print the word, without looking at the token, and do nothing.
pub(super) fn logout(act: &mut Act<'_>) -> Outcome {
    if !act.family.logout_works {
        return Ok(Answer::Word("logout"));
    }
    act.authorize()?;
    act.instance_id()?;
    // An id without rows is logged out already.
    if let Ok(instance) = act.instance() {
        instance.kill();
    }
    Ok(success(texts::LOGGED_OUT))
}
