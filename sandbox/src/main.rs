//! The native sandbox gateway.
fn main() {}
