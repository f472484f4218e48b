//! What must hold for any input: one function a target, for the fuzzer and for the test that replays the stored inputs.
//!
//! Inputs are lines of text, so that a person can read and write them.

#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod recipient;
mod redact;
mod relayed;
mod reply;
mod request;
mod retry_after;

pub use recipient::recipient;
pub use redact::redact;
pub use relayed::relayed;
pub use reply::reply;
pub use request::request;
pub use retry_after::retry_after;

/// The first line, as far as it is text, and all that follows.
fn first_line(data: &[u8]) -> (&str, &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let rest = data.get(end + 1..).unwrap_or_default();
    (std::str::from_utf8(&data[..end]).unwrap_or_default(), rest)
}

/// So many lines, the last of which has all that follows; missing ones are empty.
fn lines<const N: usize>(data: &[u8]) -> Option<[&str; N]> {
    let mut parts = std::str::from_utf8(data).ok()?.splitn(N, '\n');
    Some(std::array::from_fn(|_| parts.next().unwrap_or_default()))
}
