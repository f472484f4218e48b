//! What the gateway refuses, word for word, with HTTP 200.

use serde_json::json;

use crate::client::{Sandbox, TOKEN, with_query};

const HTML: &str = "text/html; charset=UTF-8";
const JSON: &str = "application/json; charset=UTF-8";

/// Every call of both families: method, path.
const CALLS: [(&str, &str); 22] = [
    ("GET", "/api/create_instance"),
    ("GET", "/api/get_qrcode"),
    ("GET", "/api/get_paircode"),
    ("GET", "/api/set_webhook"),
    ("GET", "/api/reboot"),
    ("GET", "/api/reset_instance"),
    ("GET", "/api/reconnect"),
    ("GET", "/api/get_groups"),
    ("GET", "/api/send"),
    ("GET", "/api/send_group"),
    ("GET", "/wawp/wp-json/awp/v1/createSession"),
    ("GET", "/wawp/wp-json/awp/v1/get_qrcode"),
    ("POST", "/wawp/api/create_instance"),
    ("POST", "/wawp/api/get_paircode"),
    ("POST", "/wawp/api/set_webhook"),
    ("POST", "/wawp/api/reboot"),
    ("POST", "/wawp/api/reset_instance"),
    ("POST", "/wawp/api/reconnect"),
    ("POST", "/wawp/api/get_groups"),
    ("POST", "/wawp/api/logout"),
    ("POST", "/wawp/api/send"),
    ("POST", "/wawp/api/send_group"),
];

#[test]
fn every_call_checks_the_token_first() {
    let sandbox = Sandbox::start();
    for (method, path) in CALLS {
        let content_type = if path.starts_with("/api") { HTML } else { JSON };
        for (target, text) in [
            (path.to_owned(), "Access token is required"),
            (format!("{path}?access_token=wrong"), "Access token does not exist"),
        ] {
            let answer = sandbox.request(method, &target).send();
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.json(), json!({ "status": "error", "message": text }), "{path}");
            assert_eq!(answer.header("content-type"), Some(content_type), "{path}");
        }
    }
}

#[test]
fn every_call_to_an_instance_checks_its_id() {
    let sandbox = Sandbox::start();
    for (method, path) in CALLS {
        if path.ends_with("create_instance") || path.ends_with("createSession") {
            continue;
        }
        assert_eq!(sandbox.call(method, path, &[]).message(), "Instance ID is required", "{path}");
        let unknown = match path.rsplit('/').next() {
            Some("reset_instance") => "Account does not exist",
            Some("set_webhook") => "Enable field is required",
            Some("logout") => "Logged out",
            _ => "Instance ID Invalidated",
        };
        assert_eq!(sandbox.call(method, path, &[("instance_id", "6AAA")]).message(), unknown, "{path}");
    }
}

#[test]
fn calls_to_a_phone_need_one() {
    let sandbox = Sandbox::start();
    let id = sandbox.create();
    let ask = |path: &str| {
        let query = [("instance_id", id.as_str()), ("enable", "true"), ("webhook_url", "https://a.example")];
        sandbox.call("GET", path, &query).message()
    };
    for path in ["reconnect", "get_groups", "send", "send_group", "reboot", "set_webhook"] {
        let text = "This instance ID has not been activated yet";
        assert_eq!(ask(&format!("/api/{path}")), text, "{path}");
    }
    assert_eq!(ask("/api/reset_instance"), "Account does not exist");
}

#[test]
fn sends_check_the_number_then_the_content() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let send = |fields: &[(&str, &str)]| {
        let query = [&[("instance_id", id.as_str())], fields].concat();
        sandbox.call("POST", "/api/send", &query)
    };
    for number in
        ["", "84 933 313 000", "84-933-313-000", "84933313001@c.us", "120363290960123456@g.us", "abc"]
    {
        let answer = send(&[("number", number), ("message", "x")]);
        assert_eq!(answer.message(), "Phone number is required", "{number}");
        assert_eq!(answer.header("content-type"), Some(HTML));
    }
    assert_eq!(send(&[("message", "x")]).message(), "Phone number is required");
    assert_eq!(send(&[("number", "84933313001")]).message(), "Please enter media url or message");
    assert_eq!(sandbox.messages().len(), 0);
}

#[test]
fn what_the_engine_cannot_send_ends_in_silence() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let group = "120363290960123456@g.us";
    let table: [(&str, &[(&str, &str)]); 9] = [
        // Numbers to PHP, but not to WhatsApp.
        ("send", &[("number", "+84933313001"), ("message", "x")]),
        ("send", &[("number", "1.5"), ("message", "x")]),
        ("send", &[("number", "849333130011234567"), ("message", "x")]),
        // Media that a server on the internet can't fetch.
        ("send", &[("number", "84933313001"), ("media_url", "http://localhost/x.png")]),
        ("send", &[("number", "84933313001"), ("media_url", "blob:x")]),
        // The controller of the group send checks nothing.
        ("send_group", &[("message", "x")]),
        ("send_group", &[("group_id", "84933313001"), ("message", "x")]),
        ("send_group", &[("number", group), ("message", "x")]),
        ("send_group", &[("group_id", group)]),
    ];
    for (call, fields) in table {
        let query = [&[("instance_id", id.as_str())], fields].concat();
        let answer = sandbox.call("POST", &format!("/api/{call}"), &query);
        assert_eq!(answer.json(), json!({ "status": "success" }), "{call} {fields:?}");
    }
    assert_eq!(sandbox.messages().len(), 0);
}

#[test]
fn a_json_group_id_is_not_read() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let group = "120363290960123456@g.us";
    let body = json!({ "access_token": TOKEN, "instance_id": id, "type": "text", "message": "x", "group_id": group });
    for path in ["/api/send_group", "/wawp/api/send_group"] {
        let answer = sandbox.request("POST", path).json(&body).send();
        assert_eq!(answer.json(), json!({ "status": "success" }), "{path}");
        let answer =
            sandbox.request("POST", &format!("{path}?group_id=120363290960123456%40g.us")).json(&body).send();
        assert_eq!(answer.json()["message"]["key"]["remoteJid"], group, "{path}");
    }
}

#[test]
fn a_webhook_needs_its_fields_in_this_order() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let set = |fields: &[(&str, &str)]| {
        let query = [&[("instance_id", id.as_str())], fields].concat();
        sandbox.call("GET", "/api/set_webhook", &query).message()
    };
    assert_eq!(set(&[]), "Enable field is required");
    assert_eq!(set(&[("webhook_url", "https://a.example")]), "Enable field is required");
    assert_eq!(set(&[("enable", "false")]), "Webhook URL is required");
    for url in ["a.example", "https://", "https://a.example/ä", "https://a b.example"] {
        assert_eq!(
            set(&[("enable", "true"), ("webhook_url", url)]),
            "Webhook URL is not a valid URL",
            "{url}"
        );
    }
}

#[test]
fn a_session_needs_a_name() {
    let sandbox = Sandbox::start();
    let answer = sandbox.get(&with_query("/wawp/wp-json/awp/v1/createSession", &[]));
    assert_eq!((answer.status, answer.message().as_str()), (400, "Missing parameter(s): name"));
}
