//! `POST /set_webhook?webhook_url=...&enable=true|false&instance_id=...&access_token=...`
//!
//! Sets where incoming messages are posted. Source: `gateway.md`, 1.3: `enable` is compared to the text `true`, anything
//! else stores *disabled* and still claims success.

use super::lifecycle::done;
use super::{Effect, Endpoint, Meta, Plan};
use crate::reason::Reason;
use crate::reply::Answer;

const META: Meta = Meta::control("set_webhook", Effect::Idempotent);

/// Sets an instance's webhook.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
    /// Where to post, needed to disable too.
    pub url: String,
    /// Whether to post.
    pub enabled: bool,
}

impl Endpoint for Request {
    type Response = ();

    fn plan(&self) -> Plan {
        let enable = if self.enabled { "true" } else { "false" };
        Plan::new(META, &[("webhook_url", &self.url), ("enable", enable), ("instance_id", &self.instance_id)])
    }

    fn read(&self, answer: &Answer) -> Result<(), Reason> {
        done(answer).map(|_| ())
    }
}
