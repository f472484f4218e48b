//! Making a call over a scripted transport: what is tried again, what is said about a failure, and what never leaves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/script.rs"]
mod script;

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use script::{Script, TOKEN, read, reply};
use serde_json::json;
use wawp_client::client::{Heard, Memory, exchange};
use wawp_client::endpoint::{
    Endpoint, Plan, create_instance, create_session, get_groups, get_paircode, get_qrcode, logout, raw,
    reboot, reconnect, reset_instance, send_group_text, send_media, send_text, set_webhook,
};
use wawp_client::error::{Code, Delivery, Error, Fault};
use wawp_client::gateway::Gateway;
use wawp_client::http::{Method, Reply};

const HTML: &str = "<!doctype html><html><body>404</body></html>";
const OK: &str = r#"{"status":"success","message":"Success","instance_id":"NEW1"}"#;

fn id() -> String {
    "609ACF283".to_owned()
}

/// Makes a call, whatever its answer, and gives the number of requests.
fn go(memory: &Memory, script: &Script, plan: &Plan) -> Result<u32, Box<Error>> {
    pollster::block_on(exchange(&Gateway::wawp(), memory, script, plan, &mut |_| Ok(())))
}

fn hello() -> send_text::Request {
    send_text::Request { instance_id: id(), number: "84933313000".to_owned(), text: "hello".to_owned() }
}

fn status() -> reconnect::Request {
    reconnect::Request { instance_id: id() }
}

/// Sends a text and gives the error that it ends in.
fn refused(script: &Script) -> Error {
    let request = hello();
    *read(script, &request.plan(), |answer, _| request.read(answer)).expect_err("a failure")
}

/// Every call that is a control call.
fn controls() -> Vec<Plan> {
    vec![
        create_session::Request { name: "n".to_owned() }.plan(),
        create_instance::Request::default().plan(),
        get_qrcode::Request { instance_id: id() }.plan(),
        status().plan(),
        get_groups::Request { instance_id: id() }.plan(),
        reboot::Request { instance_id: id() }.plan(),
        reset_instance::Request { instance_id: id() }.plan(),
        logout::Request { instance_id: id() }.plan(),
        get_paircode::Request { instance_id: id(), phone: "84933313000".to_owned() }.plan(),
        set_webhook::Request { instance_id: id(), url: "https://a.example".to_owned(), enabled: true }.plan(),
    ]
}

/// Every call whose method is not for us to change.
fn others() -> Vec<Plan> {
    let media = send_media::Request {
        instance_id: id(),
        number: "84933313000".to_owned(),
        media_url: "https://a.example/b.png".to_owned(),
        caption: String::new(),
        filename: None,
    };
    let group = send_group_text::Request {
        instance_id: id(),
        group_id: "120363290960123456@g.us".to_owned(),
        text: "x".to_owned(),
    };
    let by_hand =
        |method, body| raw::Request { path: "reconnect".to_owned(), method, query: vec![], body }.plan();
    vec![
        hello().plan(),
        media.plan(),
        group.plan(),
        by_hand(Method::Get, None),
        by_hand(Method::Post, None),
        by_hand(Method::Post, Some(vec![])),
    ]
}

