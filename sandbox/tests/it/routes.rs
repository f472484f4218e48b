//! Which routes there are, by which method, and where parameters are read.

use serde_json::json;

use crate::client::{Sandbox, TOKEN, with_query};

#[test]
fn other_methods_and_other_paths_are_a_page() {
    let sandbox = Sandbox::start();
    let mut table: Vec<(&str, String)> = [
        "create_instance",
        "get_qrcode",
        "set_webhook",
        "reboot",
        "reset_instance",
        "reconnect",
        "get_groups",
        "get_paircode",
        "logout",
    ]
    .into_iter()
    .map(|call| ("POST", format!("/api/{call}")))
    .collect();
    for (method, path) in [
        ("PUT", "/api/send"),
        ("DELETE", "/api/send_group"),
        ("HEAD", "/api/reconnect"),
        ("GET", "/api/createSession"),
        ("GET", "/api/nope"),
        ("GET", "/api/"),
        ("GET", "/nope"),
        ("GET", "/wawp/api/send"),
        ("GET", "/wawp/api/reboot"),
        ("GET", "/wawp/api/reconnect"),
        ("GET", "/wawp/api/get_qrcode"),
        ("POST", "/wawp/wp-json/awp/v1/createSession"),
        ("GET", "/wawp/wp-json/awp/v1/nope"),
    ] {
        table.push((method, path.to_owned()));
    }
    for (method, path) in table {
        let answer = sandbox.request(method, &with_query(&path, &[])).send();
        assert_eq!(answer.status, 404, "{method} {path}");
        let content_type = answer.header("content-type").expect("a content type");
        assert!(content_type.starts_with("text/html"), "{method} {path}");
        assert!(method == "HEAD" || answer.text().starts_with("<!doctype html>"), "{method} {path}");
    }
}

#[test]
fn sends_read_the_form_the_query_and_json() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let fields = [
        ("access_token", TOKEN),
        ("instance_id", &id),
        ("number", "84933313001"),
        ("type", "text"),
        ("message", "a & b = c\n✓"),
    ];
    let body = json!({ "access_token": TOKEN, "instance_id": id, "number": 84933313001_u64, "message": "a & b = c\n✓" });
    let query = with_query("/api/send", &fields);
    for request in [
        sandbox.request("POST", "/api/send").form(&fields),
        sandbox.request("GET", &query),
        sandbox.request("POST", &query),
        sandbox.request("POST", "/api/send").json(&body),
        sandbox.request("POST", "/api/send").body("text/plain", body.to_string().as_bytes()),
        sandbox.request("POST", "/wawp/api/send").json(&body),
        sandbox.request("POST", "/wawp/api/send").form(&fields),
        // The form comes before the query.
        sandbox.request("POST", "/api/send?number=1&message=no").form(&fields),
    ] {
        assert_eq!(request.send().json()["status"], "success");
    }
    let messages = sandbox.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!((&messages[0]["count"], &messages[0]["text"]), (&json!(8), &json!("a & b = c\n✓")));
}

#[test]
fn control_calls_read_no_json() {
    let sandbox = Sandbox::start();
    let body = json!({ "access_token": TOKEN });
    let answer = sandbox.request("POST", "/wawp/api/reconnect").json(&body).send();
    assert_eq!(answer.message(), "Access token is required");
    let answer = sandbox.request("POST", "/wawp/api/reconnect").form(&[("access_token", TOKEN)]).send();
    assert_eq!(answer.message(), "Instance ID is required");
}

#[test]
fn newer_calls_say_that_json_is_json() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let content_type = |path| {
        let answer = sandbox.call("GET", path, &[("instance_id", &id)]);
        answer.header("content-type").map(str::to_owned)
    };
    assert_eq!(content_type("/api/reconnect").as_deref(), Some("text/html; charset=UTF-8"));
    assert_eq!(content_type("/api/get_groups").as_deref(), Some("application/json; charset=UTF-8"));
}
