//! `POST /send` with `type=media`
//!
//! Sends a file to a person. Source: `wawp-rest-api.txt`, Direct Message API, 2.

use super::sent::{self, Sent};
use super::{Endpoint, Meta, Plan, content};
use crate::reason::Reason;
use crate::reply::Answer;

const META: Meta = Meta::send("send", None);

/// Sends a file to a person.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
    /// Digits with the country code.
    pub number: String,
    /// Where the gateway fetches the file.
    pub media_url: String,
    /// Text below the media, possibly empty.
    pub caption: String,
    /// The name of a document.
    pub filename: Option<String>,
}

impl Endpoint for Request {
    type Response = Sent;

    fn plan(&self) -> Plan {
        let media = (self.media_url.as_str(), self.caption.as_str(), self.filename.as_deref());
        content::media(META, ("number", &self.number), media, &self.instance_id)
    }

    fn read(&self, answer: &Answer) -> Result<Sent, Reason> {
        sent::read(answer, &self.number)
    }
}
