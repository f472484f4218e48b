//! What the entry file hands over: how this engine makes errors, promises and waits.

use std::cell::OnceCell;

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
    #[derive(Clone)]
    pub type Engine;

    #[wasm_bindgen(method, js_name = makeError)]
    fn make_error(this: &Engine, fields: &JsValue, cause: &JsValue) -> JsValue;

    #[wasm_bindgen(method)]
    fn defer(this: &Engine) -> Deferred;

    /// The first property that is not among these names; a proxy may throw.
    #[wasm_bindgen(method, catch)]
    fn unknown(this: &Engine, object: &JsValue, names: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method)]
    fn scope(this: &Engine, ms: f64, caller: Option<AbortSignal>, wake: &Function) -> Life;

    #[wasm_bindgen(method)]
    fn abandon(this: &Engine);

    /// A promise, and what settles it.
    pub(super) type Deferred;

    #[wasm_bindgen(method, getter)]
    pub(super) fn promise(this: &Deferred) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn resolve(this: &Deferred, value: &JsValue);

    #[wasm_bindgen(method)]
    pub(super) fn reject(this: &Deferred, error: &JsValue);
}

thread_local! {
    static ENGINE: OnceCell<Engine> = const { OnceCell::new() };
}

/// Takes what the entry file hands over: the same for every client.
pub(crate) fn attach(engine: Engine) {
    ENGINE.with(|known| {
        known.get_or_init(|| engine);
    });
}

fn with<T>(ask: impl FnOnce(&Engine) -> T) -> T {
    ENGINE.with(|known| ask(known.get_or_init(|| JsValue::UNDEFINED.unchecked_into())))
}

/// Makes the error class of the entry file from an error; the cause only where there is one.
pub(crate) fn make_error(error: &Error, cause: Option<JsValue>) -> JsValue {
    let fields = to_js(error.clone());
    with(|engine| engine.make_error(&fields, &cause.unwrap_or_default()))
}

/// Makes a promise.
pub(super) fn defer() -> Deferred {
    with(Engine::defer)
}

/// The first property of an object that is not among these names, which stand one space apart.
pub(super) fn unknown(object: &JsValue, names: &str) -> Option<String> {
    // A proxy may throw; what it then has to tell is nothing.
    with(|engine| engine.unknown(object, names)).ok().flatten()
}

/// Begins what may last so long, in milliseconds, for ever if that is infinite, and ends with the caller's signal.
pub(super) fn scope(ms: f64, caller: Option<AbortSignal>, wake: &Function) -> Life {
    with(|engine| engine.scope(ms, caller, wake))
}

/// Ends all that waits, of which nobody is told.
pub(super) fn abandon() {
    with(Engine::abandon);
}
