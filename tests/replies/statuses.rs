//! What an HTTP status means, and what stands around a body.

use serde_json::json;
use wawp_client::endpoint::{Effect, Endpoint, reconnect};
use wawp_client::http::Reply;
use wawp_client::reply::Answer;

use crate::readers::*;

#[test]
fn statuses_of_a_send() {
    const HTML: &str = "<!doctype html><html><body>Whoops!</body></html>";
    let refused = "unauthorized auth_invalid rejected";
    let limited = "rate_limited rate_limited rejected retryable";
    let inside = "unavailable server_error unknown";
    let text = "bad_response not_json unknown";
    let odd = r#"{"title":"ErrorException","code":500,"message":"Undefined array key \"access_token\"","file":"x"}"#;
    let wordpress = r#"{"code":"rest_forbidden","message":"Sorry, you are not allowed to do that.","data":{"status":401}}"#;
    let no_route = r#"{"code":"rest_no_route","message":"No route was found matching the URL and request method.","data":{"status":404}}"#;
    let codeigniter = r#"{"status":404,"error":404,"messages":{"error":"Not Found"}}"#;
    let gone = r#"{"status":"error","message":"Instance ID Invalidated"}"#;
    let rows = [
        (401, "", refused),
        (401, wordpress, refused),
        (401, "Unauthorized", refused),
        (403, "{}", refused),
        (401, HTML, UNREACHABLE),
        (403, HTML, UNREACHABLE),
        (404, "", UNREACHABLE),
        (404, HTML, UNREACHABLE),
        (404, no_route, UNRECOGNISED),
        (404, codeigniter, UNRECOGNISED),
        (404, "Not Found", text),
        (405, HTML, UNREACHABLE),
        (405, "{}", UNRECOGNISED),
        (408, "", UNREACHABLE),
        (408, HTML, UNREACHABLE),
        (413, HTML, UNREACHABLE),
        (413, "too large", text),
        (429, "", limited),
        (429, HTML, limited),
        (429, r#"{"message":"Too Many Requests"}"#, limited),
        (429, "slow down", limited),
        (500, "", inside),
        (500, HTML, inside),
        (500, odd, inside),
        (500, "[]", inside),
        (500, "null", inside),
        (502, HTML, UNREACHABLE),
        (502, "", UNREACHABLE),
        (503, HTML, UNREACHABLE),
        (503, "{}", UNREACHABLE),
        (504, "", UNREACHABLE),
        (504, HTML, UNREACHABLE),
        (520, HTML, UNREACHABLE),
        (524, "error code: 524", UNREACHABLE),
        (501, "{}", inside),
        (599, "x", inside),
        (200, HTML, UNREACHABLE),
        (200, "", UNREACHABLE),
        (200, "  \n", UNREACHABLE),
        (200, "[]", UNREACHABLE),
        (200, "null", UNREACHABLE),
        (204, "", UNREACHABLE),
        (200, "logout", text),
        (200, r#"{"status":"success","message":{"key":{"id":"A"#, text),
        (301, "", "bad_response redirected unknown"),
        (302, HTML, "bad_response redirected unknown"),
        (307, "{}", "bad_response redirected unknown"),
        (304, "", "bad_response redirected unknown"),
        // A known text decides before the status does.
        (400, gone, GONE),
        (404, gone, GONE),
        (500, gone, GONE),
        (502, gone, GONE),
        (401, gone, GONE),
        (429, gone, GONE),
    ];
    let mut all: Vec<_> = rows
        .iter()
        .map(|(status, body, wanted)| {
            (format!("{status} {body}"), send(&answer(*status, *body)), (*wanted).to_owned())
        })
        .collect();
    // An id proves nothing in a reply that fails.
    let good = r#"{"status":"success","message":{"key":{"id":"A"}}}"#;
    for status in [100, 300, 302, 400, 404, 408, 429, 500, 502, 504] {
        let read = send(&answer(status, good));
        let is_failure = !read.starts_with('{');
        all.push((format!("{status} with an id"), is_failure.to_string(), "true".to_owned()));
    }
    for status in [200, 201, 202] {
        let wanted = r#"{"state":"sent","id":"A","to":"84933313000"}"#.to_owned();
        all.push((format!("{status} with an id"), send(&answer(status, good)), wanted));
    }
    compare(all);
}

#[test]
fn a_redirect_is_no_answer() {
    let body = json!({ "status": "success", "message": { "key": { "id": "A" } } }).to_string();
    for (status, body) in [(200, body.as_str()), (0, "")] {
        let answer = Answer::new(Reply {
            status,
            redirected: true,
            body: body.as_bytes().to_vec(),
            ..Reply::default()
        });
        assert_eq!(send(&answer), "bad_response redirected unknown");
        assert_eq!(code(&answer), "bad_response redirected unknown");
        let status = line(reconnect::Request { instance_id: id() }.read(&answer), Effect::Read);
        assert_eq!(status, "bad_response redirected unknown");
    }
}

/// What a control call may be repeated for, and what not, follows from its effect.
#[test]
fn statuses_of_other_calls() {
    let html = "<html></html>";
    let mut rows = Vec::new();
    for (http, body, wanted) in [
        (500, "", "unavailable server_error unknown"),
        (502, html, UNREACHABLE),
        (503, "", UNREACHABLE),
        (200, html, UNREACHABLE),
        (200, "[]", UNREACHABLE),
    ] {
        let answer = answer(http, body);
        for (name, read, repeatable) in [
            ("reconnect", status as fn(&Answer) -> String, true),
            ("get_groups", groups, true),
            ("create_instance", create, true),
            ("set_webhook", hook, true),
            ("reboot", restart, false),
            ("reset_instance", reset, false),
            ("logout", unlink, false),
            ("get_paircode", pair, false),
            ("get_qrcode", code, false),
        ] {
            let wanted = if repeatable { format!("{wanted} retryable") } else { wanted.to_owned() };
            rows.push((format!("{name}: {http} {body}"), read(&answer), wanted));
        }
    }
    compare(rows);
}

/// Bytes before the JSON that servers let slip out.
#[test]
fn what_stands_before_the_json_is_ignored() {
    let body = r#"{"status":"success","message":{"key":{"id":"A"}}}"#;
    for before in ["", "\u{feff}", "\n\n", "\u{feff}\r\n ", "\t", "\n\u{feff}", "\u{feff}\u{feff}"] {
        let read = send(&answer(200, format!("{before}{body}\n")));
        assert_eq!(read, r#"{"state":"sent","id":"A","to":"84933313000"}"#, "{before:?}");
    }
    // Not UTF-8 in a name does not spoil the rest.
    let mut latin = br#"{"status":"success","message":{"pushName":"Jos"#.to_vec();
    latin.push(0xe9);
    latin.extend(br#"","key":{"id":"A"}}}"#);
    assert_eq!(send(&answer(200, latin)), r#"{"state":"sent","id":"A","to":"84933313000"}"#);
}
