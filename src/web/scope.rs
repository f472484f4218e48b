//! One call's life: its deadline, its caller's signal, and what it waits for.
//!
//! The caller's signal is never handed to `fetch`: listeners would pile up on a signal that is used for many calls.

use std::cell::RefCell;
use std::future::poll_fn;
use std::mem;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Response};

use super::engine::engine;
use super::promise::executor;
use crate::error::Fault;
use crate::http::Request;
use crate::relayed::{HEADER, VERSION};
use crate::text::concat;

#[wasm_bindgen]
extern "C" {
    /// `Scope` of `pkg-template/entry/engine.js`.
    pub(super) type Life;

    #[wasm_bindgen(method, getter)]
    fn ended(this: &Life) -> u8;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Life) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = timeLeft)]
    fn time_left(this: &Life) -> f64;
    #[wasm_bindgen(method, getter, js_name = awaySince)]
    fn away_since(this: &Life) -> f64;
    #[wasm_bindgen(method)]
    fn child(this: &Life, ms: f64) -> Life;
    #[wasm_bindgen(method)]
    fn end(this: &Life);
    #[wasm_bindgen(method)]
    fn close(this: &Life);
    #[wasm_bindgen(method)]
    fn stir(this: &Life);
    #[wasm_bindgen(method)]
    fn watch(this: &Life);
    #[wasm_bindgen(method)]
    fn wait(this: &Life, waiter: u32, value: &JsValue);
    #[wasm_bindgen(method)]
    fn pause(this: &Life, waiter: u32, ms: f64);
    #[wasm_bindgen(method)]
    fn fetch(this: &Life, waiter: u32, send: &JsValue, message: &str, with_cookies: bool, ms: f64);

    /// What a `fetch` brings.
    pub(super) type Received;

    #[wasm_bindgen(method, getter)]
    pub(super) fn response(this: &Received) -> Response;
    /// Whether it is a redirect, or came after one.
    #[wasm_bindgen(method, getter)]
    pub(super) fn redirected(this: &Received) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(super) fn body(this: &Received) -> Vec<u8>;

    /// A time that only goes forward, in milliseconds.
    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;
}

/// One call's life. Dropping it clears its timers and removes its listeners.
pub(crate) struct Scope {
    life: Life,
    caller: Option<AbortSignal>,
    cause: Rc<RefCell<Option<JsValue>>>,
}

/// What a wait failed by, and what was thrown if something was.
pub(crate) type Failed = (Fault, JsValue);

/// How a wait ended or what ended a scope, by the numbers of `engine.js`; nothing while it lasts and when all is well.
const fn fault(number: u8) -> Option<Fault> {
    match number {
        2 => Some(Fault::Network),
        3 => Some(Fault::Aborted),
        4 => Some(Fault::Timeout),
        5 => Some(Fault::Unsent),
        _ => None,
    }
}

/// A request in one text, as HTTP/1.1 writes it, so that it crosses the border at once.
fn message(Request { method, url, body, to_relay }: &Request) -> String {
    let (mut type_line, mut text) = (String::new(), "");
    if let Some((encoding, body)) = body {
        type_line = concat(&["\ncontent-type: ", encoding.content_type()]);
        text = body;
    }
    let marker = if *to_relay { concat(&["\n", HEADER, ": ", VERSION]) } else { String::new() };
    concat(&[method.name(), " ", url, &type_line, &marker, "\n\n", text])
}

impl Scope {
    /// Begins what may last so long, in milliseconds, for ever if that is infinite, and ends with the caller's signal.
    pub(crate) fn new(ms: f64, caller: Option<AbortSignal>) -> Self {
        let life = engine().scope(ms, caller.clone(), executor().wake());
        Self { life, caller, cause: Rc::default() }
    }

    /// Begins what is a part of this and may take so long; its cause counts as this one's.
    #[cfg(feature = "client")]
    pub(crate) fn child(&self, ms: f64) -> Self {
        Self { life: self.life.child(ms), caller: None, cause: Rc::clone(&self.cause) }
    }

    /// What ended it, if something did.
    pub(crate) fn ended(&self) -> Option<Fault> {
        fault(self.life.ended())
    }

    /// Ends it as the caller's signal does.
    #[cfg(feature = "client")]
    pub(crate) fn end(&self) {
        self.life.end();
    }

    /// The time until the deadline, in milliseconds.
    pub(crate) fn time_left(&self) -> f64 {
        self.life.time_left()
    }

    /// Since when the page is hidden, in epoch milliseconds; infinite while it is shown, or nobody watches.
    #[cfg(feature = "client")]
    pub(crate) fn away_since(&self) -> f64 {
        self.life.away_since()
    }

    /// Ends a pause, this one or else the next, when somebody leaves the page or comes back to it.
    #[cfg(feature = "client")]
    pub(crate) fn watch(&self) {
        self.life.watch();
    }

    /// Ends a pause, this one or else the next.
    #[cfg(feature = "client")]
    pub(crate) fn stir(&self) {
        self.life.stir();
    }

    /// Waits for what may be a promise.
    pub(crate) async fn wait(&self, value: &JsValue) -> Result<JsValue, Failed> {
        self.life.wait(executor().current(), value);
        self.waited().await
    }

    /// Waits so many milliseconds, or fails as soon as the scope ends.
    pub(crate) async fn pause(&self, ms: f64) -> Result<(), Failed> {
        self.life.pause(executor().current(), ms);
        self.waited().await.map(|_| ())
    }

    /// Waits for a response and its body, but no longer than so many milliseconds; `send` is the caller's `fetch`, if any.
    pub(super) async fn fetch(
        &self,
        send: Option<&Function>,
        request: &Request,
        ms: f64,
    ) -> Result<Received, Failed> {
        let send = send.map_or(JsValue::UNDEFINED, JsValue::from);
        self.life.fetch(executor().current(), &send, &message(request), request.to_relay, ms);
        self.waited().await.map(JsCast::unchecked_into)
    }

    async fn waited(&self) -> Result<JsValue, Failed> {
        let mut waits = true;
        poll_fn(|_| if mem::replace(&mut waits, false) { Poll::Pending } else { Poll::Ready(()) }).await;
        let value = self.life.value();
        match fault(executor().outcome()) {
            None => Ok(value),
            Some(fault) => Err((fault, value)),
        }
    }

    /// Keeps what caused an error.
    pub(crate) fn keep(&self, cause: JsValue) {
        self.cause.replace(Some(cause));
    }

    /// Forgets the cause of an earlier fault.
    pub(crate) fn forget(&self) {
        self.cause.take();
    }

    /// What caused the call to fail, for the error's `cause`.
    pub(crate) fn cause(&self) -> Option<JsValue> {
        if self.ended() == Some(Fault::Aborted) {
            return self.caller.as_ref().map(AbortSignal::reason);
        }
        self.cause.borrow().clone()
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        self.life.close();
    }
}
