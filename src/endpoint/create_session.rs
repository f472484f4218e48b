//! `GET /createSession?name=...&access_token=...`
//!
//! Starts an instance. Source: `wawp-rest-api.txt`, Instance Management, 1.

use super::session::Session;
use super::{Endpoint, Meta, Plan};
use crate::reason::Reason;
use crate::reply::Answer;

const META: Meta = Meta::session("createSession", 20_000);

/// Starts an instance with this name.
#[derive(Clone, Debug)]
pub struct Request {
    /// The session's name.
    pub name: String,
}

impl Endpoint for Request {
    type Response = Session;

    fn plan(&self) -> Plan {
        Plan::new(META, &[("name", &self.name)])
    }

    fn read(&self, answer: &Answer) -> Result<Session, Reason> {
        Session::read(answer, Some(&self.name))
    }
}
