//! Which addresses a visitor may have the gateway fetch or call: public ones, or those of the host's list.
//!
//! The gateway often stands in a network of its own, so that an address can reach what no visitor may.

use crate::address::{Address, BadUrl};

/// Names below these lead to this machine or to its network.
const LOCAL_SUFFIXES: &[&str] = &[
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "arpa",
    "consul",
    "invalid",
    "onion",
    "svc",
    "test",
    // They answer any name with the address that is written in it.
    "localtest.me",
    "lvh.me",
    "nip.io",
    "sslip.io",
    "xip.io",
];

/// Checks an address against the host's list, or else that it is a public `https:` name.
///
/// # Errors
/// Why it is refused, finely and in words.
pub fn check(url: &str, origins: Option<&[String]>) -> Result<(), (&'static str, &'static str)> {
    let address = Address::parse(url).map_err(|bad| match bad {
        BadUrl::Malformed => ("not_an_http_url", "must be an absolute https URL"),
        BadUrl::Credentials => ("url_with_credentials", "must not carry a user name or a password"),
    })?;
    if let Some(origins) = origins {
        let origin = url.strip_suffix(address.rest).unwrap_or(url);
        let is_listed = origins.iter().any(|listed| listed.eq_ignore_ascii_case(origin));
        return if is_listed {
            Ok(())
        } else {
            Err(("host_not_allowed", "must be at one of the addresses that the relay allows"))
        };
    }
    if !address.secure {
        return Err(("not_https", "must be an https URL"));
    }
    if is_public_name(address.host) {
        Ok(())
    } else {
        Err(("host_not_public", "must be at a public name: no address in numbers and no local name"))
    }
}

/// Whether a host is a name of two labels or more that is not known to be local.
fn is_public_name(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    // A letter of another script may turn into a digit or a dot on the way.
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let ends_with_name = |last: &str| last.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_below =
        |suffix: &&str| host.strip_suffix(*suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    host.contains(['.'])
        && host.split(['.']).all(is_label)
        && host.rsplit(['.']).next().is_some_and(ends_with_name)
        && !LOCAL_SUFFIXES.iter().any(is_below)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn only_public_names_by_https() {
        for url in ["https://files.example/a.png", "https://xn--bcher-kva.example:8443/a?b#c", "HTTPS://A.B/"]
        {
            assert_eq!(check(url, None), Ok(()), "{url}");
        }
        for (url, reason) in [
            ("http://files.example/a.png", "not_https"),
            ("ftp://files.example/a.png", "not_an_http_url"),
            ("file:///etc/passwd", "not_an_http_url"),
            ("gopher://127.0.0.1:6379/_x", "not_an_http_url"),
            ("//files.example/a.png", "not_an_http_url"),
            ("/a.png", "not_an_http_url"),
            ("data:text/plain,x", "not_an_http_url"),
            ("https://user@files.example/", "url_with_credentials"),
            ("https://user:pass@files.example/", "url_with_credentials"),
            ("https://files.example@127.0.0.1/", "url_with_credentials"),
            ("https://files.example\\@127.0.0.1/", "not_an_http_url"),
            ("https://127.0.0.1/", "host_not_public"),
            ("https://8.8.8.8/", "host_not_public"),
            ("https://169.254.169.254/latest/meta-data", "host_not_public"),
            ("https://127.1/", "not_an_http_url"),
            ("https://2130706433/", "not_an_http_url"),
            ("https://0x7f000001/", "not_an_http_url"),
            ("https://0177.0.0.1/", "not_an_http_url"),
            ("https://127.0.0.1./", "not_an_http_url"),
            ("https://[::1]/", "host_not_public"),
            ("https://[::ffff:127.0.0.1]/", "host_not_public"),
            ("https://[2001:4860:4860::8888]/", "host_not_public"),
            ("https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/", "not_an_http_url"),
            ("https://\u{2460}27.example/", "host_not_public"),
            ("https://files\u{3002}example/", "host_not_public"),
            ("https://%31%32%37.0.0.1/", "not_an_http_url"),
            ("https://localhost/", "host_not_public"),
            ("https://LOCALHOST:8787/", "host_not_public"),
            ("https://x.localhost/", "host_not_public"),
            ("https://metadata.google.internal/", "host_not_public"),
            ("https://printer.local/", "host_not_public"),
            ("https://router.lan/", "host_not_public"),
            ("https://db.corp/", "host_not_public"),
            ("https://nas.home.arpa/", "host_not_public"),
            ("https://kubernetes.default.svc/", "host_not_public"),
            ("https://shop.test/", "host_not_public"),
            ("https://intranet/", "host_not_public"),
            ("https://files.example./", "host_not_public"),
            ("https://files..example/", "host_not_public"),
            ("https://10.0.0.1.nip.io/", "host_not_public"),
            ("https://files.example/a b", "not_an_http_url"),
            ("https://files.example/\n", "not_an_http_url"),
            (" https://files.example/", "not_an_http_url"),
            ("", "not_an_http_url"),
        ] {
            assert_eq!(check(url, None).map_err(|(reason, _)| reason), Err(reason), "{url}");
        }
    }

    #[test]
    fn a_list_is_all_there_is() {
        let list = ["https://files.example".to_owned(), "http://127.0.0.1:8787".to_owned()];
        for (url, good) in [
            ("https://files.example/a.png", true),
            ("HTTPS://Files.Example/a.png", true),
            ("http://127.0.0.1:8787/media/sample.png", true),
            ("http://files.example/a.png", false),
            ("https://files.example:8443/a.png", false),
            ("https://files.example.evil.example/a.png", false),
            ("https://evil.example/https://files.example/", false),
            ("https://files.example@evil.example/", false),
            ("http://127.0.0.1:8788/media/sample.png", false),
        ] {
            assert_eq!(check(url, Some(&list)).is_ok(), good, "{url}");
        }
    }
}
