//! The relay that `createRelay` makes: one request after the other, on the server that it was dropped into.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Date, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Request, Response, ResponseInit};

use super::Engine;
use super::hand_over::function;
use crate::endpoint::Effect;
use crate::error::{Delivery, Error, Fault, Result};
use crate::json::{Json, Kind};
use crate::options::Options;
use crate::relay::config::{Config, RELAY_OPTIONS};
use crate::relay::gate::Head;
use crate::relay::host::{Created, Failed, Host, NoBody};
use crate::relay::{self, Relay as Core};
use crate::relayed::HEADER;
use crate::web::{Scope, Token, Web, attach, make_error, now, promise, property, unique};

/// How long the host may take to say who asks, and a page to send its call, in milliseconds.
const ASKING_MS: f64 = 10_000.0;
/// How long the store may take, in milliseconds.
const STORE_MS: f64 = 5_000.0;
/// How long a host may take at least to remember an instance, in milliseconds.
const SOON_MS: f64 = 1_000.0;

/// A relay.
#[wasm_bindgen]
pub struct Relay {
    inner: Rc<Inner>,
}

struct Inner {
    core: Core,
    max_retries: u32,
    timeout_ms: f64,
    token: Token,
    authorize: Function,
    claims: Claims,
    created: Option<Function>,
    fetch: Option<Function>,
    on_event: Option<Function>,
    on_error: Function,
}

/// The host's store.
struct Claims {
    store: JsValue,
    claim: Function,
    settle: Function,
    release: Function,
}

#[wasm_bindgen]
impl Relay {
    /// Checks the options; `engine` is what `pkg-template/entry/engine.js` makes.
    ///
    /// # Errors
    /// `invalid_argument`, by the option's name.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands options over by value")]
    pub fn new(options: JsValue, engine: Engine) -> std::result::Result<Self, JsValue> {
        attach(engine);
        match Inner::read(options) {
            Ok(inner) => Ok(Self { inner: Rc::new(inner) }),
            Err(error) => Err(make_error(error, None)),
        }
    }

    /// Answers a request.
    pub fn handle(&self, request: Request) -> Promise {
        let inner = Rc::clone(&self.inner);
        promise(async move {
            let head = head(&request);
            let deadline = now() + inner.timeout_ms;
            let answer = inner.core.answer(&head, &Visit { inner: &inner, request, deadline }).await;
            response(&answer).map(JsValue::from)
        })
    }
}

impl Inner {
    fn read(options: JsValue) -> Result<Self> {
        let options = Options::new(options, "options", RELAY_OPTIONS)?;
        let config = Config::read(&options)?;
        let required = |key: &str| {
            function(&options, key)?.ok_or_else(|| options.refuse(key, "required", "is required: a function"))
        };
        Ok(Self {
            max_retries: config.max_retries,
            timeout_ms: config.timeout_ms.unwrap_or(f64::INFINITY),
            core: Core::new(config),
            token: token(&options)?,
            authorize: required("authorize")?,
            claims: Claims::read(&options)?,
            created: function(&options, "onInstanceCreated")?,
            fetch: function(&options, "fetch")?,
            on_event: function(&options, "onEvent")?,
            on_error: required("onError")?,
        })
    }

    fn tell(&self, thrown: &JsValue) {
        // What the host's own function does wrong is nobody else's business.
        let _ = self.on_error.call1(&JsValue::UNDEFINED, thrown);
    }
}

fn token(options: &Options<JsValue>) -> Result<Token> {
    match options.get("accessToken") {
        Some(value) if value.is_function() => Ok(Token::Ask(value.into())),
        _ => options.required_text("accessToken").map(Token::Literal),
    }
}

