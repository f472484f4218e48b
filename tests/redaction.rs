//! What leaves in an error or an event carries no secret, however it is written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use wawp_client::redact::{bounded_body, has_secret, redact};

const TOKEN: &str = "s3cr3t/t+ok\"en~1";
const MASK: &str = "[redacted]";

/// Ways of writing a text. Each takes a stream of choices, by which it varies letter by letter.
mod write {
    pub(super) type Write = fn(&str, &mut dyn FnMut() -> usize) -> String;

    pub(super) fn form(text: &str, _: &mut dyn FnMut() -> usize) -> String {
        form_urlencoded::byte_serialize(text.as_bytes()).collect()
    }

    pub(super) fn percent(text: &str, choose: &mut dyn FnMut() -> usize) -> String {
        let mut out = String::new();
        for letter in text.chars() {
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).as_bytes();
            match choose() % 3 {
                0 if letter != '%' => out.push(letter),
                1 => out.extend(bytes.iter().map(|byte| format!("%{byte:02x}"))),
                _ => out.extend(bytes.iter().map(|byte| format!("%{byte:02X}"))),
            }
        }
        out
    }

    pub(super) fn json(text: &str, choose: &mut dyn FnMut() -> usize) -> String {
        let mut out = String::new();
        for letter in text.chars() {
            match (choose() % 4, letter) {
                (0, _) => {
                    out.extend(letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")))
                }
                (1, '/') => out.push_str("\\/"),
                _ => out.push_str(
                    serde_json::to_string(&letter)
                        .unwrap()
                        .trim_start_matches('"')
                        .strip_suffix('"')
                        .unwrap(),
                ),
            }
        }
        out
    }

    pub(super) fn html(text: &str, choose: &mut dyn FnMut() -> usize) -> String {
        let mut out = String::new();
        for letter in text.chars() {
            let code = u32::from(letter);
            let named = match letter {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&apos;",
                _ => "",
            };
            match choose() % 5 {
                0 => out.push_str(&format!("&#{code:03};")),
                1 => out.push_str(&format!("&#x{code:x};")),
                2 => out.push_str(&format!("&#X{code:04X};")),
                _ if named.is_empty() => out.push(letter),
                _ => out.push_str(named),
            }
        }
        out
    }

    pub(super) fn base64(text: &str, choose: &mut dyn FnMut() -> usize) -> String {
        let before = ["", "u", "u:", "me:", "user:"][choose() % 5];
        let after = ["", "\"", "&x", "=1}"][choose() % 4];
        let out = plain_base64([before, text, after].concat().as_bytes());
        match choose() % 3 {
            0 => out,
            1 => out.trim_end_matches('=').to_owned(),
            _ => out.replace('+', "-").replace('/', "_"),
        }
    }

    pub(super) fn plain_base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
            for at in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
                out.push(if at > chunk.len() { '=' } else { char::from(letter) });
            }
        }
        out
    }

    pub(super) fn other_case(text: &str, choose: &mut dyn FnMut() -> usize) -> String {
        let turn = |letter: char| {
            if choose().is_multiple_of(2) { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
        };
        text.chars().map(turn).collect()
    }

    pub(super) fn plain(text: &str, _: &mut dyn FnMut() -> usize) -> String {
        text.to_owned()
    }
}

