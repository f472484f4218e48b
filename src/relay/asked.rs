//! Reading a page's call: each field is checked as if nobody had checked it before.

use serde::Serialize;
use serde_json::{Value, json};

use super::claim::hash;
use super::config::Config;
use super::fields::Fields;
use super::guard;
use super::operation::Operation;
use super::refusal::{Refusal, Refused};
use crate::endpoint::{
    Effect, Endpoint, Params, Plan, create_instance, create_session, get_groups, get_paircode, get_qrcode,
    logout, raw, reboot, reconnect, reset_instance, send_group_media, send_group_text, send_media, send_text,
    set_webhook,
};
use crate::error::{Error, Result as Checked};
use crate::http::Method;
use crate::reason::Reason;
use crate::recipient::{self, Recipient, Rules};
use crate::relayed::is_key;
use crate::reply::Answer;
use crate::settings::instance_id;

/// A call of a page that can be forwarded.
pub struct Asked {
    /// What it does.
    pub operation: Operation,
    /// With which instance, if it is with one.
    pub instance_id: Option<String>,
    /// The key by which it is known again, if it acts when it is made twice.
    pub key: Option<String>,
    /// The hash of all of it.
    pub hash: String,
    /// What is sent, and what the answer means.
    pub call: Box<dyn Forward>,
}

/// A call, whatever its endpoint: what to send, and the result for the page.
pub trait Forward {
    /// What to send.
    fn plan(&self) -> Plan;

    /// What the answer means.
    ///
    /// # Errors
    /// Why it is a failure.
    fn read(&self, answer: &Answer) -> Result<Value, Reason>;
}

impl<E> Forward for E
where
    E: Endpoint,
    E::Response: Serialize,
{
    fn plan(&self) -> Plan {
        Endpoint::plan(self)
    }

    fn read(&self, answer: &Answer) -> Result<Value, Reason> {
        let response = Endpoint::read(self, answer)?;
        serde_json::to_value(response).map_err(|_| Reason::UnexpectedShape)
    }
}

/// A code, told by how long it lives: the clocks of relay and page may differ.
struct Code(get_qrcode::Request);

impl Forward for Code {
    fn plan(&self) -> Plan {
        Endpoint::plan(&self.0)
    }

    fn read(&self, answer: &Answer) -> Result<Value, Reason> {
        let code = Endpoint::read(&self.0, answer)?;
        Ok(match code.image {
            None => json!({ "state": code.state }),
            Some(image) => json!({ "state": code.state, "image": image, "expiresInMs": code.expires_in_ms }),
        })
    }
}

/// A call by hand.
struct ByHand(raw::Request);

impl Forward for ByHand {
    fn plan(&self) -> Plan {
        self.0.plan()
    }

    fn read(&self, answer: &Answer) -> Result<Value, Reason> {
        raw::Request::read(answer)?;
        serde_json::from_str(answer.text()).map_err(|_| Reason::NotJson)
    }
}

impl Asked {
    /// Reads a request's body.
    ///
    /// # Errors
    /// [`Refusal::Malformed`], or `invalid_argument` by the option's name.
    pub fn read(body: &[u8], config: &Config) -> Result<Self, Refused> {
        let mut fields = Fields::parse(body)?;
        // With the key, which is hard to guess: who reads the store can't find a number by trying.
        let hash = hash(fields.sorted().into_iter().flat_map(|(name, text)| [name, text]));
        let key = fields.maybe("key");
        let name = fields.take("call")?;
        let instance_id = match fields.maybe("instance_id") {
            None => None,
            Some(id) => Some(instance_id(&Value::from(id))?),
        };
        let (operation, call) = read(&name, &mut fields, instance_id.as_ref(), config)?;
        fields.end()?;
        // A page does not know that some gateways start an instance by a call that can be repeated.
        let is_keyed = operation == Operation::CreateSession || call.plan().meta.effect == Effect::Once;
        // A key that is not needed, or a needed one that is missing: no client of ours does that.
        if is_keyed != key.as_deref().is_some_and(is_key) || (!is_keyed && key.is_some()) {
            return Err(Refusal::Malformed.into());
        }
        Ok(Self { operation, instance_id, key, hash, call })
    }
}

