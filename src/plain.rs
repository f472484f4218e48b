//! What JavaScript gets: results, errors and events as plain values.
//!
//! One type for all of them, so that they are written once: derived code for each would be kilobytes of a download.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A plain value of JavaScript.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// `undefined`; a property that is absent.
    Nothing,
    /// A boolean.
    Flag(bool),
    /// A whole number.
    Whole(u32),
    /// A number.
    Number(f64),
    /// A string.
    Text(Cow<'static, str>),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(&'static str, Self)>),
}

/// The properties of an object as it is put together.
#[derive(Debug, Default)]
pub struct Fields(Vec<(&'static str, Plain)>);

impl Fields {
    /// Adds a property.
    pub fn put(&mut self, name: &'static str, value: Plain) {
        self.0.push((name, value));
    }
}

impl From<Fields> for Plain {
    fn from(fields: Fields) -> Self {
        Self::Object(fields.0)
    }
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Whole(number) => serializer.serialize_u32(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in fields {
                    if !matches!(value, Self::Nothing) {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }
    }
}

impl From<()> for Plain {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}

impl From<bool> for Plain {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u16> for Plain {
    fn from(number: u16) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u32> for Plain {
    fn from(number: u32) -> Self {
        Self::Whole(number)
    }
}

impl From<f64> for Plain {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&'static str> for Plain {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Plain {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Cow<'static, str>> for Plain {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Plain {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Plain {
    fn from(items: Vec<T>) -> Self {
        let mut list = Vec::new();
        for item in items {
            list.push(item.into());
        }
        Self::List(list)
    }
}

/// Serializes a type as the plain value that it becomes.
macro_rules! serialized {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> core::result::Result<S::Ok, S::Error> {
                $crate::plain::Plain::from(self.clone()).serialize(serializer)
            }
        }
    };
}

pub(crate) use serialized;
