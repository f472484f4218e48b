//! A call by hand: any path below the API.

use super::{Carrier, Meta, Params, Plan};
use crate::find;
use crate::http::Method;
use crate::json_text::JsonText;
use crate::reason::Reason;
use crate::reply::Answer;

/// Never repeated, because nobody knows what it does; it may be a send, so it may take as long as one.
const META: Meta = Meta::send("call", None);

/// A call by hand.
#[derive(Clone, Debug)]
pub struct Request {
    /// The path below the API.
    pub path: String,
    /// The method.
    pub method: Method,
    /// What travels in the query.
    pub query: Params,
    /// What travels in the body, with the token; without a body the token travels in the query.
    pub body: Option<Params>,
}

impl Request {
    /// Whether this path stays below the API's base: segments of plain letters, no dots alone.
    #[must_use]
    pub fn is_path(path: &str) -> bool {
        find::split(path, b'/').all(|segment| {
            !segment.is_empty()
                && segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
                && segment.bytes().any(|byte| byte != b'.')
        })
    }

    /// What to send.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let carrier = if self.body.is_some() { Carrier::Body } else { Carrier::Query };
        let meta = Meta { method: self.method, carrier, ..META };
        let body = self.body.clone().unwrap_or_default();
        Plan::raw(meta, self.path.clone(), self.query.clone(), body)
    }

    /// The answer's JSON text, unless it is a failure.
    ///
    /// # Errors
    /// Why it is a failure.
    pub fn read(answer: &Answer) -> Result<&str, Reason> {
        answer.accept_any().map(JsonText::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    #[test]
    fn paths_stay_below_the_base() {
        for (path, good) in [
            ("number_verify", true),
            ("send.php", true),
            ("a/b-c", true),
            ("", false),
            ("/x", false),
            ("x/", false),
            ("../x", false),
            ("a/../b", false),
            ("a/./b", false),
            ("a?b=c", false),
            ("a#b", false),
            ("a%2e", false),
            ("https://evil.example", false),
            ("a\\b", false),
            ("é", false),
        ] {
            assert_eq!(Request::is_path(path), good, "{path}");
        }
    }
}
