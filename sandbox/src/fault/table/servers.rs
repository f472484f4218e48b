//! Servers that are unwell, and pages in place of answers.

use serde_json::json;

use super::{ALL, row, with_header};
use crate::fault::{Effect, Fault};
use crate::reply::{self, Reply};
use crate::texts;

pub(super) static FAULTS: &[Fault] = &[
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
    row("status_403_html", "403 with the page of a firewall.", ALL, Effect::NotDone, |_, _| {
        Reply::html(403, texts::PAGE_403)
    }),
    row("status_408", "408 with a page.", ALL, Effect::NotDone, |_, _| Reply::html(408, texts::PAGE_408)),
    row("status_500", "500 with a page.", ALL, Effect::NotDone, |_, _| Reply::html(500, texts::PAGE_500)),
    row("status_500_after", "500 with a page.", ALL, Effect::Done, |_, _| Reply::html(500, texts::PAGE_500)),
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
    row("status_502_html", "502 with a page: the web server lost the answer.", ALL, Effect::Done, |_, _| {
        Reply::html(502, texts::PAGE_502)
    }),
    row("status_503", "503 with a page.", ALL, Effect::NotDone, |_, _| Reply::html(503, texts::PAGE_503)),
    row(
        "status_503_retry_after",
        "503 with a page and Retry-After in seconds (`ms`, rounded up).",
        ALL,
        Effect::NotDone,
        |_, met| {
            let seconds = met.ms.div_ceil(1_000).to_string();
            with_header(Reply::html(503, texts::PAGE_503), "retry-after", seconds)
        },
    )
    .lasting(2_000),
    row(
        "status_504_html",
        "504 with a page: the web server didn't wait for the answer.",
        ALL,
        Effect::Done,
        |_, _| Reply::html(504, texts::PAGE_504),
    ),
];
