//! QR codes in every form.

use serde_json::{Value, json};
use wawp_client::endpoint::{Endpoint, get_qrcode};

use crate::readers::*;

#[test]
fn codes() {
    let data = format!("data:image/png;base64,{PNG}");
    let scan = format!(r#"{{"state":"scan","image":"{data}"}}"#);
    let link = r#"{"state":"scan","image":"https://a.example/qr.png"}"#.to_owned();
    let at = |state: &str| format!(r#"{{"state":"{state}"}}"#);
    let unusable = "bad_response image_unusable unknown".to_owned();
    let rows = [
        (json!({ "status": "success", "message": "Success", "base64": data.clone() }), scan.clone()),
        (json!({ "status": "success", "base64": PNG }), scan.clone()),
        (json!({ "base64": data.clone() }), scan.clone()),
        (json!({ "status": true, "base64": data.clone() }), scan.clone()),
        (json!({ "status": "success", "qr_code_url": "https://a.example/qr.png" }), link.clone()),
        (json!({ "status": "success", "qrcode_url": "https://a.example/qr.png" }), link.clone()),
        (json!({ "status": "success", "qrcode": data.clone() }), scan.clone()),
        (json!({ "status": "success", "qr_code": data.clone() }), scan.clone()),
        (json!({ "status": "success", "qr": data.clone() }), scan.clone()),
        (json!({ "status": "success", "data": { "qr_code": data.clone() } }), scan.clone()),
        (json!({ "status": "success", "data": { "qrcode": data.clone() } }), scan.clone()),
        (json!({ "status": "success", "data": { "qr": data.clone() } }), scan.clone()),
        (json!({ "status": "success", "data": data.clone() }), scan.clone()),
        (json!({ "status": "SCAN_QR_CODE", "qr": PNG }), scan.clone()),
        (json!({ "status": "success", "qr": "2@abc,def", "base64": data.clone() }), scan.clone()),
        (json!(PNG), scan.clone()),
        (json!({ "status": "success", "base64": format!(" {data}\n") }), scan),
        (
            json!({ "status": "success", "base64": "data:image/jpg;base64,/9j/4AAQ" }),
            r#"{"state":"scan","image":"data:image/jpeg;base64,/9j/4AAQ"}"#.to_owned(),
        ),
        (json!({ "status": "success", "base64": "data:image/svg+xml;base64,PHN2Zz4=" }), unusable.clone()),
        (json!({ "status": "success", "base64": "javascript:alert(1)" }), unusable.clone()),
        (json!({ "status": "success", "qr": "2@abc,def" }), unusable),
        (
            json!({ "status": "success", "message": "Instance already connected", "connected": true }),
            at("connected"),
        ),
        (json!({ "status": "success", "connected": true }), at("connected")),
        (json!({ "status": "success", "data": { "connected": true, "loggedIn": true } }), at("connected")),
        (json!({ "status": "success", "data": { "connected": true, "loggedIn": false } }), at("pending")),
        (json!({ "status": "success", "message": "Success" }), at("pending")),
        (json!({ "status": "success", "base64": "" }), at("pending")),
        (json!({ "status": "success", "base64": null }), at("pending")),
        (json!({ "status": "STARTING" }), at("starting")),
        (json!({ "status": "SCAN_QR_CODE" }), at("pending")),
        (json!({ "status": "WORKING" }), at("connected")),
        (json!({ "status": "FAILED" }), at("failed")),
        (json!({ "status": "error", "message": "Error", "base64": data }), GENERIC.to_owned()),
        (json!({ "status": "error", "message": "¿?" }), UNRECOGNISED.to_owned()),
        (json!({ "foo": 1 }), "bad_response unexpected_shape unknown".to_owned()),
        (json!([]), UNREACHABLE.to_owned()),
    ];
    compare(rows.into_iter().map(|(body, wanted)| (body.to_string(), code(&said(&body)), wanted)));
}

#[test]
fn codes_that_are_not_json() {
    let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0xff];
    let raw = r#"{"state":"scan","image":"data:image/png;base64,iVBORw0KGgoA/w=="}"#;
    assert_eq!(code(&answer(200, png)), raw);
    assert_eq!(
        code(&answer(200, format!("{PNG}\r\n"))),
        format!(r#"{{"state":"scan","image":"data:image/png;base64,{PNG}"}}"#)
    );
    // An image is no QR code in a reply that fails, and no message anywhere.
    assert_eq!(code(&answer(500, png)), "unavailable server_error unknown");
    assert_eq!(send(&answer(200, png)), "bad_response not_json unknown");
    assert_eq!(code(&answer(200, "<svg xmlns='http://www.w3.org/2000/svg'></svg>")), UNREACHABLE);
    assert_eq!(code(&answer(200, "Instance ID Invalidated")), r#"{"state":"gone"}"#);
}

#[test]
fn a_code_says_how_long_it_lives() {
    let request = get_qrcode::Request { instance_id: id() };
    for (life, wanted) in [
        (json!(45), Some(45_000.0)),
        (json!("45"), Some(45_000.0)),
        (json!(0), None),
        (json!(-1), None),
        (json!("soon"), None),
        (Value::Null, None),
    ] {
        for body in [
            json!({ "status": "success", "base64": PNG, "expires_in": life }),
            json!({ "status": "success", "data": { "qr": PNG, "expires_in": life } }),
        ] {
            let code = request.read(&said(&body)).unwrap();
            assert_eq!(code.expires_in_ms, wanted, "{body}");
            assert_eq!(code.dated(1_000.0).expires_at, wanted.map(|life| life + 1_000.0), "{body}");
        }
    }
}
