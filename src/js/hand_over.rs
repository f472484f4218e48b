//! What client and relay are handed over the border: functions.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Result;
use crate::options::Options;

/// An option that is a function.
pub(super) fn function(options: &Options<JsValue>, key: &str) -> Result<Option<Function>> {
    match options.get(key) {
        None => Ok(None),
        Some(value) => match value.dyn_into() {
            Ok(function) => Ok(Some(function)),
            Err(_) => Err(options.refuse(key, "wrong_type", "must be a function")),
        },
    }
}
