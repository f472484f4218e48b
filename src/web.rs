//! The only IO: `fetch`, timers and JSON of the JavaScript engine.

mod json;
mod scope;
mod transport;

pub(crate) use scope::{Scope, sleep};
pub(crate) use transport::{Token, Web};
