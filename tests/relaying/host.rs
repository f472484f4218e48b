//! A host whose visitor, store and gateway do as they are told.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde_json::{Value, json};
use wawp_client::error::{Error, Fault};
use wawp_client::http::Reply;
use wawp_client::options::Options;
use wawp_client::relay::config::{Config, RELAY_OPTIONS};
use wawp_client::relay::gate::Head;
use wawp_client::relay::host::{Created, Failed, Host, NoBody};
use wawp_client::relay::{Relay, Response};

use crate::script::{Script, reply};

pub(crate) const PAGE: &str = "https://dashboard.example";
pub(crate) const KEY: &str = "order-17/confirmed";
pub(crate) const SENT: &str =
    r#"{"status":"success","message":{"key":{"id":"BAE5","remoteJid":"84933313000@s.whatsapp.net"}}}"#;

/// One request's host. The store is shared with others by taking it along.
pub(crate) struct World {
    pub(crate) permit: Result<Value, Failed>,
    pub(crate) body: Result<Vec<u8>, NoBody>,
    pub(crate) store: RefCell<BTreeMap<String, String>>,
    pub(crate) kept_ms: RefCell<Vec<f64>>,
    /// The methods of the store that fail.
    pub(crate) broken: Vec<&'static str>,
    pub(crate) created: RefCell<Vec<(String, String, Option<String>)>>,
    pub(crate) remembers: bool,
    pub(crate) replies: RefCell<Vec<Result<Reply, Fault>>>,
    pub(crate) token: Option<Fault>,
    pub(crate) blamed: RefCell<Vec<String>>,
    pub(crate) now: Cell<f64>,
    /// What was sent to the gateway: addresses and bodies.
    pub(crate) forwarded: RefCell<Vec<String>>,
    pub(crate) timeouts: RefCell<Vec<f64>>,
    marks: Cell<u32>,
}

impl World {
    /// A visitor who may do everything with two instances, and a gateway that answers so.
    pub(crate) fn of(replies: &[(u16, &str)]) -> Self {
        Self {
            permit: Ok(json!({ "visitor": "ann", "instances": ["A", "B"], "operations": "all" })),
            body: Err(NoBody::Broken),
            store: RefCell::default(),
            kept_ms: RefCell::default(),
            broken: Vec::new(),
            created: RefCell::default(),
            remembers: true,
            replies: RefCell::new(replies.iter().map(|(status, body)| Ok(reply(*status, body))).collect()),
            token: None,
            blamed: RefCell::default(),
            now: Cell::new(1_000_000.0),
            forwarded: RefCell::default(),
            timeouts: RefCell::default(),
            marks: Cell::default(),
        }
    }

    /// Asks a relay for a call.
    pub(crate) fn ask(&mut self, relay: &Relay, call: &Value) -> (u16, Value) {
        self.body = Ok(call.to_string().into_bytes());
        let response = self.answer(relay, &call_head());
        (response.status, serde_json::from_str(&response.body).unwrap())
    }

    pub(crate) fn answer(&self, relay: &Relay, head: &Head) -> Response {
        pollster::block_on(relay.answer(head, &Serving { world: self }))
    }

    fn stored(&self, method: &str) -> Result<(), Failed> {
        if self.broken.contains(&method) { Err(Failed) } else { Ok(()) }
    }
}

struct Serving<'a> {
    world: &'a World,
}

/// The gateway's end of a call: a script that tells what was sent when the relay lets go of it.
pub(crate) struct Line<'a> {
    world: &'a World,
    script: Script,
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let sent = self.script.requests.borrow();
        let told = sent.iter().map(|request| {
            let body = request.body.as_ref().map(|(_, body)| body.as_str()).unwrap_or_default();
            [request.url.as_str(), " ", body].concat()
        });
        self.world.forwarded.borrow_mut().extend(told);
        *self.world.replies.borrow_mut() = self.script.replies.take().into_iter().collect();
    }
}

impl wawp_client::client::Transport for Line<'_> {
    async fn token(&self) -> Result<String, Fault> {
        self.script.token().await
    }

    async fn send(
        &self,
        request: wawp_client::http::Request,
        token: &str,
        limit_ms: Option<f64>,
    ) -> Result<Reply, Fault> {
        self.script.send(request, token, limit_ms).await
    }

    fn ended(&self) -> Option<Fault> {
        self.script.ended()
    }

    fn max_retries(&self) -> u32 {
        0
    }

    fn now(&self) -> f64 {
        self.script.now()
    }

    fn time_left(&self) -> f64 {
        self.script.time_left()
    }

    async fn pause(&self, ms: f64) -> Result<(), Fault> {
        self.script.pause(ms).await
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn new_key(&self) -> String {
        panic!("a relay asks no other relay")
    }

    fn quotes(&self) -> bool {
        false
    }

    fn listens(&self) -> bool {
        false
    }

    fn tell(&self, _: wawp_client::event::Event) {}
}

