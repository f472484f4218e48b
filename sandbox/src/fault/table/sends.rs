//! Sends that look like others: the message is not where the answer says.

use serde_json::{Value, json};

use super::{SENDS, if_success, row, success};
use crate::fault::{Effect, Fault};
use crate::instance::Instance;
use crate::random;
use crate::reply::{self, Reply};
use crate::texts;

pub(super) static FAULTS: &[Fault] = &[
    row("success_without_id", "`{\"status\":\"success\"}` and no more.", SENDS, Effect::NotDone, |_, _| {
        silence()
    }),
    row("success_empty_id", "`success` with an empty message id.", SENDS, Effect::NotDone, |_, _| {
        Reply::json(reply::JSON, &json!({ "status": "success", "message": { "key": { "id": "" } } }))
    }),
    row("success_numeric_id", "The message id is a number.", SENDS, Effect::Done, |reply, _| {
        let mut value = reply.value();
        match value.pointer_mut("/message/key/id") {
            // No larger than a JavaScript number can be.
            Some(id) => *id = Value::from(random::number() >> 16),
            None => return reply,
        }
        Reply::json(reply.content_type, &value)
    }),
    row(
        "success_quota",
        "`success` with the text that the month's quota is used up.",
        SENDS,
        Effect::NotDone,
        |_, _| success(texts::QUOTA),
    ),
    row(
        "success_quota_translated",
        "`success` with the text that the month's quota is used up, in Spanish.",
        SENDS,
        Effect::NotDone,
        |_, _| success(texts::QUOTA_TRANSLATED),
    ),
    row(
        "queued",
        "`success` without an id: the message waits in a queue.",
        SENDS,
        Effect::Done,
        |reply, _| if_success(reply, |_| success(texts::QUEUED)),
    ),
    row("queue_failed", "`success` with the text that queueing failed.", SENDS, Effect::NotDone, |_, _| {
        success(texts::QUEUE_FAILED)
    }),
    row(
        "duplicate_suppressed",
        "An error in Portuguese: the same text went to the same chat lately.",
        SENDS,
        Effect::NotDone,
        |_, _| Reply::refusal(texts::DUPLICATE),
    ),
    row(
        "logout_mid_send",
        "`{\"status\":\"success\"}` and no more: the phone is unlinked while the message goes out.",
        SENDS,
        Effect::Instead(Instance::log_out),
        |_, _| silence(),
    ),
];

fn silence() -> Reply {
    Reply::json(reply::JSON, &json!({ "status": "success" }))
}
