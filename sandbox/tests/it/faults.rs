//! Every fault, one after the other: each does what its row says.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::client::{Answer, Sandbox, TOKEN};
use crate::qr;

/// A call of each kind, on an instance that is ready for it.
fn call(sandbox: &Sandbox, name: &str, id: &str) -> Option<Answer> {
    let path = match name {
        "createSession" => "/wawp/wp-json/awp/v1/createSession".to_owned(),
        name => format!("/api/{name}"),
    };
    let fields = [
        ("access_token", TOKEN),
        ("instance_id", id),
        ("number", "84933313001"),
        ("message", "hello"),
        ("name", "Desk"),
    ];
    let query: Vec<String> = fields.iter().map(|(key, value)| format!("{key}={value}")).collect();
    sandbox.request("GET", &format!("{path}?{}", query.join("&"))).try_send()
}

/// Checks what a fault made of a call.
fn check(name: &str, sandbox: &Sandbox, id: &str, met: Option<Answer>) {
    let Some(answer) = met else {
        assert!(["drop_before", "drop_after"].contains(&name), "{name} dropped the connection");
        return;
    };
    let says = |status: &str, message: &str| {
        assert_eq!(
            (answer.status, answer.json()),
            (200, json!({ "status": status, "message": message })),
            "{name}"
        );
    };
    let page = |status: u16, title: &str| {
        assert_eq!(answer.status, status, "{name}");
        assert!(answer.text().contains(title), "{name}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("text/html; charset=UTF-8"), "{name}");
    };
    let sent = || assert!(answer.json()["message"]["key"]["id"].is_string(), "{name}");
    match name {
        "slow_headers" => {
            sent();
            assert!(answer.headers_after >= Duration::from_millis(300), "{:?}", answer.headers_after);
        }
        "slow_body" => {
            sent();
            let dripped = answer.body_after.saturating_sub(answer.headers_after);
            assert!(dripped >= Duration::from_millis(200), "{dripped:?}");
        }
        "half_body" => assert!(!answer.is_whole() && answer.text().starts_with("{\"status\""), "{answer:?}"),
        "redirect" => {
            assert_eq!(answer.status, 302);
            assert_eq!(answer.header("location"), Some(format!("http://{}/", sandbox.address).as_str()));
        }
        "empty" => assert_eq!((answer.status, answer.text()), (200, "")),
        "null" => assert_eq!((answer.status, answer.text()), (200, "null")),
        "empty_array" => assert_eq!((answer.status, answer.text()), (200, "[]")),
        "bad_json" => {
            assert!(answer.status == 200 && answer.is_whole());
            assert!(serde_json::from_slice::<Value>(&answer.body).is_err());
        }
        "wrong_content_type" => {
            sent();
            assert_eq!(answer.header("content-type"), Some("application/xml"));
        }
        "html_200" => page(200, "marketing"),
        "html_404" => page(404, "404 - File Not Found"),
        "status_500" => page(500, "Whoops!"),
        "status_500_empty" => assert_eq!((answer.status, answer.text()), (500, "")),
        "status_500_json" => {
            assert_eq!((answer.status, &answer.json()["title"]), (500, &json!("ErrorException")));
            assert_eq!(answer.json()["status"], Value::Null);
        }
        "status_502_html" => page(502, "502 Bad Gateway"),
        "status_503" => page(503, "503 Service Temporarily Unavailable"),
        "rate_limited" => {
            assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")));
        }
        "rate_limited_date" => {
            assert_eq!(answer.status, 429);
            let date = answer.header("retry-after").expect("a date");
            assert!(date.len() == 29 && date.ends_with(" GMT"), "{date}");
        }
        "no_cors" => {
            sent();
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
        // It waits for a preflight: see below.
        "preflight_refused" => sent(),
        "success_without_id" => assert_eq!(answer.json(), json!({ "status": "success" })),
        "success_quota" => {
            says("success", "The number of messages you have sent per month has exceeded the maximum limit");
        }
        "queued" => says("success", "Message queued - session not ready"),
        "queue_failed" => says("success", "Failed to queue message - queue full"),
        "generic_error" => says("error", "Error"),
        "duplicate_suppressed" => says("error", "Mensagem já enviada recentemente."),
        "logout_mid_send" => {
            assert_eq!(answer.json(), json!({ "status": "success" }));
            assert_eq!(sandbox.state(id)["state"], "logged_out");
        }
        "error_text" => says("error", "Template not found"),
        "translated" => says("error", "ID de instancia no validada"),
        "instance_gone" => {
            says("error", "Instance ID Invalidated");
            assert_eq!(sandbox.state(id)["state"], "dead");
        }
        "session_not_found" => says("error", "The WhatsApp session could not be found in the system"),
        "quota_profiles" => says("error", "You can only add up to 20 profiles"),
        "status_not_logged_in" => {
            assert_eq!(answer.json()["status"], "success");
            assert_eq!(answer.json()["data"]["loggedIn"], false);
        }
        "qr_never" => {
            says("error", "The system cannot generate a WhatsApp QR code");
            assert_eq!(sandbox.state(id)["state"], "new", "no clock was started");
        }
        "qr_late" => {
            assert!(answer.headers_after >= Duration::from_millis(300), "{:?}", answer.headers_after);
            let left = sandbox.state(id)["code"]["expiresInMs"].as_u64().expect("a code");
            let age = Duration::from_millis(60_000 - left);
            let wait = answer.started.elapsed().saturating_sub(age);
            assert!(wait >= Duration::from_millis(300), "its clock started after the wait: {wait:?}");
            qr::text_of(&answer);
        }
        "qr_raw_png" => {
            assert_eq!(answer.header("content-type"), Some("image/png"));
            assert!(qr::decode(&answer.body).starts_with("2@"));
        }
        "qr_bare_base64" => {
            let png = BASE64.decode(&answer.body).expect("base64");
            assert!(qr::decode(&png).starts_with("2@"));
        }
        "qr_url" => {
            let url = answer.json()["qr_code_url"].as_str().expect("a URL").to_owned();
            let path =
                url.strip_prefix(&format!("http://{}", sandbox.address)).expect("its own URL").to_owned();
            let image = sandbox.get(&path);
            assert_eq!(image.header("content-type"), Some("image/png"));
            assert!(qr::decode(&image.body).starts_with("2@"));
        }
        "qr_already_connected" => {
            let told =
                json!({ "status": "success", "message": "Instance already connected", "connected": true });
            assert_eq!(answer.json(), told);
        }
        other => panic!("the fault {other} has no check"),
    }
}

#[test]
fn each_does_what_it_says_once() {
    let sandbox = Sandbox::start();
    let known = sandbox.get("/sandbox/faults").json()["known"].clone();
    let known = known.as_array().expect("faults");
    assert!(known.len() > 35);
    for fault in known {
        let name = fault["name"].as_str().expect("a name");
        sandbox.steer("reset", &json!({}));
        let calls = fault["calls"].as_array().expect("calls");
        let to = calls.first().and_then(Value::as_str).unwrap_or("send");
        let id = match to {
            "get_qrcode" => sandbox.create(),
            _ => sandbox.linked("84933313000"),
        };
        let mut setting = json!({ "fault": name, "call": to, "instanceId": id, "times": 1, "ms": 300 });
        if name == "error_text" {
            setting["text"] = json!("Template not found");
        }
        sandbox.steer("faults", &setting);
        let met = call(&sandbox, to, &id);
        check(name, &sandbox, &id, met);
        if to == "send" {
            let acted = sandbox.messages().len() == 1;
            let acts = fault["acts"] == true || name == "preflight_refused";
            assert_eq!(acted, acts, "{name}: whether the message went out");
        }
        if name == "preflight_refused" {
            continue;
        }
        assert_eq!(sandbox.get("/sandbox/faults").json()["faults"], json!([]), "{name} is used up");
        if ["instance_gone", "logout_mid_send"].contains(&name) {
            continue;
        }
        let after = call(&sandbox, to, &id).expect("an answer");
        assert_eq!((after.status, after.is_whole()), (200, true), "{name} is over");
        let success = after.json()["status"] == "success" || after.json()["status"] == "STARTING";
        assert!(success, "{name} is over: {}", after.text());
    }
}

#[test]
fn a_drop_is_a_closed_connection_without_a_byte() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    for (fault, count) in [("drop_before", 0), ("drop_after", 1)] {
        sandbox.steer("faults", &json!({ "fault": fault, "call": "send", "times": 1 }));
        assert!(sandbox.send_text(&id, "84933313001", "x").is_none(), "{fault}");
        assert_eq!(sandbox.messages().len(), count, "{fault}");
    }
}

#[test]
fn a_fault_keeps_to_its_call_and_its_instance_and_stays_until_taken_back() {
    let sandbox = Sandbox::start();
    let one = sandbox.linked("84933313000");
    let other = sandbox.linked("84933313009");
    sandbox.steer("faults", &json!({ "fault": "status_503", "call": "send", "instanceId": one }));
    let status = |name: &str, id: &str| call(&sandbox, name, id).expect("an answer").status;
    for _ in 0..3 {
        assert_eq!(status("send", &one), 503);
    }
    assert_eq!((status("reconnect", &one), status("send", &other)), (200, 200));
    sandbox.request("DELETE", "/sandbox/faults").send();
    assert_eq!(status("send", &one), 200);
    // Without a call it meets every one that it can happen to, the oldest first.
    sandbox.steer("faults", &json!({ "fault": "qr_never" }));
    sandbox.steer("faults", &json!({ "fault": "status_500", "times": 2 }));
    sandbox.steer("faults", &json!({ "fault": "status_503", "times": 1 }));
    assert_eq!(
        [status("send", &one), status("reconnect", &one), status("send", &one), status("send", &one)],
        [500, 500, 503, 200]
    );
    let created = sandbox.create();
    let answer = call(&sandbox, "get_qrcode", &created).expect("an answer");
    assert_eq!(answer.message(), "The system cannot generate a WhatsApp QR code");
}

#[test]
fn a_refused_preflight_is_no_call() {
    let sandbox = Sandbox::start();
    sandbox.steer("faults", &json!({ "fault": "preflight_refused", "call": "send", "times": 1 }));
    let ask = |path| sandbox.request("OPTIONS", path).header("access-control-request-method", "POST").send();
    assert_eq!(ask("/api/send_group").status, 204, "another call");
    let refused = ask("/wawp/api/send");
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (404, None));
    assert_eq!(ask("/wawp/api/send").status, 204, "it was used up");
}

