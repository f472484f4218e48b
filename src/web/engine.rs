//! What the entry file hands over: how this engine makes errors, promises and waits.

use std::cell::Cell;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::scope::Life;
use super::to_js;
use crate::error::Error;

#[wasm_bindgen]
extern "C" {
    /// `newEngine` of `pkg-template/entry/engine.js`.
    pub type Engine;

    #[wasm_bindgen(method, js_name = makeError)]
    fn make_error(this: &Engine, fields: &JsValue, cause: &JsValue) -> JsValue;

    /// A promise of this number.
    #[wasm_bindgen(method)]
    pub(super) fn promise(this: &Engine, id: u32) -> Promise;

    /// Settles that promise: 0 resolves it, 1 rejects it.
    #[wasm_bindgen(method)]
    pub(super) fn settle(this: &Engine, id: u32, how: u32, value: &JsValue);

    /// What a value is, by a number.
    #[wasm_bindgen(method)]
    pub(super) fn kind(this: &Engine, value: &JsValue) -> u8;

    /// The first property that is not among these names, which stand one space apart; a proxy may throw.
    #[wasm_bindgen(method, catch)]
    pub(super) fn unknown(this: &Engine, object: &JsValue, names: &str) -> Result<Option<String>, JsValue>;

    /// Begins what may last so long, in milliseconds, for ever if that is infinite, and ends with the caller's signal.
    #[wasm_bindgen(method)]
    pub(super) fn scope(this: &Engine, ms: f64, caller: Option<AbortSignal>, wake: &Function) -> Life;

    /// Ends all that lives, of which nobody is told.
    #[wasm_bindgen(method)]
    pub(super) fn abandon(this: &Engine);
}

thread_local! {
    static ENGINE: Cell<Option<&'static Engine>> = const { Cell::new(None) };
}

/// Takes what the entry file hands over: the same for every client, and for as long as this WebAssembly is loaded.
pub(crate) fn attach(engine: Engine) -> &'static Engine {
    ENGINE.get().unwrap_or_else(|| {
        let engine: &_ = Box::leak(Box::new(engine));
        ENGINE.set(Some(engine));
        engine
    })
}

/// What was handed over.
pub(super) fn engine() -> &'static Engine {
    ENGINE.get().unwrap_or_else(|| attach(JsValue::UNDEFINED.unchecked_into()))
}

/// Makes the error class of the entry file from an error and its cause, if it has one.
#[allow(clippy::boxed_local, reason = "errors come in boxes")]
pub(crate) fn make_error(error: Box<Error>, cause: Option<JsValue>) -> JsValue {
    engine().make_error(&to_js(*error), &cause.unwrap_or_default())
}