/// Readings of a text, by other means than the library's: each undoes one kind of escape all through a text.
mod read {
    fn replaced(text: &str, mut read: impl FnMut(&str) -> Option<(Vec<u8>, usize)>) -> String {
        let mut out = Vec::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let (bytes, taken) =
                read(rest).unwrap_or_else(|| (letter.to_string().into_bytes(), letter.len_utf8()));
            out.extend(bytes);
            rest = &rest[taken..];
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    fn hex(digits: Option<&str>) -> Option<u32> {
        u32::from_str_radix(digits?, 16).ok()
    }

    pub(super) fn percent(text: &str) -> String {
        replaced(text, |rest| Some((vec![hex(rest.strip_prefix('%')?.get(..2))? as u8], 3)))
    }

    pub(super) fn form(text: &str) -> String {
        percent(&text.replace('+', " "))
    }

    pub(super) fn json(text: &str) -> String {
        replaced(text, |rest| {
            let escape = rest.strip_prefix('\\')?;
            if let Some(high) = escape.strip_prefix('u').and_then(|digits| hex(digits.get(..4))) {
                let low = escape.get(5..).and_then(|low| hex(low.strip_prefix("\\u")?.get(..4)));
                let units = [high as u16, low.unwrap_or_default() as u16];
                let letter = char::decode_utf16(units).next()?.ok()?;
                return Some((letter.to_string().into_bytes(), 6 * letter.len_utf16()));
            }
            let letter = escape.chars().next()?;
            let meant = match letter {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            };
            Some((meant.to_string().into_bytes(), 1 + letter.len_utf8()))
        })
    }

    pub(super) fn html(text: &str) -> String {
        replaced(text, |rest| {
            let (name, _) = rest.strip_prefix('&')?.split_once(';')?;
            let letter = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(digits) => u32::from_str_radix(digits, 16),
                        None => number.parse(),
                    };
                    char::from_u32(code.ok()?)?
                }
            };
            Some((letter.to_string().into_bytes(), name.len() + 2))
        })
    }

    /// What each stretch of base64 says, from each of its first letters on.
    pub(super) fn base64(text: &str) -> Vec<String> {
        let value = |letter: char| match letter {
            'A'..='Z' => Some(letter as u32 - 65),
            'a'..='z' => Some(letter as u32 - 71),
            '0'..='9' => Some(letter as u32 + 4),
            '+' | '-' => Some(62),
            '/' | '_' => Some(63),
            _ => None,
        };
        let mut texts = Vec::new();
        for run in text.split(|letter| value(letter).is_none()).filter(|run| run.len() > 5) {
            for skipped in 0..4 {
                let mut bytes = Vec::new();
                for chunk in run.chars().filter_map(value).skip(skipped).collect::<Vec<_>>().chunks(4) {
                    let bits = (0..4).fold(0, |bits, at| bits << 6 | chunk.get(at).copied().unwrap_or(0));
                    bytes.extend(&bits.to_be_bytes()[1..]);
                }
                texts.push(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        texts
    }
}

/// Whether some reading of a text shows the token.
fn shows(text: &str, token: &str) -> Option<String> {
    let token = token.to_ascii_lowercase();
    let mut texts: BTreeSet<String> = text.split(MASK).map(str::to_owned).collect();
    texts.insert(text.replace(MASK, " "));
    for _ in 0..4 {
        if let Some(shown) = texts.iter().find(|text| text.to_ascii_lowercase().contains(&token)) {
            return Some(shown.clone());
        }
        texts = texts
            .iter()
            .flat_map(|text| {
                let mut read = read::base64(text);
                read.extend([read::percent, read::form, read::json, read::html].map(|read| read(text)));
                read
            })
            .filter(|text| text.len() >= token.len())
            .collect();
    }
    None
}

/// A stream of choices from a seed.
fn choices(mut seed: u64) -> impl FnMut() -> usize {
    move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    }
}

const WRITERS: [write::Write; 6] =
    [write::plain, write::form, write::percent, write::json, write::html, write::base64];

/// The place of base64 among them.
const BASE64: usize = 5;

fn tokens() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a-f]{13}",
        "[ -~]{4,64}",
        "[!-/:-@{-~^_`]{4,64}",
        "\\PC{4,64}",
        "[%0-9A-Fux\\\\&#;]{4,20}",
    ]
    // Backslashes don't count, and stay at its ends.
    .prop_filter("too short", |token| token.replace('\\', "").len() >= 4)
    .prop_map(|token| token.trim_matches('\\').to_owned())
    .prop_filter("the mask", |token| !MASK.contains(token.as_str()))
}

