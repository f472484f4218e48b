//! `POST /reset_instance?instance_id=...&access_token=...`
//!
//! Logs out, deletes the instance's data and changes its id. Source: `wawp-rest-api.txt`, Instance Management, 4. The new
//! id is not in the reply of any server read (`gateway.md`, 1.3).

use super::lifecycle::{Reset, done, new_id};
use super::{Effect, Endpoint, Meta, Plan};
use crate::reason::Reason;
use crate::reply::Answer;
use crate::wording::Said;

const META: Meta = Meta::control("reset_instance", Effect::Once);

/// Resets this instance.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
}

impl Endpoint for Request {
    type Response = Reset;

    fn plan(&self) -> Plan {
        Plan::new(META, &[("instance_id", &self.instance_id)])
    }

    fn read(&self, answer: &Answer) -> Result<Reset, Reason> {
        let instance_id = if answer.said() == Some(Said::Fault(Reason::AccountMissing)) {
            // Reset before, or never linked: there is nothing left to reset.
            None
        } else {
            new_id(done(answer)?, &self.instance_id)
        };
        let next = instance_id.is_none().then_some("create_instance");
        Ok(Reset { instance_id, next })
    }
}
