//! Reading the options that callers pass: each wrong one is refused by its name, before anything is sent.

use crate::error::{Error, Result};
use crate::json::{Json, Kind};
use crate::text::concat;

/// An options object.
#[derive(Debug)]
pub struct Options<V> {
    value: Option<V>,
    name: &'static str,
}

impl<V: Json> Options<V> {
    /// Takes an object in which only these options may stand, named one space apart; absent altogether, it is empty.
    ///
    /// # Errors
    /// `invalid_argument` when it is no object or has an option that is not known.
    pub fn new(value: V, name: &'static str, known: &str) -> Result<Self> {
        match value.kind() {
            Kind::Null => return Ok(Self { value: None, name }),
            Kind::Object => {}
            _ => return Err(Error::invalid(name.to_owned(), "wrong_type", "must be an object")),
        }
        let this = Self { name, value: None };
        match value.unknown(known) {
            Some(key) => Err(this.refuse(&key, "unknown_option", "is not an option of this call")),
            None => Ok(Self { value: Some(value), name }),
        }
    }

    /// An error that names one of these options.
    #[must_use]
    pub fn refuse(&self, key: &str, reason: &'static str, why: &str) -> Box<Error> {
        Error::invalid(concat(&[self.name, ".", key]), reason, why)
    }

    /// The value of an option; absent when it is `undefined`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<V> {
        self.value.as_ref()?.get(key)
    }

    /// A string.
    ///
    /// # Errors
    /// `invalid_argument` when it is something else.
    pub fn text(&self, key: &str) -> Result<Option<String>> {
        self.read(key, V::text, "must be a string")
    }

    /// A string that has to be there and must not be blank.
    ///
    /// # Errors
    /// `invalid_argument` when it is absent, blank or something else.
    pub fn required_text(&self, key: &str) -> Result<String> {
        self.filled_text(key)?.ok_or_else(|| self.refuse(key, "required", "is required"))
    }

    /// A string that must not be blank where it is there.
    ///
    /// # Errors
    /// `invalid_argument` when it is blank or something else.
    pub fn filled_text(&self, key: &str) -> Result<Option<String>> {
        match self.text(key)? {
            Some(text) if text.trim().is_empty() => Err(self.refuse(key, "empty", "must not be empty")),
            text => Ok(text),
        }
    }

    /// A boolean, `default` when absent.
    ///
    /// # Errors
    /// `invalid_argument` when it is something else.
    pub fn flag(&self, key: &str, default: bool) -> Result<bool> {
        Ok(self.read(key, V::flag, "must be true or false")?.unwrap_or(default))
    }

    /// A number in a range.
    ///
    /// # Errors
    /// `invalid_argument` when it is something else or out of range; `why` says what it must be.
    pub fn number(&self, key: &str, least: f64, most: f64, why: &str) -> Result<Option<f64>> {
        match self.read(key, V::number, why)? {
            // A comparison with NaN is false, so NaN is refused here too.
            Some(number) if !(number >= least && number <= most) => {
                Err(self.refuse(key, "out_of_range", why))
            }
            number => Ok(number),
        }
    }

    /// A time limit in milliseconds.
    ///
    /// # Errors
    /// `invalid_argument` when it is not a number from 1 to 2147483647, the longest that a timer can wait.
    pub fn timeout_ms(&self) -> Result<Option<f64>> {
        self.number(
            "timeoutMs",
            1.0,
            f64::from(i32::MAX),
            "must be a number of milliseconds from 1 to 2147483647",
        )
    }

    /// A number of retries.
    ///
    /// # Errors
    /// `invalid_argument` when it is not a whole number from 0 to 10.
    pub fn max_retries(&self) -> Result<Option<u32>> {
        const WHY: &str = "must be a whole number from 0 to 10";
        let Some(number) = self.number("maxRetries", 0.0, 10.0, WHY)? else {
            return Ok(None);
        };
        let whole = (0..=10).find(|whole| f64::from(*whole) == number);
        whole.map(Some).ok_or_else(|| self.refuse("maxRetries", "out_of_range", WHY))
    }

    /// An object of strings.
    ///
    /// # Errors
    /// `invalid_argument` when it is something else.
    pub fn texts(&self, key: &str) -> Result<Option<Vec<(String, String)>>> {
        let wrong = || self.refuse(key, "wrong_type", "must be an object of strings");
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        if value.kind() != Kind::Object {
            return Err(wrong());
        }
        let mut texts = Vec::new();
        for name in value.keys() {
            let text = value.get(&name).and_then(|text| text.text()).ok_or_else(wrong)?;
            texts.push((name, text));
        }
        Ok(Some(texts))
    }

    fn read<T>(&self, key: &str, read: impl Fn(&V) -> Option<T>, why: &str) -> Result<Option<T>> {
        match self.get(key) {
            None => Ok(None),
            Some(value) => read(&value).map(Some).ok_or_else(|| self.refuse(key, "wrong_type", why)),
        }
    }
}
