//! What the npm package is made of: all of the client for pages, or all of the relay for servers, by the one feature that is set.

pub use wawp_client::*;
