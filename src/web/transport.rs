//! Carrying a call by `fetch`.
//!
//! gloo-net reads status and headers. The rest is ours: its `fetch` and its body trap on rejections that are no `Error` and
//! on test doubles that are no `Response`, and drop the cause; its request builder parses the URL twice more and costs
//! 5 KB of a browser's download.

use gloo_net::http::Response;
use js_sys::{Date, Function, Math, Object, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::scope::{Scope, now, sleep};
use super::{cause, property, to_js, unique};
use crate::client::Transport;
use crate::error::Fault;
use crate::event::Event;
use crate::http::{Reply, Request};
use crate::json::Json;
use crate::{relayed, retry_after};

/// Where a call's token comes from.
#[derive(Clone)]
pub(crate) enum Token {
    /// The caller wrote it down.
    Literal(String),
    /// The caller is asked before each call.
    Ask(Function),
    /// A relay has it.
    #[cfg(feature = "client")]
    Elsewhere,
}

/// One call's transport.
pub(crate) struct Web {
    /// The call's life.
    pub(crate) scope: Scope,
    /// The caller's `fetch`, in place of the global one.
    pub(crate) fetch: Option<Function>,
    /// The account's token.
    pub(crate) token: Token,
    /// How often the call may be made again.
    pub(crate) max_retries: u32,
    /// Who wants to be told of events.
    pub(crate) on_event: Option<Function>,
    /// The key that the caller gave the call.
    pub(crate) key: Option<String>,
    /// Whether this carries a relay's calls, whose errors are told to its visitors.
    pub(crate) of_relay: bool,
}

impl Transport for Web {
    async fn token(&self) -> Result<String, Fault> {
        let ask = match &self.token {
            Token::Literal(token) => return Ok(token.clone()),
            Token::Ask(ask) => ask,
            #[cfg(feature = "client")]
            Token::Elsewhere => return Ok(String::new()),
        };
        let failed = |thrown| self.scope.blame(thrown, Fault::Token);
        let answer = ask.call0(&JsValue::UNDEFINED).map_err(failed)?;
        let token = self.scope.race(settled(&answer), failed).await?;
        token.as_string().filter(|token| !token.trim().is_empty()).ok_or(Fault::Token)
    }

    async fn send(&self, request: Request, token: &str, limit_ms: Option<f64>) -> Result<Reply, Fault> {
        self.scope.forget();
        // Whoever was told of the request may have ended the call.
        if self.scope.ended().is_some() {
            return Err(Fault::Unsent);
        }
        let limited = match limit_ms {
            None => None,
            Some(ms) => Some(self.scope.child(ms).map_err(|_| Fault::Unsent)?),
        };
        let scope = limited.as_ref().unwrap_or(&self.scope);
        let reply = fetch(scope, self.fetch.as_ref(), &request, token).await;
        reply.map_err(|fault| match (self.scope.ended(), fault) {
            // What ends the call ends its attempt too, which then says "aborted" of either.
            (Some(ended), _) => ended,
            (None, Fault::Network) if self.of_relay => Fault::Unreached,
            (None, fault) => fault,
        })
    }

    fn ended(&self) -> Option<Fault> {
        self.scope.ended()
    }

    fn max_retries(&self) -> u32 {
        self.max_retries
    }

    fn now(&self) -> f64 {
        now()
    }

    fn time_left(&self) -> f64 {
        self.scope.time_left()
    }

    async fn pause(&self, ms: f64) -> Result<(), Fault> {
        sleep(&self.scope, ms).await
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    fn own_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn new_key(&self) -> String {
        unique()
    }

    fn quotes(&self) -> bool {
        !self.of_relay
    }

    fn listens(&self) -> bool {
        self.on_event.is_some()
    }

    fn tell(&self, event: &Event) {
        if let Some(on_event) = &self.on_event {
            // What the caller's function does wrong is not the call's fault.
            let _ = on_event.call1(&JsValue::UNDEFINED, &to_js(event.clone()));
        }
    }
}

async fn fetch(
    scope: &Scope,
    fetch: Option<&Function>,
    request: &Request,
    token: &str,
) -> Result<Reply, Fault> {
    let network = |thrown| scope.blame(cause::of(&thrown, token), Fault::Network);
    let unsent = |thrown| scope.blame(cause::of(&thrown, token), Fault::Unsent);
    let init = init(request, &scope.signal());
    let fetch = match fetch {
        Some(fetch) => fetch.clone(),
        None => property(&global(), "fetch").dyn_into().map_err(unsent)?,
    };
    let response = fetch.call2(&JsValue::UNDEFINED, &request.url.as_str().into(), &init).map_err(network)?;
    let response = scope.race(settled(&response), network).await?;
    let Some(status) = property(&response, "status").number() else {
        return Err(network("fetch gave no Response".into()));
    };
    // A page is not shown where a redirect leads, nor its status.
    if status == 0.0 && property(&response, "type") == "opaqueredirect" {
        return Ok(Reply { redirected: true, ..Reply::default() });
    }
    let body = start_body(&response).map_err(network)?;
    let body = scope.race(settled(&body), network).await?;
    Ok(reply(response, &body))
}

/// What `fetch` is told beside the address. No `Request` is made of it: that costs as much as all the rest of a call.
fn init(request: &Request, signal: &AbortSignal) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(request.method.name());
    // Never the answer to an earlier call: several of these calls act, and by GET.
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    if let Some((encoding, body)) = &request.body {
        let headers = Object::new();
        let set = |name: &str, value: &str| {
            // A fresh object takes every property.
            let _ = Reflect::set(&headers, &name.into(), &value.into());
        };
        set("content-type", encoding.content_type());
        if request.to_relay {
            set(relayed::HEADER, relayed::VERSION);
            init.set_credentials(RequestCredentials::Include);
        }
        init.set_headers(&headers);
        init.set_body(&body.into());
    }
    init
}

/// Starts reading a body: its bytes, or its text where a test double has no bytes.
fn start_body(response: &JsValue) -> Result<JsValue, JsValue> {
    let bytes = property(response, "arrayBuffer");
    let read = if bytes.is_function() { bytes } else { property(response, "text") };
    read.dyn_into::<Function>()?.call0(response)
}

fn reply(response: JsValue, body: &JsValue) -> Reply {
    let redirected = property(&response, "redirected") == true;
    let response = Response::from(response.unchecked_into::<web_sys::Response>());
    // Not by its class: test runners have pages of their own.
    let is_buffer = property(body, "byteLength").number().is_some();
    let status = response.status();
    Reply {
        status,
        redirected,
        // With success nobody is asked to wait.
        retry_after_ms: if (200..300).contains(&status) { None } else { retry_after_ms(response) },
        body: if is_buffer {
            Uint8Array::new(body).to_vec()
        } else {
            body.as_string().unwrap_or_default().into_bytes()
        },
    }
}

/// How long the headers ask to wait, in milliseconds. A browser shows them only where CORS exposes them.
fn retry_after_ms(response: Response) -> Option<f64> {
    let response = web_sys::Response::from(response);
    if !property(&response, "headers").is_instance_of::<web_sys::Headers>() {
        return None;
    }
    let headers = Response::from(response).headers();
    let headers = retry_after::Headers {
        retry_after: headers.get("retry-after"),
        retry_after_ms: headers.get("retry-after-ms"),
        date: headers.get("date"),
    };
    retry_after::read(&headers, Date::now())
}

/// A future of what may be a promise or a plain value.
fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::resolve(value))
}
