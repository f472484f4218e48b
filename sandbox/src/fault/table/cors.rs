//! Answers that a page of another origin can't read, and calls that it can't make.

use super::{ALL, row};
use crate::fault::{Effect, Fault};
use crate::reply::{Readable, Reply};
use crate::texts;

pub(super) static FAULTS: &[Fault] = &[
    row("no_cors", "A page of another origin can't read the answer.", ALL, Effect::Done, |reply, _| Reply {
        readable: Readable::Nothing,
        ..reply
    }),
    row("preflight_refused", "OPTIONS is answered with 404.", ALL, Effect::Preflight, |_, _| Reply {
        readable: Readable::Nothing,
        ..Reply::html(404, texts::PAGE_404)
    }),
];
