//! `POST /send` with `type=text`
//!
//! Sends a text to a person. Source: `wawp-rest-api.txt`, Direct Message API, 1.

use super::sent::{self, Sent};
use super::{Endpoint, Meta, Plan, content};
use crate::reason::Reason;
use crate::reply::Answer;

const META: Meta = Meta::send("send", None);

/// Sends a text to a person.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
    /// Digits with the country code.
    pub number: String,
    /// The text.
    pub text: String,
}

impl Endpoint for Request {
    type Response = Sent;

    fn plan(&self) -> Plan {
        content::text(META, ("number", &self.number), &self.text, &self.instance_id)
    }

    fn read(&self, answer: &Answer) -> Result<Sent, Reason> {
        sent::read(answer, &self.number)
    }
}
