//! QR codes: late, never, and in other forms.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use super::row;
use crate::fault::{Effect, Fault};
use crate::gateway::Call;
use crate::random;
use crate::reply::{self, Reply};
use crate::texts;

const QR: &[Call] = &[Call::GetQrcode];

pub(super) static FAULTS: &[Fault] = &[
    row("qr_never", "There is never a code.", QR, Effect::NotDone, |_, _| Reply::refusal(texts::NO_QR)),
    row("qr_late", "The clock of the code starts then.", QR, Effect::DoneLate, |reply, _| reply)
        .lasting(3_000),
    row("qr_raw_png", "The code as the bytes of a PNG.", QR, Effect::Done, |reply, _| {
        if_qr(reply, |png, _| Reply::new(200, "image/png", BASE64.decode(png).unwrap_or_default()))
    }),
    row(
        "qr_bare_base64",
        "The code as base64 text, without JSON around it.",
        QR,
        Effect::Done,
        |reply, _| if_qr(reply, |png, _| Reply::new(200, "text/plain; charset=UTF-8", png)),
    ),
    row("qr_url", "The code as the URL of an image.", QR, Effect::Done, |reply, met| {
        let (authority, id) = (&met.caller.authority, &met.caller.instance_id);
        let url = format!("http://{authority}/media/qr/{id}.png?v={:x}", random::number());
        if_qr(reply, |_, content_type| {
            Reply::json(content_type, &json!({ "status": "success", "qr_code_url": url }))
        })
    }),
    row(
        "qr_already_connected",
        "`success` without an image: the instance is connected already.",
        QR,
        Effect::NotDone,
        |_, _| {
            Reply::json(
                reply::JSON,
                &json!({
                    "status": "success",
                    "message": texts::CONNECTED_ALREADY,
                    "connected": true,
                }),
            )
        },
    ),
];

/// Changes an answer that carries a code, whose base64 it hands on; errors stay as they are.
fn if_qr(reply: Reply, change: impl FnOnce(String, &'static str) -> Reply) -> Reply {
    let value = reply.value();
    let base64 = value.get("base64").and_then(|base64| base64.as_str());
    match base64.and_then(|base64| base64.split_once(',')) {
        Some((_, base64)) => change(base64.to_owned(), reply.content_type),
        None => reply,
    }
}
