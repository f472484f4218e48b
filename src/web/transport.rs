//! Carrying a call by `fetch`.
//!
//! gloo-net reads status and headers. The rest is ours: its `fetch` and its body trap on rejections that are no `Error` and
//! on test doubles that are no `Response`, and drop the cause; its request builder parses the URL twice more and costs
//! 5 KB of a browser's download.

use std::cell::RefCell;

use gloo_net::http::Response;
use js_sys::{Date, Error, Function, Object, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestInit, RequestRedirect};

use crate::client::Transport;
use crate::error::Fault;
use crate::http::{Method, Reply, Request};
use crate::json::{Json, Kind};
use crate::redact::redact;
use crate::web::Scope;

/// Where a call's token comes from.
#[derive(Clone)]
pub(crate) enum Token {
    /// The caller wrote it down.
    Literal(String),
    /// The caller is asked before each call.
    Ask(Function),
}

/// One call's transport.
pub(crate) struct Web {
    /// The call's life.
    pub(crate) scope: Scope,
    /// The caller's `fetch`, in place of the global one.
    pub(crate) fetch: Option<Function>,
    /// The account's token.
    pub(crate) token: Token,
    /// The token that this call uses, once it is known.
    pub(crate) used: RefCell<String>,
}

impl Transport for Web {
    type Value = JsValue;

    async fn token(&self) -> Result<String, Fault> {
        let token = self.ask().await?;
        self.used.replace(token.clone());
        Ok(token)
    }

    async fn send(&self, request: Request) -> Result<Reply, Fault> {
        let reply = self.fetch(&request).await;
        if matches!(reply, Err(Fault::Network | Fault::Unsent)) {
            self.scope.change_cause(|cause| self.clean(cause));
        }
        reply
    }

    fn ended(&self) -> Option<Fault> {
        self.scope.ended()
    }
}

impl Web {
    async fn ask(&self) -> Result<String, Fault> {
        let ask = match &self.token {
            Token::Literal(token) => return Ok(token.clone()),
            Token::Ask(ask) => ask,
        };
        let answer = ask.call0(&JsValue::UNDEFINED).map_err(|cause| self.scope.blame(cause, Fault::Token))?;
        let token = self.scope.race(settled(&answer), Fault::Token).await?;
        token.as_string().filter(|token| !token.trim().is_empty()).ok_or(Fault::Token)
    }

    async fn fetch(&self, request: &Request) -> Result<Reply, Fault> {
        let network = |cause| self.scope.blame(cause, Fault::Network);
        let unsent = |cause| self.scope.blame(cause, Fault::Unsent);
        let request = build(request, &self.scope.signal()).map_err(unsent)?;
        let fetch = match &self.fetch {
            Some(fetch) => fetch.clone(),
            None => property(&global(), "fetch").dyn_into().map_err(unsent)?,
        };
        let response = fetch.call1(&JsValue::UNDEFINED, &request).map_err(network)?;
        let response = self.scope.race(settled(&response), Fault::Network).await?;
        if property(&response, "status").kind() != Kind::Number {
            return Err(network("fetch gave no Response".into()));
        }
        // A page is not shown where a redirect leads, nor its status.
        if property(&response, "type") == "opaqueredirect" {
            return Ok(Reply { redirected: true, ..Reply::default() });
        }
        let body = start_body(&response).map_err(network)?;
        let body = self.scope.race(settled(&body), Fault::Network).await?;
        Ok(reply(response, &body))
    }

    /// Replaces a cause that shows the token: some engines quote the URL in what `fetch` throws.
    fn clean(&self, cause: JsValue) -> JsValue {
        let token = self.used.borrow();
        let shows = |spot: &JsValue| {
            let texts =
                ["message", "stack", "path", "url", "input"].map(|key| property(spot, key).as_string());
            texts.into_iter().chain([spot.as_string()]).flatten().any(|text| redact(&text, &token) != text)
        };
        let parts = ["cause", "request", "response", "config"].map(|key| property(&cause, key));
        if !shows(&cause) && !parts.iter().any(shows) {
            return cause;
        }
        let message =
            property(&cause, "message").as_string().or_else(|| cause.as_string()).unwrap_or_default();
        Error::new(&redact(&message, &token)).into()
    }
}

fn build(request: &Request, signal: &AbortSignal) -> Result<web_sys::Request, JsValue> {
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    });
    // Never the answer to an earlier call: several of these calls act, and by GET.
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    if let Some((encoding, body)) = &request.body {
        let headers = Object::new();
        Reflect::set(&headers, &"content-type".into(), &encoding.content_type().into())?;
        init.set_headers(&headers);
        init.set_body(&body.into());
    }
    web_sys::Request::new_with_str_and_init(&request.url, &init)
}

/// Starts reading a body: its bytes, or its text where a test double has no bytes.
fn start_body(response: &JsValue) -> Result<JsValue, JsValue> {
    let bytes = property(response, "arrayBuffer");
    let read = if bytes.is_function() { bytes } else { property(response, "text") };
    read.dyn_into::<Function>()?.call0(response)
}

fn reply(response: JsValue, body: &JsValue) -> Reply {
    let has_headers = property(&response, "headers").is_instance_of::<web_sys::Headers>();
    let redirected = property(&response, "redirected") == true;
    let response = Response::from(response.unchecked_into::<web_sys::Response>());
    // Not by its class: test runners have pages of their own.
    let is_buffer = property(body, "byteLength").kind() == Kind::Number;
    Reply {
        status: response.status(),
        redirected,
        retry_after_ms: has_headers
            .then(|| response.headers().get("retry-after"))
            .flatten()
            .and_then(retry_after_ms),
        body: if is_buffer {
            Uint8Array::new(body).to_vec()
        } else {
            body.as_string().unwrap_or_default().into_bytes()
        },
    }
}

/// A property, `undefined` when it can't be read.
fn property(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or_default()
}

/// A future of what may be a promise or a plain value.
fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::resolve(value))
}

/// The wait that `Retry-After` asks for, in milliseconds: seconds, or a date.
///
/// A browser sees the header only where CORS exposes it.
fn retry_after_ms(value: String) -> Option<f64> {
    if let Some(seconds) = JsValue::from(&value).count() {
        return Some(seconds * 1000.0);
    }
    let wait = Date::parse(&value) - Date::now();
    // Engines take much for a date, "-5" too: each form of a real one has a time of day in it.
    (value.contains([':']) && wait.is_finite()).then(|| wait.max(0.0))
}
