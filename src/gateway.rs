//! What differs between gateways, as data; and the one place where a planned call becomes a request.

use crate::address::Address;
use crate::endpoint::{Carrier, Params, Plan, Site};
use crate::find;
use crate::http::{Encoding, Method, Request, form};
use crate::json_text::object;
use crate::text::concat;

/// A gateway: where its calls live and how they are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// Where `createSession` and `get_qrcode` live, without a slash at the end.
    sessions: String,
    /// Where everything else lives, without a slash at the end.
    api: String,
    /// The method of control calls, where it is not the documented one.
    control_method: Option<Method>,
    /// How sends are written.
    encoding: Encoding,
    /// Whether instances are started by `createSession`.
    pub has_create_session: bool,
    /// Whether this is a relay, which knows the gateway and its token.
    pub is_relay: bool,
}

impl Gateway {
    /// Wawp itself, as documented.
    ///
    /// Source: `wawp-rest-api.txt`, which puts two calls on one host and the others on another.
    #[must_use]
    pub fn wawp() -> Self {
        Self {
            sessions: "https://wawp.net/wp-json/awp/v1".to_owned(),
            api: "https://app.wawp.net/api".to_owned(),
            control_method: None,
            encoding: Encoding::Json,
            has_create_session: true,
            is_relay: false,
        }
    }

    /// A relay at this address, absolute or from the root of the page's own origin.
    ///
    /// # Errors
    /// Says why the address is refused.
    pub fn relay(url: &str) -> Result<Self, &'static str> {
        let is_plain = !find::has_blank(url) && !find::has_any(url, b"?#\\");
        let is_path = url.starts_with('/') && !url.starts_with("//");
        if !is_plain || (!is_path && Address::parse(url).is_err()) {
            return Err(
                "must be a path from the root, such as \"/wawp\", or an absolute https URL, without a query",
            );
        }
        if !is_path {
            check_secure(url)?;
        }
        Ok(Self {
            sessions: url.to_owned(),
            api: url.to_owned(),
            control_method: None,
            encoding: Encoding::Json,
            has_create_session: true,
            is_relay: true,
        })
    }

    /// A classic gateway below `base_url`, which includes `/api`.
    ///
    /// Source: the route tables of six installs, which take control calls by GET only.
    ///
    /// # Errors
    /// Says why the URL is refused.
    pub fn classic(base_url: &str, encoding: Encoding) -> Result<Self, &'static str> {
        let address =
            Address::parse(base_url).map_err(|_| "must be an absolute http(s) URL without credentials")?;
        if find::has_any(address.rest, b"?#") {
            return Err("must have no query and no fragment");
        }
        check_secure(base_url)?;
        let mut base = base_url;
        while let Some(rest) = base.strip_suffix('/') {
            base = rest;
        }
        Ok(Self {
            sessions: base.to_owned(),
            api: base.to_owned(),
            control_method: Some(Method::Get),
            encoding,
            has_create_session: false,
            is_relay: false,
        })
    }

    /// Whether an address leads to the gateway itself.
    #[must_use]
    pub fn owns(&self, url: &str) -> bool {
        let is_same = |base: &str| {
            origin(base).is_some_and(|base| origin(url).is_some_and(|url| url.eq_ignore_ascii_case(base)))
        };
        is_same(&self.sessions) || is_same(&self.api)
    }

    /// Whether its address needs a page's own origin before it.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.api.starts_with('/')
    }

    /// How long a call may take where its caller doesn't say, in milliseconds.
    #[must_use]
    pub fn timeout_ms(&self, plan: &Plan) -> f64 {
        /// A relay takes the call's own time for the gateway, and some for what it has to ask before and after. If it dies,
        /// another one knows of that 20 s after the call's own time.
        const RELAY_MS: f64 = 25_000.0;
        f64::from(plan.meta.timeout_ms) + if self.is_relay { RELAY_MS } else { 0.0 }
    }

    /// The method that a call is made by, unless the client has learnt better.
    #[must_use]
    pub fn method(&self, plan: &Plan) -> Method {
        match (plan.meta.carrier, self.control_method) {
            (Carrier::Query, Some(method)) if !plan.is_raw() => method,
            _ => plan.meta.method,
        }
    }

    /// Writes a planned call as a request.
    #[must_use]
    pub fn request(&self, plan: &Plan, method: Method, token: &str) -> Request {
        let token = ("access_token", token);
        let (mut query, mut fields) = (Pairs::new(), Pairs::new());
        add(&plan.query, &mut query);
        add(&plan.body, &mut fields);
        let body = match plan.meta.carrier {
            Carrier::Query => {
                query.push(token);
                None
            }
            Carrier::Body => {
                fields.push(token);
                match self.encoding {
                    Encoding::Form => Some((Encoding::Form, form(&fields))),
                    Encoding::Json => {
                        for field in &fields {
                            if Some(field.0) == plan.meta.unread_in_json {
                                query.push(*field);
                            }
                        }
                        Some((Encoding::Json, object(&fields)))
                    }
                }
            }
        };
        let base = match plan.meta.site {
            Site::Sessions => &self.sessions,
            Site::Api => &self.api,
        };
        let mut url = concat(&[base.as_str(), "/", plan.path()]);
        if !query.is_empty() {
            url.push('?');
            url.push_str(&form(&query));
        }
        Request { method, url, body, to_relay: false }
    }

    /// Writes a planned call as a request to this relay: one flat object of texts, whatever the call. `key` is what the
    /// relay knows it by, where it acts again when it is made twice.
    #[must_use]
    pub fn relayed(&self, plan: &Plan, key: Option<&str>) -> Request {
        let mut fields = Pairs::from([("call", plan.meta.name)]);
        if let Some(key) = key {
            fields.push(("key", key));
        }
        let (query, body);
        if plan.is_raw() {
            (query, body) = (nested(&plan.query), nested(&plan.body));
            fields.push(("path", plan.path()));
            fields.push(("method", plan.meta.method.name()));
            fields.push(("query", &query));
            if plan.meta.carrier == Carrier::Body {
                fields.push(("body", &body));
            }
        } else {
            add(&plan.query, &mut fields);
            add(&plan.body, &mut fields);
        }
        let body = Some((Encoding::Json, object(&fields)));
        Request { method: Method::Post, url: self.api.clone(), body, to_relay: true }
    }
}

