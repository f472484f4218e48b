//! Answers that repeat the call's token, written in every way.

use serde_json::json;

use super::{ALL, row};
use crate::fault::{Effect, Fault, Met, token};
use crate::reply::{self, Reply};

pub(super) static FAULTS: &[Fault] = &[
    row(
        "echo_token_html",
        "500 with a page that repeats the call's token: plain, escaped for URLs once and twice, for JSON and for HTML, in base64, in a URL.",
        ALL,
        Effect::NotDone,
        |_, met| {
            let lines: String =
                written(met).into_iter().map(|(name, text)| format!("<li>{name}: {text}</li>\n")).collect();
            let page = format!(
                "<!doctype html>\n<html>\n<head><meta charset=\"utf-8\"><title>ErrorException</title></head>\n\
                <body><h1>ErrorException</h1><p>No account has {}</p><ul>\n{lines}</ul></body>\n</html>\n",
                met.caller.token
            );
            Reply::html(500, &page)
        },
    ),
    row(
        "echo_token_json",
        "An error with HTTP 200 that repeats the call's token in the same ways.",
        ALL,
        Effect::NotDone,
        |_, met| {
            let fields: String =
                written(met).into_iter().map(|(name, text)| format!(",\"{name}\":\"{text}\"")).collect();
            let message = json!(format!("No account has {}", met.caller.token));
            Reply::new(200, reply::JSON, format!("{{\"status\":\"error\",\"message\":{message}{fields}}}"))
        },
    ),
];

/// The token in every way but plain. None of them needs to be escaped further to stand in JSON.
fn written(met: &Met) -> [(&'static str, String); 6] {
    let token = met.caller.token.as_str();
    let authority = &met.caller.authority;
    let in_url = token::in_url(token);
    let url = format!("http://{authority}/api/send?access_token={in_url}&type=text");
    [
        ("url_once", in_url),
        ("url_twice", token::in_url_twice(token)),
        ("json", token::in_json(token)),
        ("html", token::in_html(token)),
        ("base64", token::in_base64(token)),
        ("url", url),
    ]
}
