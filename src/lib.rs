//! Client of the Wawp REST gateway and every gateway that speaks its dialect.
//!
//! The core is pure: it plans requests, reads replies and decides, and does no IO. `web` is the only IO, `js` the
//! binding; both exist on wasm32 only, so a native `cargo test` proves that the core needs neither.

pub mod address;
pub mod client;
pub mod endpoint;
pub mod error;
pub mod event;
pub mod find;
pub mod gateway;
mod hex;
pub mod http;
pub mod image;
pub mod json;
pub mod json_text;
pub mod linking;
pub mod login;
pub mod media;
mod named;
pub mod options;
pub mod plain;
pub mod reason;
pub mod recipient;
pub mod redact;
#[cfg(feature = "relay")]
pub mod relay;
pub mod relayed;
pub mod reply;
pub mod retry;
pub mod retry_after;
pub mod settings;
pub mod state;
pub mod text;
pub mod wording;

#[cfg(target_arch = "wasm32")]
pub mod js;
#[cfg(target_arch = "wasm32")]
mod web;

/// Half the size of the default one in a browser's download.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
