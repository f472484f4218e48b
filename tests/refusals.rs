//! What is refused before anything is sent, by the option's name, and what is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use serde_json::{Value, json};
use wawp_client::error::{Code, Delivery, Error};
use wawp_client::gateway::Gateway;
use wawp_client::http::{Encoding, Method};
use wawp_client::media;
use wawp_client::options::Options;
use wawp_client::settings::{CALL_OPTIONS, CLIENT_OPTIONS, Message, Settings, WAIT_OPTIONS, instance_id};

const GROUP: &str = "120363290960123456@g.us";

fn settings(options: Value) -> Result<Settings, Box<Error>> {
    Settings::read(&Options::new(options, "options", CLIENT_OPTIONS)?)
}

fn plain() -> Settings {
    settings(json!({})).unwrap()
}

/// Walks rows of input, path and reason, and tells all that fail at once.
fn refuses<T>(rows: &[(Value, &str, &str)], read: impl Fn(Value) -> Result<T, Box<Error>>) {
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|(input, path, reason)| {
            let Err(error) = read(input.clone()) else {
                return Some(format!("{input} is taken"));
            };
            let got = (error.path.as_deref(), error.reason.as_deref());
            (got != (Some(*path), Some(*reason)))
                .then(|| format!("{input}: {got:?}, not {path} {reason}"))
                .or_else(|| {
                    let is_plain = error.code == Code::InvalidArgument
                        && error.delivery == Delivery::NotSent
                        && !error.retryable
                        && error.attempts == 0
                        && error.status.is_none()
                        && error.body.is_none()
                        && error.message.starts_with(&format!("{path}: "));
                    (!is_plain).then(|| format!("{input}: {error:?}"))
                })
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn takes<T>(rows: &[Value], read: impl Fn(Value) -> Result<T, Box<Error>>) {
    for input in rows {
        if let Err(error) = read(input.clone()) {
            panic!("{input}: {}", error.message);
        }
    }
}

#[test]
fn client_options() {
    refuses(
        &[
            (json!("wawp"), "options", "wrong_type"),
            (json!([]), "options", "wrong_type"),
            (json!(1), "options", "wrong_type"),
            (json!({ "token": "x" }), "options.token", "unknown_option"),
            (json!({ "AccessToken": "x" }), "options.AccessToken", "unknown_option"),
            (json!({ "retries": 1 }), "options.retries", "unknown_option"),
            (json!({ "": 1 }), "options.", "unknown_option"),
            (json!({ "gateway": "classic" }), "options.gateway", "unknown_gateway"),
            (json!({ "gateway": "Wawp" }), "options.gateway", "unknown_gateway"),
            (json!({ "gateway": null }), "options.gateway", "unknown_gateway"),
            (json!({ "gateway": ["wawp"] }), "options.gateway", "unknown_gateway"),
            (json!({ "gateway": "https://gateway.example/api" }), "options.gateway", "unknown_gateway"),
            (json!({ "gateway": {} }), "options.gateway.baseUrl", "required"),
            (json!({ "gateway": { "baseUrl": " " } }), "options.gateway.baseUrl", "empty"),
            (json!({ "gateway": { "baseUrl": 1 } }), "options.gateway.baseUrl", "wrong_type"),
            (
                json!({ "gateway": { "baseURL": "https://a.example" } }),
                "options.gateway.baseURL",
                "unknown_option",
            ),
            (json!({ "gateway": { "baseUrl": "a.example/api" } }), "options.gateway.baseUrl", "bad_base_url"),
            (
                json!({ "gateway": { "baseUrl": "//a.example/api" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "ftp://a.example" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "http://a.example/api" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "http://10.0.0.1/api" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "http://localhost.a.example" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "https://u:p@a.example" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "https://a.example/api?k=v" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "https://a.example/api#x" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "https://a.example/a\nb" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "https://a.example\\@b" } }),
                "options.gateway.baseUrl",
                "bad_base_url",
            ),
            (
                json!({ "gateway": { "baseUrl": "https://a.example", "encoding": "xml" } }),
                "options.gateway.encoding",
                "unknown_encoding",
            ),
            (
                json!({ "gateway": { "baseUrl": "https://a.example", "encoding": true } }),
                "options.gateway.encoding",
                "wrong_type",
            ),
            (json!({ "defaultCountryCode": 84 }), "options.defaultCountryCode", "wrong_type"),
            (json!({ "defaultCountryCode": "" }), "options.defaultCountryCode", "not_a_country_code"),
            (json!({ "defaultCountryCode": "+84" }), "options.defaultCountryCode", "not_a_country_code"),
            (json!({ "defaultCountryCode": "084" }), "options.defaultCountryCode", "not_a_country_code"),
            (json!({ "defaultCountryCode": "VN" }), "options.defaultCountryCode", "not_a_country_code"),
            (json!({ "defaultCountryCode": "8484" }), "options.defaultCountryCode", "not_a_country_code"),
            (json!({ "defaultCountryCode": "٨٤" }), "options.defaultCountryCode", "not_a_country_code"),
            (json!({ "countryRules": "yes" }), "options.countryRules", "wrong_type"),
            (json!({ "allowSpintax": 1 }), "options.allowSpintax", "wrong_type"),
            (json!({ "allowSpintax": null }), "options.allowSpintax", "wrong_type"),
            (json!({ "timeoutMs": 0 }), "options.timeoutMs", "out_of_range"),
            (json!({ "timeoutMs": -1 }), "options.timeoutMs", "out_of_range"),
            (json!({ "timeoutMs": 0.5 }), "options.timeoutMs", "out_of_range"),
            (json!({ "timeoutMs": 2_147_483_648_u64 }), "options.timeoutMs", "out_of_range"),
            (json!({ "timeoutMs": 1e300 }), "options.timeoutMs", "out_of_range"),
            (json!({ "timeoutMs": "20000" }), "options.timeoutMs", "wrong_type"),
            (json!({ "timeoutMs": null }), "options.timeoutMs", "wrong_type"),
            (json!({ "timeoutMs": true }), "options.timeoutMs", "wrong_type"),
            (json!({ "maxRetries": -1 }), "options.maxRetries", "out_of_range"),
            (json!({ "maxRetries": 11 }), "options.maxRetries", "out_of_range"),
            (json!({ "maxRetries": "2" }), "options.maxRetries", "wrong_type"),
            (json!({ "maxRetries": false }), "options.maxRetries", "wrong_type"),
        ],
        settings,
    );
    takes(
        &[
            Value::Null,
            json!({}),
            json!({ "gateway": "wawp", "timeoutMs": 1, "maxRetries": 0, "defaultCountryCode": "1" }),
            json!({ "timeoutMs": 2_147_483_647, "maxRetries": 10, "defaultCountryCode": "971" }),
            json!({ "allowSpintax": true, "countryRules": true, "dangerouslyAllowBrowser": true }),
            json!({ "gateway": { "baseUrl": "https://gateway.example" } }),
            json!({ "gateway": { "baseUrl": "https://gateway.example:8443/some/api/", "encoding": "json" } }),
            json!({ "gateway": { "baseUrl": "HTTP://LOCALHOST:8787/api", "encoding": "form" } }),
            json!({ "gateway": { "baseUrl": "http://[::1]:8787/api" } }),
        ],
        settings,
    );
}

/// An address that the engine's own parser refuses makes an error of the engine that quotes the whole URL, the token in it.
#[test]
fn a_base_url_that_no_engine_takes_is_refused() {
    let rows: Vec<(Value, &str, &str)> = [
        "https://gateway.example:99999/api",
        "https://gateway.example:80a/api",
        "https://gateway.example:-1/api",
        "https://[zz]/api",
        "http://[::1]gateway.example/api",
        "https://gate%zzway.example/api",
        "http://127...1/api",
        "https://gate<way.example/api",
    ]
    .into_iter()
    .map(|url| (json!({ "gateway": { "baseUrl": url } }), "options.gateway.baseUrl", "bad_base_url"))
    .collect();
    refuses(&rows, settings);
}

#[test]
fn a_base_url_may_end_in_slashes() {
    let gateway =
        settings(json!({ "gateway": { "baseUrl": "https://gateway.example/api//" } })).unwrap().gateway;
    assert_eq!(gateway, Gateway::classic("https://gateway.example/api", Encoding::Form).unwrap());
    assert_eq!(plain().gateway, Gateway::wawp());
}

#[test]
fn call_and_login_options() {
    let call = |value: Value| -> Result<(), Box<Error>> {
        let options = Options::new(value, "callOptions", CALL_OPTIONS)?;
        options.timeout_ms()?;
        options.max_retries()?;
        Ok(())
    };
    refuses(
        &[
            (json!(5000), "callOptions", "wrong_type"),
            (json!("fast"), "callOptions", "wrong_type"),
            (json!({ "timeout": 5000 }), "callOptions.timeout", "unknown_option"),
            (json!({ "timeoutMs": 0 }), "callOptions.timeoutMs", "out_of_range"),
            (json!({ "maxRetries": 10.5 }), "callOptions.maxRetries", "out_of_range"),
        ],
        call,
    );
    takes(
        &[Value::Null, json!({}), json!({ "timeoutMs": 1, "maxRetries": 10 }), json!({ "signal": {} })],
        call,
    );

    let login = |value: Value| Options::new(value, "options", WAIT_OPTIONS)?.timeout_ms();
    refuses(
        &[
            (json!({ "onQR": {} }), "options.onQR", "unknown_option"),
            (json!({ "maxRetries": 1 }), "options.maxRetries", "unknown_option"),
            (json!({ "timeoutMs": "1" }), "options.timeoutMs", "wrong_type"),
        ],
        login,
    );
    takes(&[Value::Null, json!({ "timeoutMs": 600_000 })], login);
}

/// What is wrong with a recipient is wrong in every call that has one.
#[test]
fn recipients() {
    let rows = [
        (json!(null), "options.to", "wrong_type"),
        (json!(84_933_313_000_u64), "options.to", "wrong_type"),
        (json!(["84933313000"]), "options.to", "wrong_type"),
        (json!(true), "options.to", "wrong_type"),
        (json!(""), "options.to", "empty"),
        (json!(" \u{200e}"), "options.to", "empty"),
        (json!("+84 933 313 abc"), "options.to", "not_a_phone_number"),
        (json!("84933313xxx"), "options.to", "not_a_phone_number"),
        (json!("8493331300O"), "options.to", "not_a_phone_number"),
        (json!("84933313000,84933313001"), "options.to", "not_a_phone_number"),
        (json!("0933313000"), "options.to", "country_code_missing"),
        (json!("+84"), "options.to", "too_short"),
        (json!("8493331300012345"), "options.to", "too_long"),
        (json!("123456789012345@lid"), "options.to", "lid_not_a_phone_number"),
        (json!("120363000000000000@newsletter"), "options.to", "newsletter"),
        (json!("status@broadcast"), "options.to", "broadcast"),
        (json!("me@example.org"), "options.to", "unknown_address"),
        (json!("x@g.us"), "options.to", "group_malformed"),
        (json!({}), "options.to.group", "required"),
        (json!({ "group": "" }), "options.to.group", "empty"),
        (json!({ "group": 1 }), "options.to.group", "wrong_type"),
        (json!({ "group": "Team" }), "options.to", "group_malformed"),
        (json!({ "phone": "84933313000" }), "options.to.phone", "unknown_option"),
        (json!({ "group": GROUP, "x": 1 }), "options.to.x", "unknown_option"),
    ];
    let with = |rest: Value| -> Vec<(Value, &str, &str)> {
        rows.iter()
            .map(|(to, path, reason)| {
                let mut options = rest.clone();
                options["to"] = to.clone();
                (options, *path, *reason)
            })
            .collect()
    };
    refuses(&with(json!({ "text": "hello" })), |options| plain().text_message("I", options));
    refuses(&with(json!({ "mediaUrl": "https://a.example/b.png" })), |options| {
        plain().media_message("I", options)
    });
    let absent = [(json!({ "text": "hello" }), "options.to", "required")];
    refuses(&absent, |options| plain().text_message("I", options));
}

#[test]
fn texts() {
    refuses(
        &[
            (Value::Null, "options.to", "required"),
            (json!("hello"), "options", "wrong_type"),
            (json!({ "to": "84933313000" }), "options.text", "required"),
            (json!({ "to": "84933313000", "text": "" }), "options.text", "empty"),
            (json!({ "to": "84933313000", "text": " \n\t" }), "options.text", "empty"),
            (json!({ "to": "84933313000", "text": null }), "options.text", "wrong_type"),
            (json!({ "to": "84933313000", "text": 5 }), "options.text", "wrong_type"),
            (json!({ "to": "84933313000", "text": ["a"] }), "options.text", "wrong_type"),
            (json!({ "to": "84933313000", "message": "a" }), "options.message", "unknown_option"),
            (
                json!({ "to": "84933313000", "text": "a", "timeoutMs": 1 }),
                "options.timeoutMs",
                "unknown_option",
            ),
            (json!({ "to": "84933313000", "text": "{Hi|Hello} you" }), "options.text", "spintax"),
            (json!({ "to": "84933313000", "text": "if {a || b} then" }), "options.text", "spintax"),
        ],
        |options| plain().text_message("I", options),
    );
    takes(
        &[
            json!({ "to": "84933313000", "text": "{name} a|b } {" }),
            json!({ "to": "84933313000", "text": " x " }),
            json!({ "to": GROUP, "text": "\u{1f600}" }),
            json!({ "to": { "group": GROUP }, "text": "x" }),
            json!({ "to": { "group": "120363290960123456" }, "text": "x" }),
        ],
        |options| plain().text_message("I", options),
    );
    takes(&[json!({ "to": "84933313000", "text": "{Hi|Hello} you" })], |options| {
        settings(json!({ "allowSpintax": true })).unwrap().text_message("I", options)
    });
}

/// The engines replace the innermost braces first, and again until none are left.
#[test]
fn spintax_around_other_braces_is_refused() {
    for text in ["{Hi {name}|Hello}", "{{a}|b}", "{a|{b}}", "{a {b} c|d} e"] {
        let options = json!({ "to": "84933313000", "text": text });
        let error = plain().text_message("I", options).expect_err(text);
        assert_eq!(
            (error.path.as_deref(), error.reason.as_deref()),
            (Some("options.text"), Some("spintax")),
            "{text}"
        );
    }
    for text in ["{a|b {c}", "{a} | {b}", "}a|b{"] {
        assert!(plain().text_message("I", json!({ "to": "84933313000", "text": text })).is_ok(), "{text}");
    }
}

#[test]
fn text_goes_out_as_it_is() {
    let text = " a\r\n\u{2028}\u{fffd}\u{0} b ";
    let sent = |to: Value| plain().text_message("I", json!({ "to": to, "text": text })).unwrap();
    match sent(json!("+84 933 313 000")) {
        Message::Text(request) => {
            assert_eq!((request.number.as_str(), request.text.as_str()), ("84933313000", text))
        }
        other => panic!("{other:?}"),
    }
    match sent(json!(GROUP)) {
        Message::GroupText(request) => {
            assert_eq!((request.group_id.as_str(), request.text.as_str()), (GROUP, text))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn media_messages() {
    let url = "https://a.example/b.png";
    refuses(
        &[
            (json!({ "to": "84933313000" }), "options.mediaUrl", "required"),
            (json!({ "to": "84933313000", "mediaUrl": " " }), "options.mediaUrl", "empty"),
            (json!({ "to": "84933313000", "mediaUrl": 1 }), "options.mediaUrl", "wrong_type"),
            (json!({ "to": "84933313000", "mediaUrl": {} }), "options.mediaUrl", "wrong_type"),
            (json!({ "to": "84933313000", "mediaUrl": "b.png" }), "options.mediaUrl", "not_an_http_url"),
            (json!({ "to": "84933313000", "mediaUrl": "/b.png" }), "options.mediaUrl", "not_an_http_url"),
            (
                json!({ "to": "84933313000", "mediaUrl": "//a.example/b.png" }),
                "options.mediaUrl",
                "not_an_http_url",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": "ftp://a.example/b.png" }),
                "options.mediaUrl",
                "not_an_http_url",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": "file:///etc/passwd" }),
                "options.mediaUrl",
                "not_an_http_url",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": "blob:https://a.example/1" }),
                "options.mediaUrl",
                "not_an_http_url",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": "data:image/png;base64,AA" }),
                "options.mediaUrl",
                "not_an_http_url",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": "javascript:alert(1)" }),
                "options.mediaUrl",
                "not_an_http_url",
            ),
            (json!({ "to": "84933313000", "mediaUrl": "https://" }), "options.mediaUrl", "not_an_http_url"),
            (
                json!({ "to": "84933313000", "mediaUrl": "https://a.example/b c.png" }),
                "options.mediaUrl",
                "not_an_http_url",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": "https://u:p@a.example/b" }),
                "options.mediaUrl",
                "url_with_credentials",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": { "size": 3, "type": "image/png", "name": "a.png" } }),
                "options.mediaUrl",
                "file_not_url",
            ),
            (
                json!({ "to": "84933313000", "mediaUrl": { "size": 0, "type": "" } }),
                "options.mediaUrl",
                "file_not_url",
            ),
            (json!({ "to": "84933313000", "mediaUrl": url, "caption": 1 }), "options.caption", "wrong_type"),
            (
                json!({ "to": "84933313000", "mediaUrl": url, "caption": "{a|b}" }),
                "options.caption",
                "spintax",
            ),
            (json!({ "to": "84933313000", "mediaUrl": url, "filename": "" }), "options.filename", "empty"),
            (
                json!({ "to": "84933313000", "mediaUrl": url, "filename": null }),
                "options.filename",
                "wrong_type",
            ),
            (json!({ "to": "84933313000", "mediaUrl": url, "text": "x" }), "options.text", "unknown_option"),
            (json!({ "to": "84933313000", "media_url": url }), "options.media_url", "unknown_option"),
        ],
        |options| plain().media_message("I", options),
    );
    takes(
        &[
            json!({ "to": "84933313000", "mediaUrl": url }),
            json!({ "to": GROUP, "mediaUrl": "http://a.example", "caption": "", "filename": "a b.pdf" }),
            // The gateway may be on the same machine: a warning says what will become of it.
            json!({ "to": "84933313000", "mediaUrl": "HTTPS://localhost:1/x?y=z#w" }),
        ],
        |options| plain().media_message("I", options),
    );
    takes(&[json!({ "to": "84933313000", "mediaUrl": url, "caption": "{a|b}" })], |options| {
        settings(json!({ "allowSpintax": true })).unwrap().media_message("I", options)
    });
}

#[test]
fn media_that_arrives_otherwise_is_warned_of() {
    let codes =
        |url: &str| -> Vec<&str> { media::warnings(url).iter().map(|warning| warning.code).collect() };
    for quiet in ["png", "jpg", "jpeg", "gif", "mp4", "ogg", "JPG", "pdf", "docx"] {
        assert!(codes(&format!("https://a.example/x.y/b.{quiet}?v=1#f")).is_empty(), "{quiet}");
    }
    assert_eq!(codes("https://a.example/b.MP3?x=.png"), ["media_arrives_as_document"]);
    assert_eq!(codes("https://a.example/b."), ["media_without_extension"]);
    assert_eq!(codes("https://a.example/x.y/b"), ["media_without_extension"]);
    assert_eq!(codes("https://192.168.0.7/b.png"), ["media_host_private"]);
}

#[test]
fn webhooks() {
    let required = "webhook_url_required_even_to_disable";
    let webhook = |options| Settings::webhook("I", options);
    refuses(
        &[
            (Value::Null, "options.url", required),
            (json!({}), "options.url", required),
            (json!({ "enabled": false }), "options.url", required),
            (json!({ "url": "", "enabled": false }), "options.url", required),
            (json!({ "url": null }), "options.url", "wrong_type"),
            (json!({ "url": "hook" }), "options.url", "not_an_http_url"),
            (json!({ "url": "https://u@a.example/h" }), "options.url", "url_with_credentials"),
            (json!({ "url": "https://a.example/h", "enabled": "true" }), "options.enabled", "wrong_type"),
            (json!({ "url": "https://a.example/h", "enabled": 1 }), "options.enabled", "wrong_type"),
            (json!({ "url": "https://a.example/h", "enable": true }), "options.enable", "unknown_option"),
        ],
        webhook,
    );
    for (options, enabled) in [
        (json!({ "url": "https://a.example/h?x=1" }), true),
        (json!({ "url": "http://a.example/h", "enabled": true }), true),
        (json!({ "url": "https://a.example/h", "enabled": false }), false),
    ] {
        assert_eq!(webhook(options).unwrap().enabled, enabled);
    }
}

#[test]
fn phones_of_pairing() {
    refuses(
        &[
            (json!({}), "options.phone", "required"),
            (json!({ "phone": "" }), "options.phone", "empty"),
            (json!({ "phone": 84 }), "options.phone", "wrong_type"),
            (json!({ "phone": GROUP }), "options.phone", "group"),
            (json!({ "phone": "0933" }), "options.phone", "country_code_missing"),
            (json!({ "phone": "abc" }), "options.phone", "not_a_phone_number"),
            (json!({ "to": "84933313000" }), "options.to", "unknown_option"),
        ],
        |options| plain().phone(options),
    );
    let local = settings(json!({ "defaultCountryCode": "84" })).unwrap();
    assert_eq!(local.phone(json!({ "phone": "0933 313 000" })).unwrap(), "84933313000");
}

#[test]
fn raw_calls() {
    refuses(
        &[
            (Value::Null, "options.path", "required"),
            (json!({ "path": "" }), "options.path", "empty"),
            (json!({ "path": 1 }), "options.path", "wrong_type"),
            (json!({ "path": "/number_verify" }), "options.path", "not_a_path"),
            (json!({ "path": "../admin" }), "options.path", "not_a_path"),
            (json!({ "path": "a/..%2f" }), "options.path", "not_a_path"),
            (json!({ "path": "x?access_token=1" }), "options.path", "not_a_path"),
            (json!({ "path": "https://evil.example" }), "options.path", "not_a_path"),
            (json!({ "path": "//evil.example" }), "options.path", "not_a_path"),
            (json!({ "path": "x", "method": "PUT" }), "options.method", "unknown_method"),
            (json!({ "path": "x", "method": "post" }), "options.method", "unknown_method"),
            (json!({ "path": "x", "method": 1 }), "options.method", "wrong_type"),
            (json!({ "path": "x", "query": "a=b" }), "options.query", "wrong_type"),
            (json!({ "path": "x", "query": ["a"] }), "options.query", "wrong_type"),
            (json!({ "path": "x", "query": { "a": 1 } }), "options.query", "wrong_type"),
            (json!({ "path": "x", "query": { "a": null } }), "options.query", "wrong_type"),
            (json!({ "path": "x", "query": { "access_token": "t" } }), "options.query", "token_given"),
            (json!({ "path": "x", "method": "POST", "body": "a" }), "options.body", "wrong_type"),
            (json!({ "path": "x", "method": "POST", "body": { "a": { } } }), "options.body", "wrong_type"),
            (
                json!({ "path": "x", "method": "POST", "body": { "access_token": "t" } }),
                "options.body",
                "token_given",
            ),
            (json!({ "path": "x", "body": {} }), "options.body", "body_with_get"),
            (json!({ "path": "x", "method": "GET", "body": { "a": "b" } }), "options.body", "body_with_get"),
            (json!({ "path": "x", "headers": {} }), "options.headers", "unknown_option"),
        ],
        Settings::raw_call,
    );
    let request = Settings::raw_call(json!({
        "path": "template.php/list-1_a", "method": "POST", "query": { "q": "" }, "body": { "b": "c" }
    }))
    .unwrap();
    assert_eq!((request.method, request.query.len(), request.body.unwrap().len()), (Method::Post, 1, 1));
    let request = Settings::raw_call(json!({ "path": "number_verify" })).unwrap();
    assert!(request.method == Method::Get && request.query.is_empty() && request.body.is_none());
}

#[test]
fn instance_ids() {
    let rows: Vec<(Value, &str, &str)> = [
        json!(null),
        json!(""),
        json!(" "),
        json!("a b"),
        json!("a\n"),
        json!("a\u{0}"),
        json!("\u{a0}"),
        json!(12),
        json!({}),
    ]
    .into_iter()
    .map(|id| (id, "instanceId", "not_an_instance_id"))
    .collect();
    refuses(&rows, |id| instance_id(&id));
    for id in ["609ACF283", "0a1b2c3d4e5f6", "aB3-_./&é"] {
        assert_eq!(instance_id(&json!(id)).unwrap(), id);
    }
}