#[test]
fn errors_stay_errors_under_faults_of_the_answer() {
    let sandbox = Sandbox::start();
    sandbox.steer("faults", &json!({ "fault": "qr_raw_png" }));
    let answer = call(&sandbox, "get_qrcode", "6AAA").expect("an answer");
    assert_eq!(answer.message(), "Instance ID Invalidated");
    sandbox.steer("faults", &json!({ "fault": "queued" }));
    let answer = call(&sandbox, "send", "6AAA").expect("an answer");
    assert_eq!(answer.message(), "Instance ID Invalidated");
}

#[test]
fn a_slow_send_is_out_although_the_caller_went_away() {
    use std::io::Write as _;
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    sandbox.steer("faults", &json!({ "fault": "slow_headers", "call": "send", "ms": 60_000 }));
    let mut stream = std::net::TcpStream::connect(sandbox.address).expect("connects");
    let target = format!("/api/send?access_token={TOKEN}&instance_id={id}&number=84933313001&message=x");
    let request = format!("GET {target} HTTP/1.1\r\nhost: {}\r\n\r\n", sandbox.address);
    stream.write_all(request.as_bytes()).expect("writes");
    std::thread::sleep(Duration::from_millis(200));
    drop(stream);
    assert_eq!(sandbox.messages().len(), 1);
}
