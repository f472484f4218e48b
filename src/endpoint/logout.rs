//! `POST /logout?instance_id=...&access_token=...`
//!
//! Unlinks the phone. Source: `gateway.md`, 1.3: stock gateways print the word `logout` and do nothing.

use super::lifecycle::done;
use super::{Effect, Endpoint, Meta, Plan};
use crate::reason::Reason;
use crate::reply::Answer;
use crate::wording::Said;

const META: Meta = Meta::control("logout", Effect::Once);

/// Unlinks this instance's phone.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
}

impl Endpoint for Request {
    type Response = ();

    fn plan(&self) -> Plan {
        Plan::new(META, &[("instance_id", &self.instance_id)])
    }

    fn read(&self, answer: &Answer) -> Result<(), Reason> {
        if answer.said() == Some(Said::LoggedOutBefore) {
            return Ok(());
        }
        done(answer).map(|_| ())
    }
}