proptest! {
    #[test]
    fn no_nesting_of_two_hides_the_token(
        token in tokens(),
        inner in select(WRITERS.to_vec()),
        outer in select(WRITERS.to_vec()),
        seed in any::<u64>(),
        is_in_other_case in any::<bool>(),
    ) {
        let mut choose = choices(seed);
        let cased = if is_in_other_case { write::other_case(&token, &mut choose) } else { token.clone() };
        let echo = outer(&inner(&cased, &mut choose), &mut choose);
        let clean = redact(&format!("no such thing: {echo} ."), &token);
        prop_assert_eq!(clean.replace('\\', ""), "no such thing: [redacted] .", "{}", echo);
        prop_assert!(has_secret(&echo, &token));
    }

    #[test]
    fn nothing_around_it_hides_the_token(
        token in tokens(),
        inner in 0..WRITERS.len(),
        outer in 0..WRITERS.len(),
        seed in any::<u64>(),
        before in prop_oneof!["\\PC{0,20}", "[%\\\\&#;0-9a-fnux+=?\"]{0,8}"],
        after in prop_oneof!["\\PC{0,20}", "[%\\\\&#;0-9a-fnux+=?\"]{0,8}"],
    ) {
        let mut choose = choices(seed);
        let echo = WRITERS[outer](&WRITERS[inner](&token, &mut choose), &mut choose);
        let before = match BASE64 {
            // Half an escape before base64 that is escaped again does hide it.
            base64 if inner == base64 || outer == base64 => before.replace(['%', '\\', '&'], ""),
            _ => before,
        };
        let clean = redact(&[&before, echo.as_str(), &after].concat(), &token);
        prop_assert_eq!(shows(&clean, &token), None, "{} of {}", clean, echo);
    }

    #[test]
    fn redacting_twice_changes_nothing_more(
        token in tokens(),
        text in prop_oneof![
            "\\PC{0,200}",
            "(token|password|=|:|\"|'|\\?|&|;|,|\\\\|%|25|3D|3F|26|22|a|b|u0026|Bearer |://|@|/|\\[|\\]|\\{|\\}|<|>| |\n|\\[redacted\\]|cookie|s:1:|amp|#){0,40}",
        ],
        seed in any::<u64>(),
        writer in select(WRITERS.to_vec()),
    ) {
        let text = text.replace('a', &writer(&token, &mut choices(seed)));
        let once = redact(&text, &token);
        prop_assert_eq!(redact(&once, &token), once);
    }

    #[test]
    fn no_text_is_too_odd(text in any::<String>(), token in any::<String>()) {
        let clean = redact(&text, &token);
        prop_assert!(clean.len() <= text.len() * MASK.len());
        let _ = has_secret(&text, &token);
    }

    #[test]
    fn prose_stays(text in "([A-Z][a-z]{0,12} |[a-z0-9]{1,12}[,.:!]? |\\([a-z]{3}\\) |\"[a-z_]{1,9}\": ?[0-9]{1,13}, ){0,30}", token in "[0-9a-f]{13}") {
        prop_assume!(!["token", "secret", "passw", "cookie", "bearer", "basic"].iter().any(|name| text.to_lowercase().contains(name)));
        prop_assert_eq!(redact(&text, &token), text);
    }
}

proptest! {
    // Of long texts fewer.
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn no_cut_leaves_half_a_token(
        token in tokens(),
        inner in select(WRITERS.to_vec()),
        outer in select(WRITERS.to_vec()),
        seed in any::<u64>(),
        length in prop_oneof![1_700_usize..2_010, 7_000_usize..8_010, 15_000_usize..16_010],
    ) {
        let mut choose = choices(seed);
        let echo = outer(&inner(&token, &mut choose), &mut choose);
        let filling = ". ".repeat(length / 2);
        let body = bounded_body(&[&filling, echo.as_str(), " . ", &filling].concat(), &token).unwrap();
        prop_assert!(body.chars().count() <= 2_000);
        let rest = body.replace(['.', ' ', '\\'], "");
        prop_assert!(MASK.starts_with(&rest), "{} of {}", rest, echo);
    }
}

#[test]
fn the_token_goes_in_whatever_way_it_is_written() {
    for echo in [
        "s3cr3t/t+ok\"en~1",
        "S3CR3T/T+OK\"EN~1",
        "s3cr3t%2Ft%2Bok%22en~1",
        "s3cr3t%2ft%2bok%22en%7e1",
        "%73%33%63%72%33%74%2F%74%2B%6F%6B%22%65%6E%7E%31",
        "s3cr3t%252Ft%252Bok%2522en~1",
        "s3cr3t%25252Ft%25252Bok%252522en~1",
        r#"s3cr3t/t+ok\"en~1"#,
        r#"s3cr3t\/t+ok\"en~1"#,
        r"s3cr3t\u002ft\u002Bok\u0022en\u007e1",
        r#"s3cr3t\\\/t+ok\\\"en~1"#,
        r"s3cr3t\\u002ft+ok\\u0022en~1",
        r"s3cr3t\x2Ft+ok\x22en~1",
        "s3cr3t/t+ok&quot;en~1",
        "s3cr3t&#x2F;t&#43;ok&#34;en~1",
        "s3cr3t&#047;t+ok&#034;en~1",
        "s3cr3t/t+ok&amp;quot;en~1",
        "s3cr3t%u002Ft+ok%22en~1",
        "s3cr3t%5C%2Ft%2Bok%5C%22en~1",
        "czNjcjN0L3Qrb2siZW5+MQ==",
        "czNjcjN0L3Qrb2siZW5-MQ",
        "czNjcjN0L3Qrb2siZW5%2BMQ%3D%3D",
        r"czNjcjN0L3Qrb2siZW5\u002bMQ==",
        "dXNlcjpzM2NyM3QvdCtvayJlbn4x",
        "czNjcjN0JTJGdCUyQm9rJTIyZW5+MQ==",
        "Y3pOamNqTjBMM1FyYjJzaVpXNStNUT09",
        "czNjcjN0L3Qr\r\nb2siZW5+MQ==",
    ] {
        for around in ["no such token as (ECHO).", "{\"message\":\"ECHO\"}", "<p>ECHO</p>", "ECHO"] {
            let clean = redact(&around.replace("ECHO", echo), TOKEN);
            let clean =
                if echo.contains('\n') { clean.replace("[redacted]\r\n[redacted]", MASK) } else { clean };
            assert_eq!(clean, around.replace("ECHO", MASK), "{echo}");
        }
    }
    assert_eq!(redact("a+b%20c\\u0020d.", "a b c d"), "[redacted].");
    assert_eq!(redact("pa\\u00dfw\\ud83d\\ude00rt %F0%9F%98%80", "paßw😀rt"), "[redacted] %F0%9F%98%80");
}