impl<'a> Host for Serving<'a> {
    type Value = Value;
    type Transport = Line<'a>;

    async fn authorize(&self) -> Result<Value, Failed> {
        self.world.permit.clone()
    }

    async fn body(&self, most: usize) -> Result<Vec<u8>, NoBody> {
        match &self.world.body {
            Ok(body) if body.len() > most => Err(NoBody::TooLarge),
            body => body.clone(),
        }
    }

    async fn claim(&self, key: &str, note: &str, keep_ms: f64) -> Result<Option<String>, Failed> {
        self.world.stored("claim")?;
        self.world.kept_ms.borrow_mut().push(keep_ms);
        let mut store = self.world.store.borrow_mut();
        if self.world.broken.contains(&"first claim") {
            // Its server took the note, and the answer was lost: the client asked once more.
            store.insert(key.to_owned(), note.to_owned());
        }
        if let Some(stored) = store.get(key) {
            return Ok(Some(stored.clone()));
        }
        store.insert(key.to_owned(), note.to_owned());
        Ok(None)
    }

    async fn settle(&self, key: &str, note: &str, keep_ms: f64) -> Result<(), Failed> {
        self.world.stored("settle")?;
        self.world.kept_ms.borrow_mut().push(keep_ms);
        self.world.store.borrow_mut().insert(key.to_owned(), note.to_owned());
        Ok(())
    }

    async fn release(&self, key: &str, note: &str) -> Result<(), Failed> {
        self.world.stored("release")?;
        self.world.store.borrow_mut().retain(|known, stored| known != key || stored != note);
        Ok(())
    }

    fn mark(&self) -> String {
        self.world.marks.set(self.world.marks.get() + 1);
        self.world.marks.get().to_string()
    }

    async fn created(&self, created: &Created<'_>) -> Result<(), Failed> {
        let replaces = created.replaces.map(str::to_owned);
        let row = (created.visitor.to_owned(), created.instance_id.to_owned(), replaces);
        self.world.created.borrow_mut().push(row);
        if self.world.remembers { Ok(()) } else { Err(Failed) }
    }

    fn open(&self, _: &str, timeout_ms: f64) -> Line<'a> {
        self.world.timeouts.borrow_mut().push(timeout_ms);
        let script = Script::of(self.world.replies.take());
        Line { world: self.world, script: Script { token: self.world.token, ..script } }
    }

    fn blame(&self, error: &Error) {
        self.world.blamed.borrow_mut().push(error.message.clone());
    }

    fn blame_token(&self, _: &Line<'a>) {
        self.world.blamed.borrow_mut().push("token".to_owned());
    }

    fn now(&self) -> f64 {
        self.world.now.get()
    }
}

/// A relay of a classic gateway, with these options besides.
pub(crate) fn relay(mut options: Value) -> Relay {
    let defaults = json!({ "origins": [PAGE], "gateway": { "baseUrl": "https://gateway.example/api" } });
    for (key, value) in defaults.as_object().unwrap() {
        options.as_object_mut().unwrap().entry(key).or_insert_with(|| value.clone());
    }
    Relay::new(Config::read(&Options::new(options, "options", RELAY_OPTIONS).unwrap()).unwrap())
}

/// What stands before the body of a call from a page.
pub(crate) fn call_head() -> Head {
    Head {
        method: "POST".to_owned(),
        url: "https://dashboard.example/wawp".to_owned(),
        origin: Some(PAGE.to_owned()),
        marker: Some("1".to_owned()),
        content_type: Some("application/json".to_owned()),
        ..Head::default()
    }
}

/// A text to a person.
pub(crate) fn text() -> Value {
    json!({
        "call": "send", "key": KEY, "type": "text", "number": "84933313000", "message": "hello", "instance_id": "A",
    })
}

/// A call with some of its fields changed, or taken out by `null`.
pub(crate) fn with(mut call: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            call.as_object_mut().unwrap().remove(name);
        } else {
            call[name] = value.clone();
        }
    }
    call
}

/// The error in an answer: its code, reason and delivery.
pub(crate) fn error(answer: &Value) -> (&str, &str, &str) {
    let text = |key: &str| answer["error"][key].as_str().unwrap_or_default();
    (text("code"), text("reason"), text("delivery"))
}
