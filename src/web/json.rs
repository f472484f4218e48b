//! JSON values of the JavaScript engine.

use js_sys::{Array, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::engine::engine;
use crate::json::{Json, Kind};
use crate::plain::Plain;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

impl Json for JsValue {
    fn kind(&self) -> Kind {
        match engine().kind(self) {
            0 => Kind::Null,
            1 => Kind::Flag,
            2 => Kind::Number,
            3 => Kind::Text,
            4 => Kind::List,
            5 => Kind::Object,
            _ => Kind::Other,
        }
    }

    fn get(&self, key: &str) -> Option<Self> {
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

    fn unknown(&self, known: &str) -> Option<String> {
        // A proxy may throw; what it then has to tell is nothing.
        engine().unknown(self, known).ok().flatten()
    }

    fn keys(&self) -> Vec<String> {
        // A proxy may throw; what it then has to tell is nothing.
        let mut names = Vec::new();
        for key in keys(self).unwrap_or_default().iter() {
            names.extend(key.as_string());
        }
        names
    }
}

/// A plain value, as the engine has it.
pub(crate) fn to_js(value: impl Into<Plain>) -> JsValue {
    written(&value.into())
}

fn written(value: &Plain) -> JsValue {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).unwrap_or_default()
}
