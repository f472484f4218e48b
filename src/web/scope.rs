//! One call's life: its deadline, its caller's signal, and the signal that ends its `fetch`.
//!
//! The caller's signal is never handed to gloo-net or `fetch`: an abort reason that is no `Error` traps the former, and
//! listeners would pile up on a signal that is used for many calls.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use crate::error::{Error, Fault, Result};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
    /// A time that only goes forward, in milliseconds.
    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;
}

/// What the timer and the listener share with the call.
struct Shared {
    controller: AbortController,
    ended: Cell<Option<Fault>>,
    waker: RefCell<Option<Waker>>,
}

impl Shared {
    fn end(&self, fault: Fault) {
        if self.ended.get().is_none() {
            self.ended.set(Some(fault));
            self.controller.abort();
            if let Some(waker) = self.waker.take() {
                waker.wake();
            }
        }
    }
}

/// One call's life. Dropping it clears the timer and removes the listener.
pub(crate) struct Scope {
    shared: Rc<Shared>,
    deadline: f64,
    timer: JsValue,
    on_timer: Closure<dyn FnMut()>,
    caller: Option<(AbortSignal, Closure<dyn FnMut()>)>,
    cause: Rc<RefCell<Option<JsValue>>>,
}

impl Scope {
    /// Begins a call that may take so long, in milliseconds, for ever if that is infinite, and ends with the caller's signal.
    pub(crate) fn new(timeout_ms: f64, caller: Option<AbortSignal>) -> Result<Self> {
        let controller =
            AbortController::new().map_err(|_| Error::internal("this engine has no AbortController"))?;
        let shared = Rc::new(Shared { controller, ended: Cell::new(None), waker: RefCell::new(None) });
        let ender = |fault: Fault| -> Closure<dyn FnMut()> {
            let shared = Rc::clone(&shared);
            Closure::new(move || shared.end(fault))
        };
        let on_timer = ender(Fault::Timeout);
        let deadline = now() + timeout_ms;
        let timer = if timeout_ms.is_finite() {
            set_timeout(on_timer.as_ref().unchecked_ref(), timeout_ms)
        } else {
            JsValue::UNDEFINED
        };
        let caller = match caller {
            None => None,
            Some(signal) => {
                if signal.aborted() {
                    shared.end(Fault::Aborted);
                }
                let on_abort = ender(Fault::Aborted);
                // An `AbortSignal` takes every listener.
                let _ = signal.add_event_listener_with_callback("abort", on_abort.as_ref().unchecked_ref());
                Some((signal, on_abort))
            }
        };
        Ok(Self { shared, deadline, timer, on_timer, caller, cause: Rc::default() })
    }

    /// Begins what is a part of this call and may take so long; its cause counts as this one's.
    pub(crate) fn child(&self, timeout_ms: f64) -> Result<Self> {
        let mut child = Self::new(timeout_ms, Some(self.signal()))?;
        child.cause = Rc::clone(&self.cause);
        Ok(child)
    }

    /// The signal that ends what belongs to this call.
    pub(crate) fn signal(&self) -> AbortSignal {
        self.shared.controller.signal()
    }

    /// What ended the call, if something did.
    pub(crate) fn ended(&self) -> Option<Fault> {
        self.shared.ended.get()
    }

    /// Ends the call as the caller's signal does.
    #[cfg(feature = "client")]
    pub(crate) fn end(&self) {
        self.shared.end(Fault::Aborted);
    }

    /// The time until the deadline, in milliseconds.
    pub(crate) fn time_left(&self) -> f64 {
        self.deadline - now()
    }

    /// Waits for a promise, but no longer than the call lives; `rejected` says what its rejection is.
    pub(crate) async fn race(
        &self,
        mut promised: JsFuture,
        rejected: impl Fn(JsValue) -> Fault,
    ) -> std::result::Result<JsValue, Fault> {
        poll_fn(|context| {
            // First: when both are ready, the promise was rejected because the call ended.
            if let Some(fault) = self.ended() {
                return Poll::Ready(Err(fault));
            }
            self.shared.waker.replace(Some(context.waker().clone()));
            Pin::new(&mut promised).poll(context).map_err(&rejected)
        })
        .await
    }

    /// Keeps what caused a fault.
    pub(crate) fn blame(&self, cause: JsValue, fault: Fault) -> Fault {
        self.keep(cause);
        fault
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
            return self.caller.as_ref().map(|(signal, _)| signal.reason());
        }
        self.cause.borrow().clone()
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        if let Some((signal, on_abort)) = &self.caller {
            // A signal that took a listener gives it back.
            let _ = signal.remove_event_listener_with_callback("abort", on_abort.as_ref().unchecked_ref());
        }
        // Kept until here, because the timer calls it.
        let _ = &self.on_timer;
    }
}

/// Waits so many milliseconds within a scope.
pub(crate) async fn sleep(scope: &Scope, ms: f64) -> std::result::Result<(), Fault> {
    let until = now() + ms;
    loop {
        let timer = Cell::new(JsValue::UNDEFINED);
        let promise =
            Promise::new(&mut |resolve, _| timer.set(set_timeout(&resolve, (until - now()).max(0.0))));
        let slept = scope.race(JsFuture::from(promise), |_| Fault::Timeout).await;
        clear_timeout(&timer.take());
        slept?;
        // Some timers are a little early.
        if now() >= until {
            return Ok(());
        }
    }
}
