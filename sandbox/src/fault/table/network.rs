//! The way there and back: slow, silent, cut.

use super::{ALL, paced, row};
use crate::fault::{Effect, Fault};
use crate::reply::Pace;

/// Longer than any caller waits.
const STALL_MS: u64 = 60_000;

pub(super) static FAULTS: &[Fault] = &[
    row("slow_headers", "The answer waits `ms`.", ALL, Effect::Done, |reply, met| {
        paced(reply, Pace::HeadersAfter(met.ms))
    })
    .lasting(3_000),
    row(
        "slow_body",
        "The headers come at once, the body drips over `ms`.",
        ALL,
        Effect::Done,
        |reply, met| paced(reply, Pace::BodyOver(met.ms)),
    )
    .lasting(3_000),
    row(
        "stalled_headers",
        "There is no answer; after `ms` the connection closes.",
        ALL,
        Effect::Done,
        |reply, met| paced(reply, Pace::DroppedAfter(met.ms)),
    )
    .lasting(STALL_MS),
    row(
        "stalled_body",
        "The headers come at once, the body never; after `ms` the connection closes.",
        ALL,
        Effect::Done,
        |reply, met| paced(reply, Pace::BodyNever(met.ms)),
    )
    .lasting(STALL_MS),
    row("drop_before", "The connection closes without an answer.", ALL, Effect::NotDone, |reply, _| {
        paced(reply, Pace::DroppedAfter(0))
    }),
    row("drop_after", "The connection closes without an answer.", ALL, Effect::Done, |reply, _| {
        paced(reply, Pace::DroppedAfter(0))
    }),
    row("half_body", "The connection closes in the middle of the answer.", ALL, Effect::Done, |reply, _| {
        paced(reply, Pace::Half)
    }),
];
