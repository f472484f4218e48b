//! The relay, natively: a host, a store and a gateway that answer from scripts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

mod calls;
mod crossing;
mod gate;
mod host;
mod once;
#[path = "../support/script.rs"]
#[allow(dead_code, reason = "this suite does without some of it")]
mod script;
mod simulation;