fn check_secure(url: &str) -> Result<(), &'static str> {
    match Address::parse(url) {
        Ok(address) if address.secure || address.is_loopback() => Ok(()),
        _ => Err("must be https: (http: would show the token to the network; it is for loopback only)"),
    }
}

/// An address up to its path.
fn origin(url: &str) -> Option<&str> {
    let address = Address::parse(url).ok()?;
    url.strip_suffix(address.rest)
}

/// Names and values.
type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn add<'a>(params: &'a Params, pairs: &mut Pairs<'a>) {
    for (key, value) in params {
        pairs.push((key, value));
    }
}

/// Parameters as JSON text.
fn nested(params: &Params) -> String {
    let mut pairs = Pairs::new();
    add(params, &mut pairs);
    object(&pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_knows_its_own_addresses() {
        let gateway = Gateway::classic("https://gateway.example:8443/api", Encoding::Form).unwrap();
        for (url, owned) in [
            ("https://gateway.example:8443/qr/1.png", true),
            ("HTTPS://Gateway.Example:8443/qr?access_token=x", true),
            ("https://gateway.example:8443", true),
            ("https://gateway.example/qr/1.png", false),
            ("http://gateway.example:8443/qr/1.png", false),
            ("https://gateway.example:8443@evil.example/", false),
            ("https://evil.example/?https://gateway.example:8443/", false),
            ("https://gateway.example.evil.example:8443/", false),
            ("//gateway.example:8443/", false),
            ("data:image/png;base64,AAAA", false),
        ] {
            assert_eq!(gateway.owns(url), owned, "{url}");
        }
        let wawp = Gateway::wawp();
        assert!(wawp.owns("https://app.wawp.net/x.png") && wawp.owns("https://wawp.net/x.png"));
        assert!(!wawp.owns("https://evil.wawp.net/x.png"));
    }

    #[test]
    fn classic_base_urls_are_checked() {
        for (url, good) in [
            ("https://gateway.example/api", true),
            ("https://gateway.example/api/", true),
            ("http://localhost:8787/api", true),
            ("http://127.0.0.1:8787/api", true),
            ("http://[::1]:8787/api", true),
            ("http://gateway.example/api", false),
            ("http://127.0.0.1.evil.example/api", false),
            ("http://localhost@evil.example/api", false),
            ("https://gateway.example/api?x=1", false),
            ("https://gateway.example/api#x", false),
            ("gateway.example/api", false),
            ("/api", false),
        ] {
            assert_eq!(Gateway::classic(url, Encoding::Form).is_ok(), good, "{url}");
        }
    }
}
