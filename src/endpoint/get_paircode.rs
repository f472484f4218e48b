//! `POST /get_paircode?phone=...&instance_id=...&access_token=...`
//!
//! Asks for a code that a person types on the phone in place of scanning. Source: `gateway.md`, 1.3.

use super::{Effect, Endpoint, Meta, Plan};
use crate::plain::{Fields, Plain, serialized};
use crate::reason::Reason;
use crate::reply::Answer;
use crate::wording::Said;

const META: Meta = Meta::control("get_paircode", Effect::Once);

/// Asks for a pairing code.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
    /// Digits of the phone that is to be linked.
    pub phone: String,
}

/// A pairing code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// For example `ABCD-EFGH`.
    pub code: String,
}

impl From<Response> for Plain {
    fn from(response: Response) -> Self {
        let mut fields = Fields::default();
        fields.put("code", response.code.into());
        fields.into()
    }
}

serialized!(Response);

impl Endpoint for Request {
    type Response = Response;

    fn plan(&self) -> Plan {
        Plan::new(META, &[("phone", &self.phone), ("instance_id", &self.instance_id)])
    }

    fn read(&self, answer: &Answer) -> Result<Response, Reason> {
        if matches!(answer.said(), Some(Said::LoggedIn | Said::InstanceUsed)) {
            return Err(Reason::AlreadyPaired);
        }
        let value = answer.accept()?;
        value
            .with_data()
            .into_iter()
            .find_map(|spot| spot.first_text(&["code", "pairing_code", "pair_code"]))
            .map(|code| Response { code })
            .ok_or(Reason::UnexpectedShape)
    }
}
