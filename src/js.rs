//! What JavaScript sees: read the options, call, and hand back a plain object or an error.
//!
//! No method holds a borrow of `self` across an await, takes an exported struct by value, or returns one of its own but
//! [`Instance`](instance::Instance).

mod call;
pub mod client;
pub mod instance;
mod login;
