//! The only IO: `fetch`, timers and values of the JavaScript engine, most of it through `pkg-template/entry/engine.js`.

mod cause;
pub(crate) mod engine;
mod json;
mod promise;
mod scope;
mod transport;
mod unique;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

pub(crate) use engine::{attach, make_error};
pub(crate) use json::to_js;
pub(crate) use promise::promise;
pub(crate) use scope::Scope;
#[cfg(feature = "relay")]
pub(crate) use scope::now;
pub(crate) use transport::{Token, Web};
pub(crate) use unique::unique;

/// A property, `undefined` when it can't be read.
pub(crate) fn property(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or_default()
}
