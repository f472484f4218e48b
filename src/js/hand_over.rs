//! What client and relay hand over the border: functions in, errors out.

use js_sys::{Function, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Error, Result};
use crate::options::Options;
use crate::web::to_js;

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

/// Makes the error class of the entry file from an error; the cause only where there is one.
pub(super) fn make_error(make: &Function, error: &Error, cause: Option<JsValue>) -> JsValue {
    let fields: Object = to_js(error.clone()).unchecked_into();
    let made = match cause {
        Some(cause) => make.call2(&JsValue::UNDEFINED, &fields, &cause),
        None => make.call1(&JsValue::UNDEFINED, &fields),
    };
    made.unwrap_or_else(|thrown| thrown)
}
