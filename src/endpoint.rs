//! The calls: one file each, with its request, its response, its plan and its reading.
//!
//! An endpoint knows what it sends and what the answer means; where it is sent and how it is written is the
//! [`Gateway`](crate::gateway::Gateway)'s business.

mod content;
pub mod create_instance;
pub mod create_session;
pub mod get_groups;
pub mod get_paircode;
pub mod get_qrcode;
pub mod lifecycle;
pub mod logout;
pub mod raw;
pub mod reboot;
pub mod reconnect;
pub mod reset_instance;
pub mod send_group_media;
pub mod send_group_text;
pub mod send_media;
pub mod send_text;
pub mod sent;
pub mod session;
pub mod set_webhook;

use std::borrow::Cow;

use crate::http::Method;
use crate::reason::Reason;
use crate::reply::Answer;

/// What calling twice does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it only asks.
    Read,
    /// The same as calling once.
    Idempotent,
    /// It acts again.
    Once,
}

/// Which of a gateway's two bases a call lives under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// That of `createSession` and `get_qrcode`.
    Sessions,
    /// That of everything else.
    Api,
}

/// Where the parameters travel, the token with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// In the query: a control call.
    Query,
    /// In the body: a send.
    Body,
}

/// What an endpoint declares of itself.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// Its name, which is its path unless the call is made by hand.
    pub name: &'static str,
    /// The documented method.
    pub method: Method,
    /// Where it lives.
    pub site: Site,
    /// Where its parameters travel.
    pub carrier: Carrier,
    /// What calling twice does.
    pub effect: Effect,
    /// How long it may take, in milliseconds.
    pub timeout_ms: u32,
    /// A field that no known server reads from JSON, so that it is repeated in the query.
    pub unread_in_json: Option<&'static str>,
}

impl Meta {
    /// A control call of the API: `POST` as documented, its parameters in the query.
    #[must_use]
    pub const fn control(name: &'static str, effect: Effect) -> Self {
        Self {
            name,
            method: Method::Post,
            site: Site::Api,
            carrier: Carrier::Query,
            effect,
            timeout_ms: 20_000,
            unread_in_json: None,
        }
    }

    /// A call under the base of the sessions: `GET` as documented, its parameters in the query.
    #[must_use]
    pub const fn session(name: &'static str, timeout_ms: u32) -> Self {
        Self { method: Method::Get, site: Site::Sessions, timeout_ms, ..Self::control(name, Effect::Once) }
    }

    /// A send: `POST`, its parameters in the body, never repeated.
    ///
    /// The gateway itself waits 60 s for its engine: giving up earlier would leave many outcomes unknown.
    #[must_use]
    pub const fn send(name: &'static str, unread_in_json: Option<&'static str>) -> Self {
        Self {
            carrier: Carrier::Body,
            timeout_ms: 75_000,
            unread_in_json,
            ..Self::control(name, Effect::Once)
        }
    }
}

/// Parameters in the order in which they are written.
pub type Params = Vec<(Cow<'static, str>, String)>;

/// A planned call: what to send, before it is known where and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The endpoint's declaration.
    pub meta: Meta,
    /// What travels in the query.
    pub query: Params,
    /// What travels in the body.
    pub body: Params,
    raw_path: Option<String>,
}

impl Plan {
    /// Plans a call of an endpoint with these parameters.
    #[must_use]
    pub fn new(meta: Meta, params: &[(&'static str, &str)]) -> Self {
        let mut plan = Self { meta, query: Params::new(), body: Params::new(), raw_path: None };
        for (key, value) in params {
            plan.add(key, Some(value));
        }
        plan
    }

    /// Adds a parameter that is not always there.
    pub fn add(&mut self, key: &'static str, value: Option<&str>) {
        let params = match self.meta.carrier {
            Carrier::Query => &mut self.query,
            Carrier::Body => &mut self.body,
        };
        if let Some(value) = value {
            params.push((Cow::Borrowed(key), value.to_owned()));
        }
    }

    /// Plans a call by hand.
    #[must_use]
    pub const fn raw(meta: Meta, path: String, query: Params, body: Params) -> Self {
        Self { meta, query, body, raw_path: Some(path) }
    }

    /// Whether this is a call by hand, whose method the caller chose.
    #[must_use]
    pub const fn is_raw(&self) -> bool {
        self.raw_path.is_some()
    }

    /// The path below its base.
    #[must_use]
    pub fn path(&self) -> &str {
        self.raw_path.as_deref().unwrap_or(self.meta.name)
    }
}

/// A call of the gateway's API.
pub trait Endpoint {
    /// What it resolves with.
    type Response;

    /// What to send.
    fn plan(&self) -> Plan;

    /// What the answer means.
    ///
    /// # Errors
    /// Why it is a failure.
    fn read(&self, answer: &Answer) -> Result<Self::Response, Reason>;
}
