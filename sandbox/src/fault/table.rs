//! The table of faults. The page, the control routes and the behaviour all come from its rows.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use super::{Effect, Fault, Met};
use crate::gateway::Call;
use crate::instance::Instance;
use crate::random;
use crate::reply::{self, Pace, Reply};
use crate::texts;

const ALL: &[Call] = &[];
const SENDS: &[Call] = &[Call::Send, Call::SendGroup];
const CREATES: &[Call] = &[Call::CreateSession, Call::CreateInstance];
const QR: &[Call] = &[Call::GetQrcode];
const STATUS: &[Call] = &[Call::Reconnect];

/// Every fault, by name.
pub(crate) static FAULTS: &[Fault] = &[
    // The way there and back.
    row(
        "slow_headers",
        "The call is done at once; the answer waits `ms`.",
        ALL,
        Effect::Done,
        |reply, met| paced(reply, Pace::HeadersAfter(met.ms)),
    )
    .lasting(3_000),
    row(
        "slow_body",
        "The headers come at once, the body drips over `ms`.",
        ALL,
        Effect::Done,
        |reply, met| paced(reply, Pace::BodyOver(met.ms)),
    )
    .lasting(3_000),
    row("drop_before", "The connection drops before anything is done.", ALL, Effect::NotDone, dropped),
    row(
        "drop_after",
        "The call is done, then the connection drops without an answer.",
        ALL,
        Effect::Done,
        dropped,
    ),
    row(
        "half_body",
        "The call is done; the connection drops in the middle of the answer.",
        ALL,
        Effect::Done,
        |reply, _| paced(reply, Pace::Half),
    ),
    row(
        "redirect",
        "302 to the start page. Whoever follows it turns a send into a GET.",
        ALL,
        Effect::NotDone,
        |_, met| {
            let location = format!("http://{}/", met.authority);
            with_header(Reply::html(302, ""), "location", location)
        },
    ),
    // Bodies that are none.
    row("empty", "The call is done; the body is empty.", ALL, Effect::Done, |reply, _| with_body(reply, "")),
    row("null", "The call is done; the body is `null`.", ALL, Effect::Done, |reply, _| {
        with_body(reply, "null")
    }),
    row(
        "empty_array",
        "The call is done; the body is `[]`, as when PHP gets nothing from the engine.",
        ALL,
        Effect::Done,
        |reply, _| with_body(reply, "[]"),
    ),
    row("bad_json", "The call is done; the JSON breaks off.", ALL, Effect::Done, |mut reply, _| {
        reply.body.truncate(reply.body.len() / 2);
        reply
    }),
    row(
        "wrong_content_type",
        "The call is done; the answer claims to be XML.",
        ALL,
        Effect::Done,
        |mut reply, _| {
            reply.content_type = "application/xml";
            reply
        },
    ),
    row(
        "html_200",
        "200 with a marketing page, as some hosts show to what they take for robots.",
        ALL,
        Effect::NotDone,
        |_, _| Reply::html(200, texts::PAGE_MARKETING),
    ),
    row("html_404", "404 with a page, as for a route that doesn't exist.", ALL, Effect::NotDone, |_, _| {
        Reply::html(404, texts::PAGE_404)
    }),
    // Servers that are unwell.
    row("status_500", "500 with a page.", ALL, Effect::NotDone, |_, _| Reply::html(500, texts::PAGE_500)),
    row("status_500_empty", "500 with an empty body.", ALL, Effect::NotDone, |_, _| Reply::html(500, "")),
    row(
        "status_500_json",
        "500 with the exception as JSON, as in development mode.",
        ALL,
        Effect::NotDone,
        |_, _| Reply {
            status: 500,
            ..Reply::json(
                reply::JSON,
                &json!({
                    "title": "ErrorException",
                    "type": "ErrorException",
                    "code": 500,
                    "message": "Undefined array key \"access_token\"",
                    "file": "Whatsapp_api.php",
                    "line": 160,
                    "trace": [],
                }),
            )
        },
    ),
    row(
        "status_502_html",
        "The call is done; the web server lost the answer: 502 with a page.",
        ALL,
        Effect::Done,
        |_, _| Reply::html(502, texts::PAGE_502),
    ),
    row("status_503", "503 with a page.", ALL, Effect::NotDone, |_, _| Reply::html(503, texts::PAGE_503)),
    row(
        "rate_limited",
        "429 with Retry-After in seconds (`ms`, rounded up).",
        ALL,
        Effect::NotDone,
        |_, met| too_many(met.ms.div_ceil(1_000).to_string()),
    )
    .lasting(2_000),
    row(
        "rate_limited_date",
        "429 with Retry-After as a date, `ms` from now.",
        ALL,
        Effect::NotDone,
        |_, met| too_many(httpdate::fmt_http_date(SystemTime::now() + Duration::from_millis(met.ms))),
    )
    .lasting(2_000),
    // CORS.
    row(
        "no_cors",
        "The call is done; a page of another origin can't read the answer.",
        ALL,
        Effect::Done,
        |mut reply, _| {
            reply.cors = false;
            reply
        },
    ),
    row(
        "preflight_refused",
        "OPTIONS is answered with 404: a browser never sends the call.",
        ALL,
        Effect::Preflight,
        |_, _| Reply { cors: false, ..Reply::html(404, texts::PAGE_404) },
    ),
    // Sends that look like others.
    row(
        "success_without_id",
        "`{\"status\":\"success\"}` for a message that isn't sent.",
        SENDS,
        Effect::NotDone,
        |_, _| silence(),
    ),
    row(
        "success_quota",
        "`success` with the text that the month's quota is used up. Not sent.",
        SENDS,
        Effect::NotDone,
        |_, _| success(texts::QUOTA),
    ),
    row(
        "queued",
        "`success`, queued: the message goes out, but has no id.",
        SENDS,
        Effect::Done,
        |reply, _| if_success(reply, |_| success(texts::QUEUED)),
    ),
    row(
        "queue_failed",
        "`success` with the text that queueing failed. Not sent.",
        SENDS,
        Effect::NotDone,
        |_, _| success(texts::QUEUE_FAILED),
    ),
    row(
        "generic_error",
        "The error `Error`, which tells nothing. Not sent.",
        ALL,
        Effect::NotDone,
        |_, _| Reply::refusal(texts::ERROR),
    ),
    row(
        "duplicate_suppressed",
        "Refused because the same text went to the same chat lately.",
        SENDS,
        Effect::NotDone,
        |_, _| Reply::refusal(texts::DUPLICATE),
    ),
    row(
        "logout_mid_send",
        "The phone is unlinked while the message goes out: `success`, not sent.",
        SENDS,
        Effect::Instead(Instance::log_out),
        |_, _| silence(),
    ),
    // Texts.
    row("error_text", "The error that `text` says, with HTTP 200.", ALL, Effect::NotDone, |_, met| {
        Reply::refusal(met.text.as_deref().unwrap_or(texts::ERROR))
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
    // QR codes.
    row("qr_never", "There is never a code.", QR, Effect::NotDone, |_, _| Reply::refusal(texts::NO_QR)),
    row(
        "qr_late",
        "The code is made after `ms`; its clock starts then.",
        QR,
        Effect::DoneLate,
        |reply, _| reply,
    )
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
        let url =
            format!("http://{}/media/qr/{}.png?v={:x}", met.authority, met.instance_id, random::number());
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

const fn row(
    name: &'static str,
    about: &'static str,
    calls: &'static [Call],
    effect: Effect,
    answer: fn(Reply, &Met) -> Reply,
) -> Fault {
    Fault { name, about, calls, effect, ms: None, answer }
}

impl Fault {
    const fn lasting(mut self, ms: u64) -> Self {
        self.ms = Some(ms);
        self
    }
}

fn paced(reply: Reply, pace: Pace) -> Reply {
    Reply { pace, ..reply }
}

fn dropped(reply: Reply, _: &Met) -> Reply {
    paced(reply, Pace::Dropped)
}

fn with_body(reply: Reply, body: &str) -> Reply {
    Reply { body: body.into(), ..reply }
}

fn with_header(mut reply: Reply, name: &'static str, value: String) -> Reply {
    reply.headers.push((name, value));
    reply
}

fn too_many(retry_after: String) -> Reply {
    let reply = Reply {
        status: 429,
        ..Reply::json(reply::JSON, &json!({ "status": "error", "message": "Too many requests" }))
    };
    with_header(reply, "retry-after", retry_after)
}

fn success(message: &str) -> Reply {
    Reply::json(reply::JSON, &json!({ "status": "success", "message": message }))
}

fn silence() -> Reply {
    Reply::json(reply::JSON, &json!({ "status": "success" }))
}

fn if_success(reply: Reply, change: impl FnOnce(Reply) -> Reply) -> Reply {
    match reply.value().get("status").and_then(|status| status.as_str()) {
        Some("success") => change(reply),
        _ => reply,
    }
}

/// Changes an answer that carries a code, whose base64 it hands on; errors stay as they are.
fn if_qr(reply: Reply, change: impl FnOnce(String, &'static str) -> Reply) -> Reply {
    let value = reply.value();
    let base64 = value.get("base64").and_then(|base64| base64.as_str());
    match base64.and_then(|base64| base64.split_once(',')) {
        Some((_, base64)) => change(base64.to_owned(), reply.content_type),
        None => reply,
    }
}
