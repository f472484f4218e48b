//! Reading `http(s)` addresses: whether they may be used, and where they lead.

use crate::find;

/// How an `http(s)` address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadUrl {
    /// It has no `http://` or `https://` in front, or no host, or white space in it.
    Malformed,
    /// It carries a user name or a password.
    Credentials,
}

/// The parts of an `http(s)` address that decide whether it may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// Whether it is `https:`.
    pub secure: bool,
    /// The host without its port, an IPv6 address without its brackets.
    pub host: &'a str,
    /// What comes after the host, from the first `/`, `?` or `#` on.
    pub rest: &'a str,
}

impl<'a> Address<'a> {
    /// Reads an absolute `http(s)` URL.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(url: &'a str) -> Result<Self, BadUrl> {
        // The engine's parser drops or turns these round, so that what is checked would not be what is called.
        if find::has_blank(url) || find::has_any(url, b"\\") {
            return Err(BadUrl::Malformed);
        }
        let (scheme, tail) = find::split_once(url, "://").ok_or(BadUrl::Malformed)?;
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return Err(BadUrl::Malformed);
        }
        let (authority, rest) = find::cut(tail, b"/?#");
        if find::has_any(authority, b"@") {
            return Err(BadUrl::Credentials);
        }
        let (host, port) = match authority.strip_prefix('[') {
            Some(literal) => find::split_once(literal, "]").ok_or(BadUrl::Malformed)?,
            None => find::cut(authority, b":"),
        };
        let is_literal = authority.len() > host.len() + port.len();
        let is_port = match port.strip_prefix(':') {
            Some(digits) => {
                let is_small = digits.len() < 5 || (digits.len() == 5 && digits <= "65535");
                is_small && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            None => port.is_empty(),
        };
        if host.is_empty() || !is_port || !is_host(host, is_literal) {
            return Err(BadUrl::Malformed);
        }
        Ok(Self { secure, host, rest })
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.host;
        host.eq_ignore_ascii_case("localhost") || host == "::1" || matches!(octets(host), Some([127, ..]))
    }

    /// Whether the host is one that only a private network knows.
    #[must_use]
    pub fn is_private(&self) -> bool {
        if let Some(octets) = octets(self.host) {
            return matches!(
                octets,
                [0 | 10 | 127, ..] | [169, 254, ..] | [172, 16..=31, ..] | [192, 168, ..]
            );
        }
        let host = self.host.to_ascii_lowercase();
        let starts = |part: &&str| host.starts_with(part);
        let ends = |part: &&str| host.ends_with(part);
        if find::has_any(&host, b":") {
            // Loopback, unique local, link-local.
            return host == "::1" || ["fc", "fd", "fe8"].iter().any(starts);
        }
        !find::has_any(&host, b".") || [".local", ".localhost", ".internal", ".lan"].iter().any(ends)
    }
}

/// Whether the letters of a host are such as the engine's own parser takes; names of other scripts are its business.
fn is_host(host: &str, is_literal: bool) -> bool {
    if is_literal {
        return find::has_any(host, b":")
            && host.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    }
    // The engine's parser takes a name that ends in a number for an IPv4 address, "0177.1" and "0x7f.1" too.
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit()) || has_hex_prefix(label);
    let last = find::split(host, b'.').filter(|label| !label.is_empty()).last();
    if last.is_some_and(is_number) {
        return octets(host).is_some();
    }
    host.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'.' | b'-' | b'_'))
}

fn has_hex_prefix(label: &str) -> bool {
    label.starts_with("0x") || label.starts_with("0X")
}

/// The four numbers of an IPv4 address in its usual form; with a zero in front they would be octal.
fn octets(host: &str) -> Option<[u8; 4]> {
    let mut octets = [0; 4];
    let mut parts = find::split(host, b'.');
    for octet in &mut octets {
        let is_usual = |digits: &&str| !digits.is_empty() && (digits.len() == 1 || !digits.starts_with('0'));
        let digits = parts.next().filter(is_usual)?;
        *octet = digits.bytes().try_fold(0u8, |sum, byte| {
            let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
            sum.checked_mul(10)?.checked_add(digit)
        })?;
    }
    parts.next().is_none().then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_or_refused() {
        let parsed = Address::parse("HTTPS://Example.org:8443/a/b?c#d").unwrap();
        assert_eq!((parsed.secure, parsed.host, parsed.rest), (true, "Example.org", "/a/b?c#d"));
        assert_eq!(Address::parse("http://[::1]:80/").unwrap().host, "::1");
        for bad in [
            "",
            "example.org/a",
            "ftp://example.org",
            "https://",
            "https:///a",
            "https://a b/",
            "https://a\\@b",
            "javascript:alert(1)",
            "data:text/plain,x",
            "https://:80/",
            "//example.org",
            // Other hosts to an engine than they seem.
            "http://0127.0.0.1/",
            "http://127.0.0.01/",
            "http://0x7f.0.0.1/",
            "http://127.0.0.0x1/",
            "http://127.1/",
            "http://2130706433/",
            "http://127.0.0.1./",
            "https://8./",
            "https://256.1.1.1/",
            "https://gateway.example.0/",
        ] {
            assert_eq!(Address::parse(bad), Err(BadUrl::Malformed), "{bad}");
        }
        assert_eq!(Address::parse("https://user:pass@example.org"), Err(BadUrl::Credentials));
    }

    #[test]
    fn private_hosts_are_known() {
        for (url, wanted) in [
            ("http://localhost:3000/x", true),
            ("http://127.0.0.1/", true),
            ("https://10.1.2.3/", true),
            ("https://172.20.0.1/", true),
            ("https://172.32.0.1/", false),
            ("https://192.168.1.1/", true),
            ("https://[fd00::1]/", true),
            ("https://printer.local/", true),
            ("https://intranet/", true),
            ("https://10.example.org/", false),
            ("https://127.example.org/", false),
            ("https://example.org/", false),
        ] {
            assert_eq!(Address::parse(url).unwrap().is_private(), wanted, "{url}");
        }
        assert!(!Address::parse("http://127.evil.example/").unwrap().is_loopback());
    }
}
