//! What replies mean: every text, shape and trap that gateways of this kind are known for, on every call.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

mod anything;
mod calls;
mod codes;
mod readers;
mod sends;
mod statuses;
mod texts;
