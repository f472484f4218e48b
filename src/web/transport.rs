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
use web_sys::{RequestCache, RequestInit, RequestRedirect};

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
        let unsent = |cause| self.scope.blame(cause, Fault::Unsent);
        let request = self.build(request).map_err(unsent)?;
        let fetch = match &self.fetch {
            Some(fetch) => fetch.clone(),
            None => property(&global(), "fetch").dyn_into().map_err(unsent)?,
        };
        let promise = fetch
            .call1(&JsValue::UNDEFINED, &request)
            .map_err(|cause| self.scope.blame(cause, Fault::Network))?;
        let response = self.scope.race(settled(&promise), Fault::Network).await?;
        self.read(response).await
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

    fn build(&self, request: &Request) -> Result<web_sys::Request, JsValue> {
        let init = RequestInit::new();
        init.set_method(match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
        });
        // Never the answer to an earlier call: several of these calls act, and by GET.
        init.set_cache(RequestCache::NoStore);
        init.set_redirect(RequestRedirect::Manual);
        init.set_signal(Some(&self.scope.signal()));
        if let Some((encoding, body)) = &request.body {
            let headers = Object::new();
            Reflect::set(&headers, &"content-type".into(), &encoding.content_type().into())?;
            init.set_headers(&headers);
            init.set_body(&body.into());
        }
        web_sys::Request::new_with_str_and_init(&request.url, &init)
    }

    async fn read(&self, raw: JsValue) -> Result<Reply, Fault> {
        if property(&raw, "status").kind() != Kind::Number {
            return Err(self.scope.blame("fetch gave no Response".into(), Fault::Network));
        }
        // A page is not shown where a redirect leads, nor its status.
        let is_hidden = property(&raw, "type") == "opaqueredirect";
        let body = if is_hidden { Vec::new() } else { self.body(&raw).await? };
        let response = Response::from(raw.clone().unchecked_into::<web_sys::Response>());
        let headers = property(&raw, "headers").is_instance_of::<web_sys::Headers>();
        Ok(Reply {
            status: response.status(),
            redirected: is_hidden || property(&raw, "redirected") == true,
            retry_after_ms: headers
                .then(|| response.headers().get("retry-after"))
                .flatten()
                .and_then(retry_after_ms),
            body,
        })
    }

    async fn body(&self, raw: &JsValue) -> Result<Vec<u8>, Fault> {
        if property(raw, "arrayBuffer").is_function() {
            let buffer = self.call(raw, "arrayBuffer").await?;
            // Not by its class: test runners have pages of their own.
            let is_buffer = property(&buffer, "byteLength").kind() == Kind::Number;
            return Ok(if is_buffer { Uint8Array::new(&buffer).to_vec() } else { Vec::new() });
        }
        // A test double that has no bytes has a text.
        let text = self.call(raw, "text").await?;
        Ok(text.as_string().unwrap_or_default().into_bytes())
    }

    async fn call(&self, target: &JsValue, method: &str) -> Result<JsValue, Fault> {
        let promise = property(target, method)
            .dyn_into::<Function>()
            .and_then(|method| method.call0(target))
            .map_err(|cause| self.scope.blame(cause, Fault::Network))?;
        self.scope.race(settled(&promise), Fault::Network).await
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
    let is_date = value.contains([':']);
    let seconds = JsValue::from(&value).count().map(|seconds| seconds * 1000.0);
    seconds
        .or_else(|| Some((Date::parse(&value) - Date::now()).max(0.0)).filter(|ms| is_date && ms.is_finite()))
}
