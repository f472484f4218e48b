//! Bodies that are none, and good ones that are odd.

use super::{ALL, row, with_body, with_header, with_start};
use crate::fault::{Effect, Fault};
use crate::reply::Reply;
use crate::texts;

/// How many spaces a huge body starts with.
const HUGE: usize = 8 << 20;

pub(super) static FAULTS: &[Fault] = &[
    row("empty", "The body is empty.", ALL, Effect::Done, |reply, _| with_body(reply, "")),
    row("null", "The body is `null`.", ALL, Effect::Done, |reply, _| with_body(reply, "null")),
    row(
        "empty_array",
        "The body is `[]`, as when PHP gets nothing from the engine.",
        ALL,
        Effect::Done,
        |reply, _| with_body(reply, "[]"),
    ),
    row(
        "bad_json",
        "The JSON breaks off; the length is that of what is left.",
        ALL,
        Effect::Done,
        |mut reply, _| {
            reply.body.truncate(reply.body.len() / 2);
            reply
        },
    ),
    row("byte_order_mark", "A byte order mark stands before the answer.", ALL, Effect::Done, |reply, _| {
        with_start(reply, "\u{feff}".as_bytes())
    }),
    row("php_notice", "A notice of PHP stands before the answer.", ALL, Effect::Done, |reply, _| {
        with_start(reply, texts::PHP_NOTICE.as_bytes())
    }),
    row(
        "duplicate_fields",
        "The answer has two fields `status`: `error`, then its own.",
        ALL,
        Effect::Done,
        |reply, _| with_first_field(reply, br#""status":"error""#),
    ),
    row("invalid_utf8", "The answer has a text that is not UTF-8.", ALL, Effect::Done, |reply, _| {
        with_first_field(reply, b"\"note\":\"caf\xe9\"")
    }),
    row("wrong_charset", "The answer claims to be UTF-16.", ALL, Effect::Done, |reply, _| Reply {
        content_type: "application/json; charset=UTF-16",
        ..reply
    }),
    row("wrong_content_type", "The answer claims to be XML.", ALL, Effect::Done, |reply, _| Reply {
        content_type: "application/xml",
        ..reply
    }),
    row("wrong_encoding", "The answer claims to be compressed.", ALL, Effect::Done, |reply, _| {
        with_header(reply, "content-encoding", "gzip".to_owned())
    }),
    row("huge_body", "8 MB of spaces stand before the answer.", ALL, Effect::Done, |reply, _| {
        with_start(reply, &vec![b' '; HUGE])
    }),
];

/// Puts a field before the others of an object.
fn with_first_field(reply: Reply, field: &[u8]) -> Reply {
    match reply.body.strip_prefix(b"{") {
        Some(rest) => {
            let body = [b"{", field, b",", rest].concat();
            with_body(reply, body)
        }
        None => reply,
    }
}
