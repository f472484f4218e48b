//! Errors in words, with HTTP 200.

use serde_json::json;

use super::{ALL, row};
use crate::fault::{Effect, Fault};
use crate::gateway::Call;
use crate::instance::Instance;
use crate::reply::{self, Reply};
use crate::texts;

const CREATES: &[Call] = &[Call::CreateSession, Call::CreateInstance];
const STATUS: &[Call] = &[Call::Reconnect];

pub(super) static FAULTS: &[Fault] = &[
    row("error_text", "The error that `text` says, with HTTP 200.", ALL, Effect::NotDone, |_, met| {
        Reply::refusal(met.text.as_deref().unwrap_or(texts::ERROR))
    }),
    row("generic_error", "The error `Error`, which tells nothing.", ALL, Effect::NotDone, |_, _| {
        Reply::refusal(texts::ERROR)
    }),
    row(
        "translated",
        "\"Instance ID Invalidated\" in Spanish, as the server's language table makes it.",
        ALL,
        Effect::NotDone,
        |_, _| Reply::refusal(texts::TRANSLATED),
    ),
    row(
        "instance_gone",
        "The instance dies: \"Instance ID Invalidated\".",
        ALL,
        Effect::Instead(Instance::kill),
        |_, _| Reply::refusal(texts::INSTANCE_INVALIDATED),
    ),
    row("session_not_found", "The engine has no socket yet.", ALL, Effect::NotDone, |_, _| {
        Reply::refusal(texts::SESSION_NOT_FOUND)
    }),
    row(
        "quota_profiles",
        "The plan's number of linked phones is used up.",
        CREATES,
        Effect::NotDone,
        |_, _| Reply::refusal(&texts::profiles_quota()),
    ),
    row(
        "status_not_logged_in",
        "`success` with `loggedIn: false`: nobody is linked.",
        STATUS,
        Effect::NotDone,
        |_, _| {
            Reply::json(
                reply::JSON,
                &json!({
                    "status": "success",
                    "message": texts::SUCCESS,
                    "data": { "connected": true, "loggedIn": false, "jid": "" },
                }),
            )
        },
    ),
];
