//! `POST /reconnect?instance_id=...&access_token=...`
//!
//! Reconnects to WhatsApp, and is the only call that tells where an instance stands. Source: `wawp-rest-api.txt`, Instance
//! Management, 5; `gateway.md`, 1.3 and 5 for what comes back.

use super::{Effect, Endpoint, Meta, Plan};
use crate::client::Heard;
use crate::find;
use crate::json_text::JsonText;
use crate::plain::{Fields, Plain, serialized};
use crate::reason::Reason;
use crate::recipient::account_digits;
use crate::reply::Answer;
use crate::state::State;

const META: Meta = Meta::control("reconnect", Effect::Read);

/// Asks where an instance stands.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
}

/// Where an instance stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Where it stands.
    pub state: State,
    /// Digits of the linked phone.
    pub phone: Option<String>,
    /// The account's display name.
    pub name: Option<String>,
}

impl From<Response> for Plain {
    fn from(response: Response) -> Self {
        let mut fields = Fields::default();
        fields.put("state", response.state.into());
        fields.put("phone", response.phone.into());
        fields.put("name", response.name.into());
        fields.into()
    }
}

serialized!(Response);

impl Response {
    /// Reads what a relay tells.
    #[must_use]
    pub fn relayed(result: JsonText<'_>) -> Option<Self> {
        let text = |key: &str| result.text_of(key);
        Some(Self { state: State::named(&text("state")?)?, phone: text("phone"), name: text("name") })
    }

    const fn bare(state: State) -> Self {
        Self { state, phone: None, name: None }
    }
}

impl Request {
    /// Reads what the gateway or a relay answered.
    ///
    /// # Errors
    /// As [`Endpoint::read`].
    pub fn hear(&self, heard: &Heard<'_>) -> Result<Response, Reason> {
        match heard {
            Heard::Gateway(answer, _) => self.read(answer),
            Heard::Relay(result) => Response::relayed(*result).ok_or(Reason::UnexpectedShape),
        }
    }
}

impl Endpoint for Request {
    type Response = Response;

    fn plan(&self) -> Plan {
        Plan::new(META, &[("instance_id", &self.instance_id)])
    }

    fn read(&self, answer: &Answer) -> Result<Response, Reason> {
        if let Some(state) = answer.said().and_then(|said| said.state()) {
            return Ok(Response::bare(state));
        }
        if let Some(state) = answer.state_word() {
            return Ok(Response::bare(state));
        }
        let value = answer.accept()?;
        let account = value.field("data").unwrap_or(value);
        let logged_in = account.flag_of("loggedIn").or_else(|| account.flag_of("logged_in"));
        let connected = account.flag_of("connected");
        // An id without a server is the instance's, not a phone's.
        let jid = account.first_text(&["jid", "id"]).filter(|id| find::has_any(id, b"@"));
        let phone =
            jid.or_else(|| account.first_text(&["phone", "number"])).and_then(|jid| account_digits(&jid));
        let word = account.first_text(&["state", "status"]).and_then(|word| State::from_wire(&word));
        let state = if logged_in == Some(false) {
            return Ok(Response::bare(State::Scan));
        } else if let Some(state) = word {
            state
        } else if connected == Some(false) {
            if logged_in == Some(true) || phone.is_some() { State::Offline } else { State::Scan }
        } else if phone.is_some() || logged_in == Some(true) || connected == Some(true) {
            State::Connected
        } else if answer.is_success() {
            State::Unknown
        } else {
            return Err(Reason::UnexpectedShape);
        };
        Ok(Response { state, phone, name: account.first_text(&["name", "pushName", "push_name"]) })
    }
}
