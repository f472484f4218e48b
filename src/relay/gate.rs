//! The first look at a request, before anything of its body is read.

use super::config::Config;
use super::refusal::Refusal;
use crate::address::Address;
use crate::relayed::{HEADER, VERSION};

/// What stands before a request's body.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// The header `Origin`.
    pub origin: Option<String>,
    /// The header that every call of a client carries.
    pub marker: Option<String>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// The header `Content-Length`.
    pub content_length: Option<String>,
    /// The header `Content-Encoding`.
    pub content_encoding: Option<String>,
}

/// What a request is let in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A browser asks whether a page may call.
    Preflight,
    /// A call.
    Call,
}

impl Head {
    /// The origin, if its pages may call: its answers may then be read there.
    #[must_use]
    pub fn allowed_origin(&self, config: &Config) -> Option<&str> {
        self.origin.as_deref().filter(|origin| config.origins.iter().any(|allowed| allowed == origin))
    }

    /// Lets a request in.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn enter(&self, config: &Config) -> Result<Entry, Refusal> {
        if Address::parse(&self.url).map(|address| address.rest) != Ok(config.path.as_str()) {
            return Err(Refusal::NotHere);
        }
        if self.method != "POST" && self.method != "OPTIONS" {
            return Err(Refusal::MethodRefused);
        }
        if self.allowed_origin(config).is_none() {
            return Err(Refusal::OriginRefused);
        }
        if self.method == "OPTIONS" {
            return Ok(Entry::Preflight);
        }
        // Without this header no browser would ask first whether a page may call.
        if self.marker.as_deref() != Some(VERSION) {
            return Err(Refusal::Malformed);
        }
        if !self.content_type.as_deref().is_some_and(is_json) || self.content_encoding.is_some() {
            return Err(Refusal::TypeRefused);
        }
        let length = self.content_length.as_deref().map(str::parse::<u64>);
        match length {
            Some(Err(_)) => Err(Refusal::Malformed),
            Some(Ok(length)) if length > config.max_body_bytes as u64 => Err(Refusal::TooLarge),
            _ => Ok(Entry::Call),
        }
    }
}

fn is_json(content_type: &str) -> bool {
    let lower = content_type.to_ascii_lowercase();
    let mut parts = lower.split([';']).map(str::trim);
    parts.next() == Some("application/json") && parts.all(|part| part == "charset=utf-8")
}

/// The headers of every answer. `origin` is the page's, if it may read it.
#[must_use]
pub fn headers(origin: Option<&str>) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("cache-control", "no-store".to_owned()),
        ("content-type", "application/json".to_owned()),
        ("vary", "origin".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
    ];
    if let Some(origin) = origin {
        headers.extend([
            ("access-control-allow-credentials", "true".to_owned()),
            ("access-control-allow-origin", origin.to_owned()),
            ("access-control-expose-headers", "retry-after".to_owned()),
        ]);
    }
    headers
}

/// What a preflight's answer has besides.
#[must_use]
pub fn preflight_headers() -> [(&'static str, String); 3] {
    [
        ("access-control-allow-headers", ["authorization, content-type, ", HEADER].concat()),
        ("access-control-allow-methods", "POST".to_owned()),
        ("access-control-max-age", "7200".to_owned()),
    ]
}
