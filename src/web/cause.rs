//! What `fetch` threw, as an error may show it.

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

use super::property;
use crate::redact::redact;

/// How many causes of causes are kept: Node tells what happened in the first of them.
const DEEPEST: usize = 3;

/// The same error anew, with its name, its message, its code and its cause alone.
///
/// Engines and test doubles hang requests, addresses and settings on what they throw, and the token is in those.
pub(super) fn of(thrown: &JsValue, token: &str) -> JsValue {
    shown(thrown, token, DEEPEST)
}

fn shown(thrown: &JsValue, token: &str, depth: usize) -> JsValue {
    let clean = |value: JsValue| value.as_string().map(|text| JsValue::from(redact(&text, token)));
    if !thrown.is_object() && !thrown.is_function() {
        return clean(thrown.clone()).unwrap_or_else(|| thrown.clone());
    }
    let error = Error::new("");
    for key in ["message", "name", "code"] {
        if let Some(text) = clean(property(thrown, key)) {
            // A fresh error takes every property.
            let _ = Reflect::set(&error, &key.into(), &text);
        }
    }
    let cause = property(thrown, "cause");
    if depth > 0 && !cause.is_undefined() {
        error.set_cause(&shown(&cause, token, depth - 1));
    }
    error.into()
}
