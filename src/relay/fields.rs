//! A page's call as it comes: one flat object of texts. Anything else is no call.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::refusal::Refusal;

/// More fields than any call has, those of a call by hand among them.
const MOST: usize = 100;

/// The fields that nobody has asked for yet.
#[derive(Debug)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a JSON text.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when it is anything but an object of texts, has a name twice, or too many of them.
    pub fn parse(text: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(text).map_err(|_| Refusal::Malformed)
    }

    /// A field that may be absent.
    pub fn maybe(&mut self, name: &str) -> Option<String> {
        let place = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(place).1)
    }

    /// A field that has to be there.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when it is not.
    pub fn take(&mut self, name: &str) -> Result<String, Refusal> {
        self.maybe(name).ok_or(Refusal::Malformed)
    }

    /// Checks that nothing is left over.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when there is.
    pub fn end(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Malformed) }
    }

    /// Names and texts in the order of the names.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&str, &str)> {
        let mut pairs: Vec<_> = self.0.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        pairs.sort_unstable();
        pairs
    }

    /// All of it.
    #[must_use]
    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfTexts)
    }
}

struct OfTexts;

impl<'de> Visitor<'de> for OfTexts {
    type Value = Fields;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields: Vec<(String, String)> = Vec::new();
        while let Some((name, text)) = map.next_entry()? {
            if fields.len() == MOST || fields.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom("too many names, or one twice"));
            }
            fields.push((name, text));
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_flat_objects_of_texts_only() {
        let mut fields = Fields::parse(br#"{"call":"send","a":""}"#).unwrap();
        assert_eq!(fields.sorted(), [("a", ""), ("call", "send")]);
        assert_eq!((fields.take("call").unwrap().as_str(), fields.maybe("b")), ("send", None));
        assert_eq!(fields.take("call"), Err(Refusal::Malformed));
        fields.end().unwrap_err();
        for bad in [
            "",
            "null",
            "[]",
            "\"x\"",
            "7",
            "{",
            "{}x",
            "{\"a\":1}",
            "{\"a\":null}",
            "{\"a\":[\"b\"]}",
            "{\"a\":{}}",
            "{\"a\":\"b\",\"a\":\"b\"}",
            "{\"a\":\"b\",\"\\u0061\":\"c\"}",
            "{\"a\":\"\\ud800\"}",
            "{a:'b'}",
            "\u{feff}{\"a\":\"b\"}",
            "{\"a\":\"b\",}",
            "{\"a\":\"b\"}{\"a\":\"b\"}",
        ] {
            assert_eq!(Fields::parse(bad.as_bytes()).unwrap_err(), Refusal::Malformed, "{bad}");
        }
        let many = |count: usize| {
            let fields = (0..count).map(|name| (name.to_string(), serde_json::Value::from("")));
            serde_json::Value::Object(fields.collect()).to_string()
        };
        assert!(Fields::parse(many(MOST).as_bytes()).is_ok());
        assert_eq!(Fields::parse(many(MOST + 1).as_bytes()).unwrap_err(), Refusal::Malformed);
        assert_eq!(Fields::parse(b"{\"a\":\"\xff\"}").unwrap_err(), Refusal::Malformed);
    }
}
