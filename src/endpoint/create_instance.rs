//! `GET /create_instance?access_token=...`
//!
//! Makes an instance, or gives the id of the one that still waits for its first login. Source: `gateway.md`, 1.3.

use super::session::Session;
use super::{Effect, Endpoint, Meta, Plan};
use crate::reason::Reason;
use crate::reply::Answer;

const META: Meta = Meta::control("create_instance", Effect::Idempotent);

/// Makes an instance.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// A name that stays on our side: the gateway has no word for it.
    pub name: Option<String>,
}

impl Endpoint for Request {
    type Response = Session;

    fn plan(&self) -> Plan {
        Plan::new(META, &[])
    }

    fn read(&self, answer: &Answer) -> Result<Session, Reason> {
        Session::read(answer, self.name.as_deref())
    }
}
