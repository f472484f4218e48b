//! `POST /reboot?instance_id=...&access_token=...`
//!
//! Logs out, for a fresh scan. Source: `wawp-rest-api.txt`, Instance Management, 3. The engines answer as for a logout,
//! and most delete the id with it (`gateway.md`, 1.3).

use super::lifecycle::{Reset, done, new_id};
use super::{Effect, Endpoint, Meta, Plan};
use crate::reason::Reason;
use crate::reply::Answer;
use crate::wording::Said;

const META: Meta = Meta::control("reboot", Effect::Once);

/// Logs this instance out.
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
        if answer.said() == Some(Said::LoggedOutBefore) {
            return Ok(Reset::default());
        }
        let instance_id = new_id(done(answer)?, &self.instance_id);
        Ok(Reset { instance_id, next: None })
    }
}
