//! The package's reader of recipients alone, since the package exports none.

use wasm_bindgen::prelude::wasm_bindgen;
use wawp_client::recipient::{self, Rules};

/// Reads recipients by the rules of one client.
#[wasm_bindgen]
pub struct Reader(Rules);

#[wasm_bindgen]
impl Reader {
    /// Numbers without an international prefix belong to this country.
    #[wasm_bindgen(constructor)]
    pub fn new(default_country_code: String) -> Self {
        Self(Rules { default_country_code: Some(default_country_code), country_rules: false })
    }

    /// Digits with the country code, or nothing where the text is refused.
    pub fn read(&self, text: &str) -> Option<String> {
        let recipient = recipient::parse(text, &self.0).ok()?;
        Some(recipient.as_str().to_owned())
    }
}