impl Claims {
    fn read(options: &Options<JsValue>) -> Result<Self> {
        let store = options.get("claims").unwrap_or_default();
        let method = |name| {
            property(&store, name).dyn_into::<Function>().map_err(|_| {
                options.refuse(
                    "claims",
                    "not_a_store",
                    "is required: memoryClaims() for one process, redisClaims(client) for more, or a store of your own",
                )
            })
        };
        let (claim, settle, release) = (method("claim")?, method("settle")?, method("release")?);
        Ok(Self { store, claim, settle, release })
    }
}

/// One request.
struct Visit<'a> {
    inner: &'a Inner,
    request: Request,
    /// When the time for all that comes before the gateway is up, on the clock of scopes.
    deadline: f64,
}

impl Visit<'_> {
    /// So long, or as long as there is time before the gateway is called.
    fn within(&self, ms: f64) -> f64 {
        ms.min(self.deadline - now()).max(0.0)
    }

    /// Waits for what a function of the host's gives, but no longer than that.
    async fn ask(
        &self,
        limit_ms: f64,
        call: impl FnOnce() -> std::result::Result<JsValue, JsValue>,
    ) -> std::result::Result<JsValue, Failed> {
        let failed = |thrown: JsValue| {
            self.inner.tell(&thrown);
            Failed
        };
        let scope = Scope::new(limit_ms, None);
        let given = call().map_err(failed)?;
        scope.wait(&given).await.map_err(|(fault, thrown)| {
            let late = || js_sys::Error::new("the relay's host took too long").into();
            failed(if fault == Fault::Timeout { late() } else { thrown })
        })
    }

    /// Asks the store, with texts and a time to keep.
    async fn store(
        &self,
        method: &Function,
        texts: &[&str],
        keep_ms: Option<f64>,
        limit_ms: f64,
    ) -> std::result::Result<JsValue, Failed> {
        let words = Array::new();
        for text in texts {
            words.push(&JsValue::from_str(text));
        }
        if let Some(ms) = keep_ms {
            words.push(&ms.into());
        }
        self.ask(limit_ms, || method.apply(&self.inner.claims.store, &words)).await
    }
}

