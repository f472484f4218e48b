//! What JavaScript sees: read the options, call, and hand back a plain object or an error.
//!
//! No method holds a borrow of `self` across an await, takes an exported struct by value, or returns one of its own but
//! [`Instance`](instance::Instance).

#[cfg(feature = "client")]
mod call;
#[cfg(feature = "client")]
pub mod client;
mod hand_over;
#[cfg(feature = "client")]
pub mod instance;
#[cfg(feature = "client")]
mod login;
#[cfg(feature = "relay")]
pub mod relay;

pub use crate::web::engine::Engine;
