//! One small view of a JSON value, over the engine's values in a browser and over `serde_json` natively.
//!
//! Replies are too irregular for derived deserialisation, and this way a native test reads exactly what a browser reads.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`, or `undefined` in JavaScript.
    Null,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object that is none of the others.
    Object,
    /// What JSON has no word for: a function, a symbol, a big integer.
    Other,
}

/// A JSON value.
pub trait Json: Sized + Clone {
    /// Parses a JSON text.
    fn parse(text: &str) -> Option<Self>;
    /// Writes an object of strings as JSON text.
    fn write(fields: &[(&str, &str)]) -> String;
    /// What this is.
    fn kind(&self) -> Kind;
    /// A property of an object, `null` included.
    fn get(&self, key: &str) -> Option<Self>;
    /// The string that this is.
    fn text(&self) -> Option<String>;
    /// The number that this is.
    fn number(&self) -> Option<f64>;
    /// The boolean that this is.
    fn flag(&self) -> Option<bool>;
    /// The items of a list.
    fn items(&self) -> Option<Vec<Self>>;
    /// The names of an object's own properties.
    fn keys(&self) -> Vec<String>;

    /// A property that is there and not `null`.
    fn field(&self, key: &str) -> Option<Self> {
        self.get(key).filter(|value| value.kind() != Kind::Null)
    }

    /// A property that is a boolean.
    fn is(&self, key: &str) -> Option<bool> {
        self.field(key)?.flag()
    }

    /// This and its `data`: servers put what they answer in either.
    fn with_data(&self) -> Vec<Self> {
        [Some(self.clone()), self.field("data")].into_iter().flatten().collect()
    }

    /// The first of these properties that is a string with something in it.
    fn first_text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().filter_map(|key| self.field(key)?.text()).find(|text| !text.trim().is_empty())
    }

    /// The first of these properties that is an id: a string with something in it, or a whole number above zero.
    fn first_id(&self, keys: &[&str]) -> Option<String> {
        keys.iter().filter_map(|key| self.field(key)).find_map(|value| match value.kind() {
            Kind::Text => value.text().filter(|text| !text.trim().is_empty()),
            _ => digits(value.number()?),
        })
    }

    /// A whole number that is not negative, written as a number or as decimal digits.
    fn count(&self) -> Option<f64> {
        if let Some(number) = self.number() {
            return (number >= 0.0 && number.is_finite()).then(|| number.trunc());
        }
        let text = self.text()?;
        let digits = text.trim().as_bytes();
        if digits.is_empty() || digits.len() > 15 {
            return None;
        }
        digits
            .iter()
            .try_fold(0.0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10.0 + f64::from(byte - b'0')))
    }
}

/// The decimal digits of a whole number above zero; formatting by library costs kilobytes.
fn digits(number: f64) -> Option<String> {
    /// Above it, neighbouring whole numbers are the same to JavaScript.
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    if !(1.0..=LARGEST).contains(&number) || number.fract() != 0.0 {
        return None;
    }
    let mut rest = number as u64;
    let mut digits = Vec::new();
    while rest > 0 {
        digits.push(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    digits.reverse();
    String::from_utf8(digits).ok()
}

#[cfg(feature = "relay")]
impl Json for serde_json::Value {
    fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn write(fields: &[(&str, &str)]) -> String {
        let object: serde_json::Map<String, Self> =
            fields.iter().map(|(key, value)| ((*key).to_owned(), Self::from(*value))).collect();
        Self::from(object).to_string()
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Flag,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::Text,
            Self::Array(_) => Kind::List,
            Self::Object(_) => Kind::Object,
        }
    }

    fn get(&self, key: &str) -> Option<Self> {
        Self::get(self, key).cloned()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn keys(&self) -> Vec<String> {
        self.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn counts_numbers_and_digits() {
        for (value, wanted) in [
            (json!(12), Some(12.0)),
            (json!("1686646368"), Some(1_686_646_368.0)),
            (json!(1.9), Some(1.0)),
            (json!(-1), None),
            (json!("-1"), None),
            (json!("1e3"), None),
            (json!(""), None),
            (json!(true), None),
            (json!("999999999999999"), Some(999_999_999_999_999.0)),
            (json!("1000000000000000"), None),
        ] {
            assert_eq!(value.count(), wanted, "{value}");
        }
    }

    #[test]
    fn ids_are_texts_or_whole_numbers() {
        for (id, wanted) in [
            (json!("BAE5"), Some("BAE5")),
            (json!(7), Some("7")),
            (json!(1_002_003), Some("1002003")),
            (json!(9_007_199_254_740_991_u64), Some("9007199254740991")),
            (json!(9_007_199_254_740_993_u64), None),
            (json!(0), None),
            (json!(-7), None),
            (json!(1.5), None),
            (json!(" "), None),
            (json!(true), None),
            (json!(null), None),
            (json!(["A"]), None),
        ] {
            assert_eq!(json!({ "id": id }).first_id(&["other", "id"]).as_deref(), wanted, "{id}");
        }
    }

    #[test]
    fn first_text_skips_what_is_empty_or_no_text() {
        let value = json!({ "a": null, "b": 1, "c": " ", "d": "x" });
        assert_eq!(value.first_text(&["a", "b", "c", "d"]).as_deref(), Some("x"));
        assert_eq!(value.first_text(&["a", "e"]), None);
    }
}
