//! What goes over the wire and what comes back, as plain values.

use crate::hex;
use crate::named::named;

named! {
    /// An HTTP method.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Method {
        /// `GET`
        Get = "GET",
        /// `POST`
        Post = "POST",
    }
}

impl Method {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Get => Self::Post,
            Self::Post => Self::Get,
        }
    }
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-www-form-urlencoded`: what every known server of the dialect reads, and no CORS preflight.
    Form,
    /// `application/json`
    Json,
}

impl Encoding {
    /// The value of the `Content-Type` header.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }
}

/// A request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole URL, the token possibly in it.
    pub url: String,
    /// The body and how it is written.
    pub body: Option<(Encoding, String)>,
    /// Whether it goes to a relay: it then says so in a header, and the page's cookies go along.
    pub to_relay: bool,
}

/// A reply as it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// The HTTP status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// Whether it is a redirect, or came after one.
    pub redirected: bool,
    /// How long to wait before the next call, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The body.
    pub body: Vec<u8>,
}

/// Writes `application/x-www-form-urlencoded` pairs, for a body or for a query.
#[must_use]
pub fn form(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (key, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode(key, &mut out);
        out.push('=');
        encode(value, &mut out);
    }
    out
}

fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                hex::push(byte, hex::UPPER, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_written_as_a_library_writes_it() {
        let text: String = (0..=255).map(char::from).collect();
        let wanted: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        assert_eq!(form(&[(&text, "")]), [&wanted, "="].concat());
    }

    #[test]
    fn forms_are_written_as_a_browser_writes_them() {
        let pairs = [("message", "a & b = c%#+\n\u{2713}\u{1f600} مرحبا"), ("x y", "")];
        assert_eq!(
            form(&pairs),
            "message=a+%26+b+%3D+c%25%23%2B%0A%E2%9C%93%F0%9F%98%80+%D9%85%D8%B1%D8%AD%D8%A8%D8%A7&x+y="
        );
    }
}
