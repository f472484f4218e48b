//! Every fault, one after the other: each does what its row says.

mod answers;
mod bodies;
mod codes;
mod network;
mod rate_limits;
mod redirects;
mod sends;
mod servers;

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Answer, Sandbox, TOKEN};

/// A call that met a fault.
struct Case<'a> {
    fault: &'a str,
    sandbox: &'a Sandbox,
    /// The instance that was called.
    id: &'a str,
    answer: Answer,
}

impl Case<'_> {
    /// Status and text of an answer with HTTP 200, and nothing else in it.
    fn says(&self, status: &str, message: &str) {
        let said = (self.answer.status, self.answer.json());
        assert_eq!(said, (200, json!({ "status": status, "message": message })), "{}", self.fault);
    }

    fn page(&self, status: u16, title: &str) {
        assert_eq!(self.answer.status, status, "{}", self.fault);
        assert!(self.answer.text().contains(title), "{}: {}", self.fault, self.answer.text());
        assert_eq!(self.answer.header("content-type"), Some("text/html; charset=UTF-8"), "{}", self.fault);
    }

    fn sent(&self) {
        self.sent_in(&self.answer.json());
    }

    fn sent_in(&self, answer: &Value) {
        assert!(answer["message"]["key"]["id"].is_string(), "{}: {answer}", self.fault);
    }
}

/// Checks what a fault made of a call.
fn check(case: &Case<'_>) {
    let checks = [
        answers::check,
        bodies::check,
        codes::check,
        network::check,
        rate_limits::check,
        redirects::check,
        sends::check,
        servers::check,
    ];
    assert!(checks.iter().any(|check| check(case)), "the fault {} has no check", case.fault);
}

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

#[test]
fn each_does_what_it_says_once() {
    let sandbox = Sandbox::start();
    let known = sandbox.get("/sandbox/faults").json()["known"].clone();
    let known = known.as_array().expect("faults");
    assert!(known.len() > 65);
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
        match call(&sandbox, to, &id) {
            Some(answer) => check(&Case { fault: name, sandbox: &sandbox, id: &id, answer }),
            None => network::check_dropped(name),
        }
        let about = fault["about"].as_str().expect("a sentence");
        let says = |start| about.starts_with(start);
        assert_eq!(says("The call is carried out"), fault["acts"] == true, "{name}: {about}");
        let is_told = says("The call is carried out") || says("The call is not carried out");
        assert!(is_told || name == "preflight_refused", "{name}: {about}");
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
fn a_drop_afterwards_waits_for_the_whole_request() {
    use std::io::{Read as _, Write as _};
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    sandbox.steer("faults", &json!({ "fault": "drop_after", "call": "send", "times": 1 }));
    let mut stream = std::net::TcpStream::connect(sandbox.address).expect("connects");
    let body = format!("access_token={TOKEN}&instance_id={id}&number=84933313001&message=hello");
    let head = format!(
        "POST /api/send HTTP/1.1\r\nhost: {}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
        content-length: {}\r\n\r\n",
        sandbox.address,
        body.len()
    );
    let (first, last) = body.split_at(body.len() - 2);
    stream.write_all(format!("{head}{first}").as_bytes()).expect("writes");
    std::thread::sleep(Duration::from_millis(200));
    assert!(sandbox.messages().is_empty());
    stream.write_all(last.as_bytes()).expect("the connection is still there");
    assert_eq!(stream.read(&mut [0; 1]).expect("closes"), 0);
    assert_eq!(sandbox.messages()[0]["text"], "hello");
}

#[test]
fn a_stall_is_silence_until_the_connection_closes() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    sandbox.steer("faults", &json!({ "fault": "stalled_headers", "call": "send", "times": 1, "ms": 300 }));
    let started = std::time::Instant::now();
    assert!(sandbox.send_text(&id, "84933313001", "x").is_none());
    assert!(started.elapsed() >= Duration::from_millis(300));
    assert_eq!(sandbox.messages().len(), 1);
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