impl Host for Visit<'_> {
    type Value = JsValue;
    type Transport = Web;

    async fn authorize(&self) -> std::result::Result<JsValue, Failed> {
        self.ask(self.within(ASKING_MS), || self.inner.authorize.call1(&JsValue::UNDEFINED, &self.request))
            .await
    }

    async fn body(&self, most: usize) -> std::result::Result<Vec<u8>, NoBody> {
        if self.request.body_used() {
            self.inner.tell(&js_sys::Error::new("authorize must not read the request's body").into());
            return Err(NoBody::Taken);
        }
        let Some(stream) = self.request.body() else {
            return Ok(Vec::new());
        };
        let scope = Scope::new(self.within(ASKING_MS), None);
        // Not by its own binding, which traps where the host has locked the body.
        let get_reader = property(&stream, "getReader").dyn_into::<Function>().map_err(|_| NoBody::Broken)?;
        let reader = get_reader.call0(&stream).map_err(|thrown| {
            self.inner.tell(&thrown);
            NoBody::Taken
        })?;
        let method = |name: &str| property(&reader, name).dyn_into::<Function>().map_err(|_| NoBody::Broken);
        let (read, cancel) = (method("read")?, method("cancel")?);
        let mut body = Vec::new();
        let ended = loop {
            let Ok(promise) = read.call0(&reader) else {
                break Err(NoBody::Broken);
            };
            let Ok(chunk) = scope.wait(&promise).await else {
                break Err(NoBody::Broken);
            };
            if property(&chunk, "done") == true {
                break Ok(body);
            }
            let bytes = property(&chunk, "value");
            if !ArrayBuffer::is_view(&bytes) {
                break Err(NoBody::Broken);
            }
            body.extend(Uint8Array::new(&bytes).to_vec());
            if body.len() > most {
                break Err(NoBody::TooLarge);
            }
        };
        if ended.is_err() {
            // Nobody waits for the rest, nor for its end.
            if let Ok(cancelled) = cancel.call0(&reader) {
                let cancelled = JsFuture::from(Promise::resolve(&cancelled));
                spawn_local(async { drop(cancelled.await) });
            }
        }
        ended
    }

    async fn claim(
        &self,
        key: &str,
        note: &str,
        keep_ms: f64,
    ) -> std::result::Result<Option<String>, Failed> {
        let stored =
            self.store(&self.inner.claims.claim, &[key, note], Some(keep_ms), self.within(STORE_MS)).await?;
        match stored.kind() {
            Kind::Null => Ok(None),
            Kind::Text => Ok(stored.as_string()),
            _ => {
                self.inner.tell(&js_sys::Error::new("claim must give a text, or nothing").into());
                Err(Failed)
            }
        }
    }

    async fn settle(&self, key: &str, note: &str, keep_ms: f64) -> std::result::Result<(), Failed> {
        self.store(&self.inner.claims.settle, &[key, note], Some(keep_ms), STORE_MS).await.map(|_| ())
    }

    async fn release(&self, key: &str, note: &str) -> std::result::Result<(), Failed> {
        self.store(&self.inner.claims.release, &[key, note], None, STORE_MS).await.map(|_| ())
    }

    fn mark(&self) -> String {
        unique()
    }

    async fn created(&self, created: &Created<'_>) -> std::result::Result<(), Failed> {
        let Some(told) = &self.inner.created else {
            return Ok(());
        };
        let event = Object::new();
        let fields = [
            ("instanceId", Some(created.instance_id)),
            ("visitor", Some(created.visitor)),
            ("replaces", created.replaces),
        ];
        for (key, text) in fields {
            if let Some(text) = text {
                // A fresh object takes every property.
                let _ = Reflect::set(&event, &key.into(), &text.into());
            }
        }
        // It has some time even where the gateway has taken all there was.
        self.ask(self.within(ASKING_MS).max(SOON_MS), || told.call1(&JsValue::UNDEFINED, &event))
            .await
            .map(|_| ())
    }

    fn open(&self, visitor: &str, timeout_ms: f64) -> Web {
        let inner = self.inner;
        let token = match &inner.token {
            Token::Ask(ask) => Token::Ask(ask.bind1(&JsValue::UNDEFINED, &visitor.into()).unchecked_into()),
            token => token.clone(),
        };
        Web {
            scope: Scope::new(timeout_ms, None),
            fetch: inner.fetch.clone(),
            token,
            max_retries: inner.max_retries,
            on_event: inner.on_event.clone(),
            key: None,
            of_relay: true,
        }
    }

    fn blame(&self, error: &Error) {
        self.inner.tell(&make_error(Box::new(error.clone()), None));
    }

    fn blame_token(&self, transport: &Web) {
        let error = Error::unanswered(Fault::Token, Delivery::NotSent, Effect::Once);
        self.inner.tell(&make_error(error, transport.scope.cause()));
    }

    fn now(&self) -> f64 {
        Date::now()
    }
}

fn head(request: &Request) -> Head {
    let headers = request.headers();
    let header = |name: &str| headers.get(name).ok().flatten();
    Head {
        method: request.method(),
        url: request.url(),
        origin: header("origin"),
        marker: header(HEADER),
        content_type: header("content-type"),
        content_length: header("content-length"),
        content_encoding: header("content-encoding"),
    }
}

fn response(answer: &relay::Response) -> std::result::Result<Response, JsValue> {
    let headers = Object::new();
    for (name, value) in &answer.headers {
        Reflect::set(&headers, &(*name).into(), &value.into())?;
    }
    let init = ResponseInit::new();
    init.set_status(answer.status);
    init.set_headers(&headers);
    // A preflight's answer may have none, not even an empty one.
    let body = Some(answer.body.as_str()).filter(|body| !body.is_empty());
    Response::new_with_opt_str_and_init(body, &init)
}