const MISSING: [(u16, &str); 6] = [
    (404, HTML),
    (404, ""),
    (405, HTML),
    (405, r#"{"message":"Method Not Allowed"}"#),
    (200, HTML),
    (404, r#"{"code":"rest_no_route","message":"No route was found","data":{"status":404}}"#),
];

#[test]
fn a_control_call_is_repeated_once_by_the_other_method() {
    for missing in MISSING {
        for plan in controls() {
            let memory = Memory::default();
            let script = Script::replies(&[missing, (200, OK)]);
            assert_eq!(go(&memory, &script, &plan).unwrap(), 2);
            assert_eq!(
                script.methods(),
                [plan.meta.method, plan.meta.method.other()],
                "{} {missing:?}",
                plan.meta.name
            );
            let requests = script.requests.borrow();
            assert_eq!(requests[0].url, requests[1].url);
            assert!(requests[1].body.is_none());
            // Remembered: the next call starts with what works.
            let script = Script::replies(&[(200, OK)]);
            go(&memory, &script, &plan).unwrap();
            assert_eq!(script.methods(), [plan.meta.method.other()], "{}", plan.meta.name);
            // And given up again when it stops working.
            let script = Script::replies(&[missing, (200, OK)]);
            go(&memory, &script, &plan).unwrap();
            let script = Script::replies(&[(200, OK)]);
            go(&memory, &script, &plan).unwrap();
            assert_eq!(script.methods(), [plan.meta.method], "{}", plan.meta.name);
        }
    }
}

#[test]
fn what_is_learnt_of_one_call_is_not_of_another() {
    let memory = Memory::default();
    go(&memory, &Script::replies(&[(404, HTML), (200, OK)]), &status().plan()).unwrap();
    let script = Script::replies(&[(200, OK)]);
    go(&memory, &script, &reboot::Request { instance_id: id() }.plan()).unwrap();
    assert_eq!(script.methods(), [Method::Post]);
    // Nor is it of a call by hand of the same path.
    let script = Script::replies(&[(200, OK)]);
    let by_hand =
        raw::Request { path: "reconnect".to_owned(), method: Method::Post, query: vec![], body: None };
    go(&memory, &script, &by_hand.plan()).unwrap();
    assert_eq!(script.methods(), [Method::Post]);
}

#[test]
fn nothing_is_learnt_where_no_method_works() {
    let memory = Memory::default();
    let script = Script::replies(&[(404, HTML), (405, HTML)]);
    assert_eq!(go(&memory, &script, &status().plan()).unwrap(), 2);
    let script = Script::replies(&[(200, OK)]);
    go(&memory, &script, &status().plan()).unwrap();
    assert_eq!(script.methods(), [Method::Post]);
}

/// Two calls that find out the same thing at the same time know it afterwards.
#[test]
fn overlapping_calls_learn_the_same() {
    let memory = Memory::default();
    let gateway = Gateway::wawp();
    let script = |replies: &[(u16, &str)]| Script { is_slow: true, ..Script::replies(replies) };
    let (first, second) = (script(&[(404, HTML), (200, OK)]), script(&[(404, HTML), (200, OK)]));
    let plan = status().plan();
    let (mut take_one, mut take_two) = (|_: Heard<'_>| Ok(()), |_: Heard<'_>| Ok(()));
    pollster::block_on(async {
        let mut one = pin!(exchange(&gateway, &memory, &first, &plan, &mut take_one));
        let mut two = pin!(exchange(&gateway, &memory, &second, &plan, &mut take_two));
        let (mut done_one, mut done_two) = (false, false);
        poll_fn(|context| {
            done_one = done_one || one.as_mut().poll(context).is_ready();
            done_two = done_two || two.as_mut().poll(context).is_ready();
            if done_one && done_two { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    });
    let script = Script::replies(&[(200, OK)]);
    go(&memory, &script, &status().plan()).unwrap();
    assert_eq!(script.methods(), [Method::Get]);
}

#[test]
fn a_known_answer_is_no_missing_route() {
    for (status_code, body) in [
        (404, r#"{"status":"error","message":"Instance ID Invalidated"}"#),
        (405, r#"{"status":"error","message":"Access token is required"}"#),
        (400, HTML),
        (500, HTML),
        (502, HTML),
        (200, ""),
        (200, "[]"),
        (200, "logout"),
        (401, ""),
        (429, HTML),
        (302, HTML),
    ] {
        let script = Script::replies(&[(status_code, body)]);
        go(&Memory::default(), &script, &status().plan()).unwrap();
        assert_eq!(script.requests.borrow().len(), 1, "{status_code} {body}");
    }
}

/// A notice that PHP prints before its answer makes no page of it: the call may have acted.
#[test]
fn a_notice_of_php_is_no_missing_route() {
    let body = "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/a.php</b> on line <b>3</b><br />\n{\"status\":\"success\"}";
    for plan in [
        create_session::Request { name: "n".to_owned() }.plan(),
        reboot::Request { instance_id: id() }.plan(),
    ] {
        let script = Script::replies(&[(200, body), (200, OK)]);
        go(&Memory::default(), &script, &plan).unwrap();
        assert_eq!(script.requests.borrow().len(), 1);
    }
}

#[test]
fn a_send_or_a_call_by_hand_is_never_repeated() {
    let failures: [Result<(u16, &str), Fault>; 8] = [
        Ok((500, "")),
        Ok((503, HTML)),
        Ok((429, "")),
        Ok((408, "")),
        Ok((200, r#"{"status":"success"}"#)),
        Ok((200, r#"{"status":"error","message":"The WhatsApp session could not be found in the system"}"#)),
        Err(Fault::Network),
        Err(Fault::Timeout),
    ];
    for failure in failures.into_iter().chain(MISSING.map(Ok)) {
        for plan in others() {
            let method = plan.meta.method;
            let script = Script::of([failure.map(|(status, body)| reply(status, body))]);
            let memory = Memory::default();
            let _ = go(&memory, &script, &plan);
            assert_eq!(script.methods(), [method], "{failure:?}");
            // And nothing is learnt from it.
            let script = Script::replies(&[(200, OK)]);
            go(&memory, &script, &plan).unwrap();
            assert_eq!(script.methods(), [method], "{failure:?}");
        }
    }
}

#[test]
fn a_failed_second_try_counts_both() {
    let script = Script::of([Ok(reply(404, HTML)), Err(Fault::Network)]);
    let error = go(&Memory::default(), &script, &reboot::Request { instance_id: id() }.plan()).unwrap_err();
    assert_eq!((error.code, error.delivery, error.attempts), (Code::Network, Delivery::Unknown, 2));
    // Ended in between: the first try did nothing, but it had left.
    let script = Script::replies(&[(404, HTML)]);
    script.ends.set(Some((1, Fault::Aborted)));
    let error = go(&Memory::default(), &script, &status().plan()).unwrap_err();
    assert_eq!((error.code, error.attempts), (Code::Aborted, 1));
}

#[test]
fn what_ends_before_a_request_sends_nothing() {
    for (fault, code) in [(Fault::Aborted, Code::Aborted), (Fault::Timeout, Code::Timeout)] {
        let script = Script::default();
        script.ends.set(Some((0, fault)));
        let error = refused(&script);
        assert_eq!((error.code, error.delivery, error.attempts), (code, Delivery::NotSent, 0));
        assert!(error.message.ends_with(". Nothing was sent"), "{}", error.message);
        assert!(script.requests.borrow().is_empty());
        assert_eq!(script.tokens_asked.get(), 0);

        // While the token was waited for.
        let error = refused(&Script { token: Some(fault), ..Script::default() });
        assert_eq!((error.code, error.delivery, error.attempts), (code, Delivery::NotSent, 0));
        assert_eq!(error.endpoint, Some("send"));
    }
}

#[test]
fn a_token_that_cannot_be_had_is_refused_by_name() {
    let error = refused(&Script { token: Some(Fault::Token), ..Script::default() });
    assert_eq!(error.code, Code::InvalidArgument);
    assert_eq!(error.path.as_deref(), Some("options.accessToken"));
    assert_eq!(error.reason.as_deref(), Some("token_unavailable"));
    assert_eq!((error.delivery, error.retryable, error.attempts), (Delivery::NotSent, false, 0));
    assert!(error.message.contains("options.accessToken"), "{}", error.message);
}

#[test]
fn the_token_is_asked_for_once_a_call() {
    let script = Script::replies(&[(404, HTML), (200, OK)]);
    go(&Memory::default(), &script, &status().plan()).unwrap();
    assert_eq!(script.tokens_asked.get(), 1);
}

#[test]
fn what_ends_after_a_request_may_have_gone_out() {
    for (fault, code) in
        [(Fault::Network, Code::Network), (Fault::Timeout, Code::Timeout), (Fault::Aborted, Code::Aborted)]
    {
        let error = refused(&Script::of([Err(fault)]));
        assert_eq!((error.code, error.delivery, error.attempts), (code, Delivery::Unknown, 1));
        assert!(!error.retryable);
        assert_eq!((error.endpoint, error.status, &error.body), (Some("send"), None, &None));
        assert!(error.message.contains("may have gone out"), "{}", error.message);

        // A call that only asks may be made again.
        let error = go(&Memory::default(), &Script::of([Err(fault)]), &status().plan()).unwrap_err();
        assert_eq!((error.retryable, error.endpoint), (true, Some("reconnect")));
        assert!(!error.message.contains("message may"), "{}", error.message);
    }
}

#[test]
fn an_error_carries_what_is_known() {
    let limited =
        Reply { retry_after_ms: Some(30_000.0), ..reply(429, r#"{"message":"Too Many Attempts."}"#) };
    let error = refused(&Script::of([Ok(limited)]));
    assert_eq!(error.code, Code::RateLimited);
    assert_eq!((error.status, error.retry_after_ms), (Some(429), Some(30_000.0)));
    assert_eq!((error.endpoint, error.attempts, error.retryable), (Some("send"), 1, true));
    assert_eq!(error.body.as_deref(), Some(r#"{"message":"Too Many Attempts."}"#));
    assert!(error.message.starts_with("send: "), "{}", error.message);
    assert!(error.message.contains(r#"The gateway said: "Too Many Attempts.""#), "{}", error.message);
    assert!(error.message.ends_with(". The message was not sent"), "{}", error.message);
    assert_eq!(
        serde_json::to_value(&error).unwrap(),
        json!({
            "code": "rate_limited", "reason": "rate_limited", "delivery": "rejected", "retryable": true,
            "message": error.message, "endpoint": "send", "status": 429, "retryAfterMs": 30_000.0,
            "body": r#"{"message":"Too Many Attempts."}"#, "attempts": 1,
        })
    );

    // A redirect that a browser hides has no status and no body.
    let error = refused(&Script::of([Ok(Reply { redirected: true, ..Reply::default() })]));
    assert_eq!((error.code, error.reason.as_deref()), (Code::BadResponse, Some("redirected")));
    assert_eq!((error.delivery, error.status, error.body), (Delivery::Unknown, None, None));
}

#[test]
fn bodies_and_quotes_are_bounded() {
    let long = "é".repeat(5_000);
    let body = json!({ "status": "error", "message": long }).to_string();
    let error = refused(&Script::replies(&[(200, &body)]));
    assert_eq!(error.body.unwrap().chars().count(), 2_000);
    assert!(error.message.chars().count() < 500, "{}", error.message);
    // Redacted before it is cut: no half of a token stays at the end.
    for gap in 1_980..2_000 {
        let body = format!("{}{TOKEN}", "x".repeat(gap));
        let kept = refused(&Script::replies(&[(200, &body)])).body.unwrap();
        assert!(!kept.contains("s3c"), "{gap}");
    }
    // A page is not quoted: it is in the body.
    let error = refused(&Script::replies(&[(502, "<html><title>502 Bad Gateway</title></html>")]));
    assert!(!error.message.contains("502"), "{}", error.message);
}

/// The token in each form in which servers give it back.
fn echoes() -> Vec<(&'static str, String)> {
    let in_json = serde_json::to_string(TOKEN).unwrap();
    let escaped = in_json.trim_matches('"').to_owned();
    vec![
        ("raw", TOKEN.to_owned()),
        ("as a form", form_urlencoded::byte_serialize(TOKEN.as_bytes()).collect()),
        ("as JSON", escaped.clone()),
        ("as PHP writes JSON", escaped.replace('/', "\\/")),
        ("percent-encoded as RFC 3986 has it", "s3cr3t%2Ft%2Bok%22en~1".to_owned()),
        ("percent-encoded in lower case", "s3cr3t%2ft%2bok%22en~1".to_owned()),
    ]
}

#[test]
fn the_token_is_in_no_error() {
    let mut leaks = Vec::new();
    for (form, echo) in echoes() {
        for body in [
            format!("no such token: {echo}."),
            format!("<p>GET /api/send?access_token={echo}&x=1</p>"),
            format!(r#"{{"status":"error","message":"Token {echo} is unknown","trace":["{echo}"]}}"#),
            format!(r#"{{"status":"error","message":"?","access_token":"{echo}"}}"#),
            format!(r#"{{"status":"success","data":{{"url":"https://a.example/?t={echo}"}}}}"#),
        ] {
            for http in [200, 401, 500] {
                let error = refused(&Script::replies(&[(http, &body)]));
                let text = serde_json::to_string(&error).unwrap();
                // The JSON of the error escapes once more.
                let once: String =
                    serde_json::from_str(&format!("\"{}\"", error.message.replace(['"', '\\'], ""))).unwrap();
                let body = error.body.unwrap_or_default();
                if body.contains(&echo)
                    || error.message.contains(&echo)
                    || text.contains(TOKEN)
                    || once.contains(TOKEN)
                {
                    leaks.push(format!("{form}: {body}"));
                }
            }
        }
    }
    leaks.sort();
    leaks.dedup();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn other_tokens_of_the_account_are_in_no_error() {
    for body in [
        r#"{"status":"error","message":"?","config":{"metadata":{"access_token":"0a1b2c3d4e5f6"}}}"#,
        r#"{"status":"error","message":"?","access_token": "0a1b2c3d4e5f6"}"#,
        "{\"status\":\"error\",\"access_token\":\n\t\"0a1b2c3d4e5f6\"}",
        "https://a.example/api/x?access_token=0a1b2c3d4e5f6&y=1",
        "https%3A%2F%2Fa.example%2F%3Faccess_token%3D0a1b2c3d4e5f6%26y%3D1",
        "Array\n(\n    [access_token] => 0a1b2c3d4e5f6\n)",
    ] {
        let error = refused(&Script::replies(&[(200, body)]));
        let kept = error.body.unwrap();
        assert!(!kept.contains("0a1b2c3d4e5f6"), "{kept}");
        assert!(!error.message.contains("0a1b2c3d4e5f6"), "{}", error.message);
    }
}

#[test]
fn an_empty_or_a_short_token_does_not_spoil_the_body() {
    for token in ["", "e", "redacted", "[redacted]"] {
        let error = refused(&Script { other_token: Some(token), ..Script::replies(&[(500, "an error")]) });
        let body = error.body.unwrap();
        assert!(body.chars().count() < 60, "{token:?}: {body}");
    }
}

#[test]
fn a_code_whose_address_carries_the_token_is_refused() {
    let request = get_qrcode::Request { instance_id: id() };
    let read = |image: &str| {
        let body = json!({ "status": "success", "qr_code_url": image }).to_string();
        read(&Script::replies(&[(200, &body)]), &request.plan(), |answer, token| {
            request.read_code(answer, token)
        })
    };
    for (form, echo) in echoes() {
        if echo.contains(['\\', '"', '&']) {
            // Not in an address.
            continue;
        }
        for image in [
            format!("https://a.example/qr.png?access_token={echo}"),
            format!("https://a.example/qr/{echo}.png"),
            format!("HTTPS://a.example/qr/{echo}.png"),
        ] {
            let error = read(&image).expect_err(form);
            assert_eq!(
                (error.code, error.reason.as_deref()),
                (Code::BadResponse, Some("image_unusable")),
                "{form}"
            );
            let text = serde_json::to_string(&error).unwrap();
            assert!(!text.contains(&echo), "{form}: {text}");
        }
    }
    // Somebody's token is somebody's token.
    assert!(read("https://a.example/qr.png?access_token=another").is_err());
    assert!(read("https://a.example/qr.png?id=1").is_ok());
    assert!(read("data:image/png;base64,iVBORw0KGgo=").is_ok());
}

#[test]
fn a_call_by_hand_is_answered_with_its_json() {
    let plan =
        raw::Request { path: "number_verify".to_owned(), method: Method::Get, query: vec![], body: None }
            .plan();
    let script = Script::replies(&[(200, r#"{"status":true,"message":[{"exists":true}]}"#)]);
    let value = read(&script, &plan, |answer, _| raw::Request::read(answer).map(str::to_owned)).unwrap();
    assert_eq!(value, r#"{"status":true,"message":[{"exists":true}]}"#);

    let error = read(&Script::replies(&[(500, "")]), &plan, |answer, _| {
        raw::Request::read(answer).map(str::to_owned)
    })
    .unwrap_err();
    assert_eq!((error.endpoint, error.delivery, error.retryable), (Some("call"), Delivery::Unknown, false));
}
