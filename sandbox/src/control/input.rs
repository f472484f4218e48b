//! Reads the body of a control request: JSON, or a form of the sandbox's own page.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Failure;
use crate::params::pairs;

/// Reads `body` as `T`, JSON whatever its content type says. An empty one counts as `{}`.
pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Failure> {
    let is_form = headers
        .get(CONTENT_TYPE)
        .and_then(|content_type| content_type.to_str().ok())
        .is_some_and(|content_type| content_type.starts_with("application/x-www-form-urlencoded"));
    let value = match body {
        [] => Ok(Value::Object(Map::new())),
        // What `curl -d '{...}'` sends calls itself a form too.
        [first, ..] if is_form && *first != b'{' => Ok(Value::Object(fields(body))),
        _ => serde_json::from_slice(body),
    };
    value.and_then(serde_json::from_value).map_err(|error| Failure::bad(error.to_string()))
}

fn fields(form: &[u8]) -> Map<String, Value> {
    pairs(form).map(|(key, value)| (key, guess(value))).collect()
}

/// A form has only texts: numbers and truth values are told by their look.
fn guess(text: String) -> Value {
    if let Ok(number) = text.parse::<u64>() {
        return number.into();
    }
    match text.as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::String(text),
    }
}
