//! The gateway's calls. Both families share one behaviour; what differs between them is data in [`family`].

mod account;
mod create;
mod family;
mod login;
mod send;
mod webhook;

use serde_json::{Value, json};

use crate::instance::{Instance, State};
use crate::params::Params;
use crate::reply::{self, Reply};
use crate::texts;
use crate::world::World;

pub(crate) use family::{Call, Family, Route, of_path};

/// A request to the gateway, as it came in.
#[derive(Debug)]
pub(crate) struct Incoming<'a> {
    pub(crate) query: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) body: &'a [u8],
    /// The sandbox's own host and port, as the caller names them.
    pub(crate) authority: &'a str,
}

impl Incoming<'_> {
    /// The parameters that a call reads.
    pub(crate) fn params(&self, call: Call) -> Params {
        let json_without = match call {
            Call::Send => Some(""),
            Call::SendGroup => Some("number"),
            _ => None,
        };
        Params::read(self.query, self.content_type, self.body, json_without)
    }
}

/// One call that is being answered.
struct Act<'a> {
    world: &'a mut World,
    family: &'static Family,
    params: &'a Params,
    authority: &'a str,
    now_ms: u64,
}

/// What a call answers when it isn't refused.
enum Answer {
    Json(Value),
    Word(&'static str),
}

/// A refusal: HTTP 200 all the same, for the most part.
struct Refusal {
    status: u16,
    body: Value,
}

impl<T: Into<String>> From<T> for Refusal {
    fn from(message: T) -> Self {
        Self { status: 200, body: json!({ "status": "error", "message": message.into() }) }
    }
}

type Outcome = Result<Answer, Refusal>;

/// Carries out a call.
pub(crate) fn answer(
    world: &mut World,
    family: &'static Family,
    call: Call,
    params: &Params,
    authority: &str,
) -> Reply {
    let now_ms = world.clock.now_ms();
    let mut act = Act { world, family, params, authority, now_ms };
    let outcome = match call {
        Call::CreateSession => create::session(&mut act),
        Call::CreateInstance => create::instance(&mut act),
        Call::GetQrcode => login::qrcode(&mut act),
        Call::GetPaircode => login::paircode(&mut act),
        Call::SetWebhook => webhook::set(&mut act),
        Call::Reboot => account::reboot(&mut act),
        Call::ResetInstance => account::reset(&mut act),
        Call::Reconnect => account::reconnect(&mut act),
        Call::GetGroups => account::groups(&mut act),
        Call::Logout => account::logout(&mut act),
        Call::Send => send::contact(&mut act),
        Call::SendGroup => send::group(&mut act),
    };
    let labelled = |newer: bool| match family.json_as_html && !newer {
        true => reply::HTML,
        false => reply::JSON,
    };
    match outcome {
        Ok(Answer::Json(value)) => Reply::json(labelled(call.is_newer()), &value),
        Ok(Answer::Word(word)) => Reply::html(200, word),
        Err(refusal) => Reply { status: refusal.status, ..Reply::json(labelled(false), &refusal.body) },
    }
}

/// `{"status":"success","message":...}`
fn success(message: &str) -> Answer {
    Answer::Json(json!({ "status": "success", "message": message }))
}

impl Act<'_> {
    /// The account behind the token: the sandbox has one.
    fn authorize(&self) -> Result<(), Refusal> {
        match self.params.get("access_token") {
            "" => Err(texts::TOKEN_REQUIRED.into()),
            token if token != self.world.token => Err(texts::TOKEN_UNKNOWN.into()),
            _ => Ok(()),
        }
    }

    /// The id, which no call needs to be right for.
    fn instance_id(&self) -> Result<&str, Refusal> {
        match self.params.get("instance_id") {
            "" => Err(texts::INSTANCE_REQUIRED.into()),
            id => Ok(id),
        }
    }

    /// The instance, whether a phone is linked or not.
    fn instance(&mut self) -> Result<&mut Instance, Refusal> {
        self.instance_id()?;
        let now_ms = self.now_ms;
        self.world
            .instance(self.params.get("instance_id"))
            .filter(|instance| !matches!(instance.state(now_ms), State::Dead))
            .ok_or_else(|| texts::INSTANCE_INVALIDATED.into())
    }

    /// The instance, if a phone was ever linked to it.
    fn activated(&mut self) -> Result<&mut Instance, Refusal> {
        let now_ms = self.now_ms;
        let instance = self.instance()?;
        match instance.is_pending(now_ms) {
            true => Err(texts::NOT_ACTIVATED.into()),
            false => Ok(instance),
        }
    }

    /// The instance, if a phone is linked to it.
    fn linked(&mut self) -> Result<&mut Instance, Refusal> {
        let instance = self.activated()?;
        match instance.phone() {
            None => Err(texts::RELOGIN.into()),
            Some(_) => Ok(instance),
        }
    }
}
