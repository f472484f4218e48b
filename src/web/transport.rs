//! Carrying a call by `fetch`.
//!
//! gloo-net reads status and headers. The rest is ours: its `fetch` and its body trap on rejections that are no `Error` and
//! on test doubles that are no `Response`, and drop the cause; its request builder parses the URL twice more and costs
//! 5 KB of a browser's download.

use gloo_net::http::Response;
use js_sys::{Date, Function, Math};
use wasm_bindgen::{JsCast, JsValue};

use super::scope::{Received, Scope, now};
use super::{cause, property, to_js, unique};
use crate::client::Transport;
use crate::error::Fault;
use crate::event::Event;
use crate::http::{Reply, Request};
use crate::retry_after;

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
        let threw = |thrown| {
            self.scope.keep(thrown);
            Fault::Token
        };
        let answer = ask.call0(&JsValue::UNDEFINED).map_err(threw)?;
        let token = self.scope.wait(&answer).await.map_err(|(fault, thrown)| match fault {
            Fault::Network => threw(thrown),
            fault => fault,
        })?;
        token.as_string().filter(|token| !token.trim().is_empty()).ok_or(Fault::Token)
    }

    async fn send(&self, request: Request, token: &str, limit_ms: Option<f64>) -> Result<Reply, Fault> {
        self.scope.forget();
        // Whoever was told of the request may have ended the call.
        if self.on_event.is_some() && self.scope.ended().is_some() {
            return Err(Fault::Unsent);
        }
        let limit_ms = limit_ms.unwrap_or(f64::INFINITY);
        let received = self.scope.fetch(self.fetch.as_ref(), &request, limit_ms).await;
        received.map(|received| reply(&received)).map_err(|(fault, thrown)| {
            if matches!(fault, Fault::Network | Fault::Unsent) {
                self.scope.keep(cause::of(&thrown, token));
            }
            if fault == Fault::Network && self.of_relay { Fault::Unreached } else { fault }
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
        self.scope.pause(ms).await.map_err(|(fault, _)| fault)
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

    fn tell(&self, event: Event) {
        if let Some(on_event) = &self.on_event {
            // What the caller's function does wrong is not the call's fault.
            let _ = on_event.call1(&JsValue::UNDEFINED, &to_js(event));
        }
    }
}

fn reply(received: &Received) -> Reply {
    let response = Response::from(received.response());
    let status = response.status();
    // With success nobody is asked to wait.
    let retry_after_ms = if (200..300).contains(&status) { None } else { retry_after_ms(response) };
    Reply { status, redirected: received.redirected(), retry_after_ms, body: received.body() }
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