#[test]
fn secrets_go_by_their_names() {
    for (text, wanted) in [
        // Queries.
        ("?access_token=a%2Fb%2Bc&type=text", "?access_token=[redacted]&type=text"),
        (
            "https://a.example/x?sig=1&instance_id=6A0B&type=text&enable=true",
            "https://a.example/x?sig=[redacted]&instance_id=6A0B&type=text&enable=true",
        ),
        (
            "https://a.example/x?instance_id=6A0B&number=84933#state=x",
            "https://a.example/x?instance_id=6A0B&number=[redacted]#state=[redacted]",
        ),
        (
            "https%3A%2F%2Fa.example%2F%3Fkey%3D0a1b%26type%3Dtext done",
            "https%3A%2F%2Fa.example%2F%3Fkey%3D[redacted]%26type%3Dtext done",
        ),
        (
            "https%3A%2F%2Fa.example%2F%3Fkey%3D0a%2520b%26type%3Dtext done",
            "https%3A%2F%2Fa.example%2F%3Fkey%3D[redacted]%26type%3Dtext done",
        ),
        ("?key=a%20b%26c&type=text", "?key=[redacted]&type=text"),
        ("?key=a&b&type=text", "?key=[redacted]&[redacted]&type=text"),
        ("<a href=\"?key=a&amp;type=text\">", "<a href=\"?key=[redacted]&amp;type=text\">"),
        (
            r#"{"url":"https:\/\/a.example\/?key=a\/b\u0026type=text"}"#,
            r#"{"url":"https:\/\/a.example\/?key=[redacted]\u0026type=text"}"#,
        ),
        ("message=hello&number=84933&type=text", "message=[redacted]&number=[redacted]&type=text"),
        // Users.
        ("https://me:pa@ss@a.example/x@y", "https://[redacted]@a.example/x@y"),
        (r"https:\/\/me:pass@a.example\/x", r"https:\/\/[redacted]@a.example\/x"),
        // Headers.
        ("Authorization: Bearer xyz, retry\nHost: a", "Authorization: [redacted]\nHost: a"),
        ("sent 'Bearer abc123' to", "sent 'Bearer [redacted]' to"),
        ("Basic dXNlcjpwYXNz.", "Basic [redacted]"),
        ("Cookie: a=b; c=d\r\nHost: a", "Cookie: [redacted]\r\nHost: a"),
        (
            r#"{"headers":{"X-Api-Key":["abc","def"],"Accept":"*/*"}}"#,
            r#"{"headers":{"X-Api-Key":[redacted],"Accept":"*/*"}}"#,
        ),
        // JSON, PHP and others.
        (r#"{"access_token":"other","x":1}"#, r#"{"access_token":"[redacted]","x":1}"#),
        (r#"{"access_token" : "other","x":1}"#, r#"{"access_token" : "[redacted]","x":1}"#),
        (r#""{\"access_token\":\"other\"}""#, r#""{\"access_token\":\"[redacted]\"}""#),
        (r#""{\"password\":\"a, \\\"b\\\" c\",\"x\":1}""#, r#""{\"password\":\"[redacted]\",\"x\":1}""#),
        (r#"{"password":"a, \"b\" c\\","x":"y"}"#, r#"{"password":"[redacted]","x":"y"}"#),
        (
            r#"{"clientSecret":"","token":null,"cookies":true,"x":1}"#,
            r#"{"clientSecret":"","token":null,"cookies":true,"x":1}"#,
        ),
        (r#"{"token":12345,"x":1}"#, r#"{"token":[redacted],"x":1}"#),
        (r#"{"tokens":{"a":"b","c":["d"]},"x":1}"#, r#"{"tokens":[redacted],"x":1}"#),
        ("next?access_token%3Dother", "next?access_token%3D[redacted]"),
        (
            "Array\n(\n    [access_token] => 0a1b\n    [id] => 1\n)",
            "Array\n(\n    [access_token] => [redacted]\n    [id] => 1\n)",
        ),
        ("    [Cookie] => a=b; c=d\n    [id] => 1", "    [Cookie] => [redacted]\n    [id] => 1"),
        ("'api_key' => 'a b', 'x' => 1", "'api_key' => '[redacted]', 'x' => 1"),
        ("[\"secret\"]=>\n  string(3) \"abc\"", "[\"secret\"]=>\n  string(3) \"[redacted]\""),
        ("s:6:\"passwd\";s:3:\"abc\";s:1:\"x\"", "s:6:\"passwd\";s:3:\"[redacted]\";s:1:\"x\""),
        ("$sessionKey = \"abc\";", "$sessionKey = \"[redacted]\";"),
        ("<access_token>abc</access_token><x>1</x>", "<access_token>[redacted]</access_token><x>1</x>"),
        ("access_token=“abc” is wrong", "access_token=“[redacted] is wrong"),
        ("{&quot;token&quot;:&quot;abc&quot;}", "{&quot;token&quot;:&quot;[redacted]&quot;}"),
    ] {
        assert_eq!(redact(text, "a/b+c"), wanted);
    }
}

#[test]
fn what_is_no_secret_stays() {
    for text in [
        "",
        "access_token",
        r#"Undefined array key "access_token""#,
        r#"Undefined array key "access_token" in /var/www/api.php on line 12"#,
        "Access token is required",
        "Access token is required. Get one at https://a.example/tokens (free)",
        "Is this the token? Basic plan expired: Basic authentication is off, bearer tokens too.",
        "WWW-Authenticate: Basic realm=\"gateway\"",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>502 Bad Gateway</title></head><body class=\"a b\"><h1>Bad token</h1> Please go away</body></html>",
        r#"{"status":"success","message":"Success","instance_id":"6A0B1C2D3E4F5","data":{"key":{"id":"BAE5F4","remoteJid":"84933313000@s.whatsapp.net"}}}"#,
        "Call https://a.example:8080/api/get_qrcode?instance_id=6A0B1C2D3E4F5 again, or mail me@a.example",
        "Why? Because a = b & c = d; x == y",
        "at Object.<anonymous> (/app/node_modules/@scope/name/index.js:10:5)",
        "[redacted]",
    ] {
        for token in ["0a1b2c3d4e5f6", ""] {
            assert_eq!(redact(text, token), text);
            assert!(!has_secret(text, token));
        }
    }
}

#[test]
fn an_address_is_judged_by_its_token_only() {
    for (url, wanted) in [
        ("https://a.example/qr.png?text=2@abc&size=300", false),
        ("https://a.example/qr.png?access_token=other", true),
        ("https://a.example/qr/s3cr3t%2Ft+ok%22en~1.png", true),
        ("https://me:pass@a.example/qr.png", true),
    ] {
        assert_eq!(has_secret(url, TOKEN), wanted, "{url}");
    }
    assert!(has_secret(&"a".repeat(100_000), TOKEN));
}

#[test]
fn every_unit_of_work_is_bounded() {
    for unit in [
        "%25",
        "%",
        "25",
        "\\",
        "\\\"",
        "\\u005c",
        "&amp;",
        "&",
        "&#38;",
        "dG9r",
        "a",
        "a=",
        "?a=",
        "a&",
        "token:",
        "token=\"",
        "token:[",
        "cookie:",
        "://",
        "://@",
        "Bearer ",
        "s3cr3t",
        "[redacted]",
        "\n",
    ] {
        // Without a bound this would take hours.
        let body = bounded_body(&unit.repeat(10_000_000 / unit.len()), TOKEN).unwrap();
        assert!(body.chars().count() <= 2_000, "{unit}");
    }
}
