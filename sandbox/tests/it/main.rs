//! The sandbox over real HTTP on loopback.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod binary;
mod client;
mod control;
mod cors;
mod faults;
mod files;
mod lifecycle;
mod messages;
mod qr;
mod refusals;
mod routes;
