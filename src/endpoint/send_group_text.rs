//! `POST /send_group` with `type=text`
//!
//! Sends a text to a group. Source: `wawp-rest-api.txt`, Group API, 1.

use super::sent::{self, Sent};
use super::{Endpoint, Meta, Plan, content};
use crate::reason::Reason;
use crate::reply::Answer;

/// No known server reads the group's id from JSON (`gateway.md`, 1.2).
const META: Meta = Meta::send("send_group", Some("group_id"));

/// Sends a text to a group.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
    /// `...@g.us`
    pub group_id: String,
    /// The text.
    pub text: String,
}

impl Endpoint for Request {
    type Response = Sent;

    fn plan(&self) -> Plan {
        content::text(META, ("group_id", &self.group_id), &self.text, &self.instance_id)
    }

    fn read(&self, answer: &Answer) -> Result<Sent, Reason> {
        sent::read(answer, &self.group_id)
    }
}
