//! What a caller hands over, an option or an answer of its own: the engine's values in a browser, `serde_json`'s natively.

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

    /// The first of those that is not among these, which stand one space apart.
    fn unknown(&self, known: &str) -> Option<String> {
        self.keys().into_iter().find(|key| known.split(' ').all(|name| name != key))
    }
}

#[cfg(feature = "relay")]
impl Json for serde_json::Value {
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
