//! 429, with every form of Retry-After and without one.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::{ALL, row, with_body, with_header};
use crate::fault::{Effect, Fault, Met, dates};
use crate::reply::{self, Readable, Reply};
use crate::texts;

/// How far the gateway's clock is ahead where it is wrong.
const SKEW: Duration = Duration::from_secs(3_600);

/// How long to wait where nothing else is asked for.
const WAIT_MS: u64 = 2_000;

pub(super) static FAULTS: &[Fault] = &[
    row(
        "rate_limited",
        "429 with Retry-After in seconds (`ms`, rounded up).",
        ALL,
        Effect::NotDone,
        |_, met| retry_after(seconds(met)),
    )
    .lasting(WAIT_MS),
    row(
        "rate_limited_date",
        "429 with Retry-After as a date, `ms` from now.",
        ALL,
        Effect::NotDone,
        |_, met| retry_after(dates::imf(end(met))),
    )
    .lasting(WAIT_MS),
    row(
        "rate_limited_rfc850",
        "429 with Retry-After as a date of RFC 850, `ms` from now.",
        ALL,
        Effect::NotDone,
        |_, met| retry_after(dates::rfc850(end(met))),
    )
    .lasting(WAIT_MS),
    row(
        "rate_limited_asctime",
        "429 with Retry-After as a date of C's `asctime`, `ms` from now.",
        ALL,
        Effect::NotDone,
        |_, met| retry_after(dates::asctime(end(met))),
    )
    .lasting(WAIT_MS),
    row(
        "rate_limited_skewed",
        "429 with Retry-After as a date, `ms` after its `Date`, which is an hour ahead.",
        ALL,
        Effect::NotDone,
        |_, met| {
            let reply = retry_after(dates::imf(end(met) + SKEW));
            with_header(reply, "date", dates::imf(SystemTime::now() + SKEW))
        },
    )
    .lasting(WAIT_MS),
    row("rate_limited_past", "429 with Retry-After as a date, an hour ago.", ALL, Effect::NotDone, |_, _| {
        retry_after(dates::imf(SystemTime::now() - SKEW))
    }),
    row("rate_limited_ms", "429 with only `retry-after-ms`.", ALL, Effect::NotDone, |_, met| {
        with_header(too_many(), "retry-after-ms", met.ms.to_string())
    })
    .lasting(WAIT_MS),
    row("rate_limited_list", "429 with `Retry-After: 1, 2`.", ALL, Effect::NotDone, |_, _| {
        retry_after("1, 2".to_owned())
    }),
    row("rate_limited_nonsense", "429 with `Retry-After: soon`.", ALL, Effect::NotDone, |_, _| {
        retry_after("soon".to_owned())
    }),
    row("rate_limited_negative", "429 with `Retry-After: -5`.", ALL, Effect::NotDone, |_, _| {
        retry_after("-5".to_owned())
    }),
    row("rate_limited_huge", "429 with a Retry-After of 317 years.", ALL, Effect::NotDone, |_, _| {
        retry_after("9999999999".to_owned())
    }),
    row("rate_limited_bare", "429 without Retry-After.", ALL, Effect::NotDone, |_, _| too_many()),
    row(
        "rate_limited_empty",
        "429 without Retry-After, with an empty body.",
        ALL,
        Effect::NotDone,
        |_, _| with_body(too_many(), ""),
    ),
    row("rate_limited_html", "429 without Retry-After, with a page.", ALL, Effect::NotDone, |_, _| {
        Reply::html(429, texts::PAGE_429)
    }),
    row(
        "rate_limited_hidden",
        "429 with Retry-After in seconds (`ms`, rounded up), which a page of another origin can't read.",
        ALL,
        Effect::NotDone,
        |_, met| Reply { readable: Readable::Body, ..retry_after(seconds(met)) },
    )
    .lasting(WAIT_MS),
];

fn too_many() -> Reply {
    Reply {
        status: 429,
        ..Reply::json(reply::JSON, &json!({ "status": "error", "message": "Too many requests" }))
    }
}

fn retry_after(value: String) -> Reply {
    with_header(too_many(), "retry-after", value)
}

fn seconds(met: &Met) -> String {
    met.ms.div_ceil(1_000).to_string()
}

fn end(met: &Met) -> SystemTime {
    SystemTime::now() + Duration::from_millis(met.ms)
}
