//! Texts that nobody else makes.

use js_sys::Math;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::hex::hex;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// 128 random bits, as hexadecimal digits.
pub(crate) fn unique() -> String {
    let mut bytes = [0; 16];
    // Every engine that has `fetch` has it; without it the text is still unlikely to be another's.
    if get_random_values(&mut bytes).is_err() {
        bytes.fill_with(|| (Math::random() * 256.0) as u8);
    }
    hex(&bytes)
}