/// Reads the fields of one endpoint.
fn read(
    name: &str,
    fields: &mut Fields,
    given_id: Option<&String>,
    config: &Config,
) -> Result<(Operation, Box<dyn Forward>), Refused> {
    let id = || given_id.cloned().ok_or(Refusal::Malformed);
    Ok(match name {
        "send" | "send_group" => send(name == "send_group", fields, id()?, config)?,
        "get_qrcode" => (Operation::QrCode, Box::new(Code(get_qrcode::Request { instance_id: id()? }))),
        "reconnect" => (Operation::Status, Box::new(reconnect::Request { instance_id: id()? })),
        "get_groups" => (Operation::Groups, Box::new(get_groups::Request { instance_id: id()? })),
        "reboot" => (Operation::Reboot, Box::new(reboot::Request { instance_id: id()? })),
        "reset_instance" => (Operation::Reset, Box::new(reset_instance::Request { instance_id: id()? })),
        "logout" => (Operation::Logout, Box::new(logout::Request { instance_id: id()? })),
        "get_paircode" => {
            let phone = contact(&fields.take("phone")?, "options.phone")?;
            (Operation::PairCode, Box::new(get_paircode::Request { instance_id: id()?, phone }))
        }
        "set_webhook" => {
            let url = guarded(fields.take("webhook_url")?, "options.url", config)?;
            let enabled = match fields.take("enable")?.as_str() {
                "true" => true,
                "false" => false,
                _ => return Err(Refusal::Malformed.into()),
            };
            (Operation::SetWebhook, Box::new(set_webhook::Request { instance_id: id()?, url, enabled }))
        }
        // What belongs to no instance, and names none.
        _ if given_id.is_some() => return Err(Refusal::Malformed.into()),
        "createSession" => {
            let name = filled(fields.take("name")?, "options.name")?;
            if config.gateway.has_create_session {
                (Operation::CreateSession, Box::new(create_session::Request { name }))
            } else {
                (Operation::CreateSession, Box::new(create_instance::Request { name: Some(name) }))
            }
        }
        "create_instance" => (Operation::CreateInstance, Box::new(create_instance::Request::default())),
        "call" => (Operation::Call, Box::new(ByHand(by_hand(fields)?))),
        _ => return Err(Refusal::Malformed.into()),
    })
}

fn send(
    to_group: bool,
    fields: &mut Fields,
    instance_id: String,
    config: &Config,
) -> Result<(Operation, Box<dyn Forward>), Refused> {
    let to = if to_group {
        group(&fields.take("group_id")?)?
    } else {
        contact(&fields.take("number")?, "options.to")?
    };
    let message = fields.take("message")?;
    Ok(match fields.take("type")?.as_str() {
        "text" => {
            let text = filled(message, "options.text")?;
            let call: Box<dyn Forward> = if to_group {
                Box::new(send_group_text::Request { instance_id, group_id: to, text })
            } else {
                Box::new(send_text::Request { instance_id, number: to, text })
            };
            (Operation::SendText, call)
        }
        "media" => {
            let media_url = guarded(fields.take("media_url")?, "options.mediaUrl", config)?;
            let (caption, filename) = (message, fields.maybe("filename"));
            let call: Box<dyn Forward> = if to_group {
                Box::new(send_group_media::Request {
                    instance_id,
                    group_id: to,
                    media_url,
                    caption,
                    filename,
                })
            } else {
                Box::new(send_media::Request { instance_id, number: to, media_url, caption, filename })
            };
            (Operation::SendMedia, call)
        }
        _ => return Err(Refusal::Malformed.into()),
    })
}

fn by_hand(fields: &mut Fields) -> Result<raw::Request, Refused> {
    let path = fields.take("path")?;
    let method = Method::named(&fields.take("method")?).ok_or(Refusal::Malformed)?;
    let query = params(&fields.take("query")?)?;
    let body = fields.maybe("body").map(|body| params(&body)).transpose()?;
    if !raw::Request::is_path(&path) || (body.is_some() && method == Method::Get) {
        return Err(Refusal::Malformed.into());
    }
    Ok(raw::Request { path, method, query, body })
}

fn params(text: &str) -> Result<Params, Refusal> {
    let pairs = Fields::parse(text.as_bytes())?.into_pairs();
    if pairs.iter().any(|(name, _)| name == "access_token") {
        return Err(Refusal::Malformed);
    }
    Ok(pairs.into_iter().map(|(name, text)| (name.into(), text)).collect())
}

/// The digits of a phone, as a client of ours writes them.
fn contact(digits: &str, path: &str) -> Checked<String> {
    let parsed = recipient::parse(&["+", digits].concat(), &Rules::default());
    match parsed {
        Ok(Recipient::Contact(parsed)) if parsed == digits => Ok(parsed),
        Err(refusal) => Err(Error::invalid(path.to_owned(), refusal.reason, refusal.why)),
        Ok(_) => Err(Error::invalid(path.to_owned(), "not_digits", "must be the digits of a phone number")),
    }
}

fn group(id: &str) -> Checked<String> {
    let invalid = |reason, why| Error::invalid("options.to".to_owned(), reason, why);
    match recipient::parse_group(id) {
        Ok(Recipient::Group(parsed)) if parsed == id => Ok(parsed),
        Err(refusal) => Err(invalid(refusal.reason, refusal.why)),
        Ok(_) => Err(invalid("not_a_group", "must be a group's id")),
    }
}

fn filled(text: String, path: &str) -> Checked<String> {
    if text.trim().is_empty() {
        return Err(Error::invalid(path.to_owned(), "empty", "must not be empty"));
    }
    Ok(text)
}

fn guarded(url: String, path: &str, config: &Config) -> Checked<String> {
    match guard::check(&url, config.media_origins.as_deref()) {
        Ok(()) => Ok(url),
        Err((reason, why)) => Err(Error::invalid(path.to_owned(), reason, why)),
    }
}
