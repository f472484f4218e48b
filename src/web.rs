//! The only IO: `fetch`, timers and JSON of the JavaScript engine.

mod cause;
mod json;
mod scope;
mod transport;
mod unique;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

pub(crate) use json::to_js;
pub(crate) use scope::Scope;
#[cfg(feature = "relay")]
pub(crate) use scope::now;
#[cfg(feature = "client")]
pub(crate) use scope::sleep;
pub(crate) use transport::{Token, Web};
pub(crate) use unique::unique;

/// A property, `undefined` when it can't be read.
pub(crate) fn property(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or_default()
}
