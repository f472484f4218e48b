//! JSON values of the JavaScript engine.

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::json::{Json, Kind};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

impl Json for JsValue {
    fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok()
    }

    fn write(fields: &[(&str, &str)]) -> String {
        // Without a prototype, so that a field of any name is just a field.
        let object: Object = Object::create(JsValue::NULL.unchecked_ref());
        for (key, value) in fields {
            // Setting a property of a fresh plain object can't fail.
            let _ = Reflect::set(&object, &Self::from_str(key), &Self::from_str(value));
        }
        JSON::stringify(&object).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    fn kind(&self) -> Kind {
        if self.is_null() || self.is_undefined() {
            Kind::Null
        } else if self.is_string() {
            Kind::Text
        } else if self.is_function() || self.is_symbol() || self.is_bigint() {
            Kind::Other
        } else if Array::is_array(self) {
            Kind::List
        } else if self.is_object() {
            Kind::Object
        } else if self.as_bool().is_some() {
            Kind::Flag
        } else {
            Kind::Number
        }
    }

    fn get(&self, key: &str) -> Option<Self> {
        if !self.is_object() {
            return None;
        }
        Reflect::get(self, &Self::from_str(key)).ok().filter(|value| !value.is_undefined())
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.dyn_ref::<Array>().map(Array::to_vec)
    }

    fn keys(&self) -> Vec<String> {
        if !self.is_object() {
            return Vec::new();
        }
        // A proxy may throw; what it then has to tell is nothing.
        keys(self).unwrap_or_default().iter().filter_map(|key| key.as_string()).collect()
    }
}

/// A plain object of a result.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or_default()
}
