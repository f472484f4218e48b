//! `POST /send_group` with `type=media`
//!
//! Sends a file to a group. Source: `wawp-rest-api.txt`, Group API, 2.

use super::sent::{self, Sent};
use super::{Endpoint, Meta, Plan, content};
use crate::reason::Reason;
use crate::reply::Answer;

/// No known server reads the group's id from JSON (`gateway.md`, 1.2).
const META: Meta = Meta::send("send_group", Some("group_id"));

/// Sends a file to a group.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
    /// `...@g.us`
    pub group_id: String,
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
        content::media(META, ("group_id", &self.group_id), media, &self.instance_id)
    }

    fn read(&self, answer: &Answer) -> Result<Sent, Reason> {
        sent::read(answer, &self.group_id)
    }
}
