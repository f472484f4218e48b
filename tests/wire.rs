//! What goes over the wire: method, URL, content type and body of every call, for each family of gateways.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use std::borrow::Cow;

use proptest::prelude::*;
use serde_json::{Value, json};
use wawp_client::endpoint::{
    Endpoint, Plan, create_instance, create_session, get_groups, get_paircode, get_qrcode, logout, raw,
    reboot, reconnect, reset_instance, send_group_media, send_group_text, send_media, send_text, set_webhook,
};
use wawp_client::gateway::Gateway;
use wawp_client::http::{Encoding, Method, Request};

const TOKEN: &str = "64d71+/=&f";
const ENCODED: &str = "64d71%2B%2F%3D%26f";
const ID: &str = "609ACF283";
const GROUP: &str = "84987611111-1618740000@g.us";
const URL: &str = "https://i.pravatar.cc/a b.png?x=1&y=%20#z";
const TEXT: &str = "a & b = c%20 + #1\r\n\u{2713} \u{1f600} مرحبا \u{fffd} \"quoted\" \\ {x} 'y' ~*-._";
const TEXT_ENCODED: &str = "a+%26+b+%3D+c%2520+%2B+%231%0D%0A%E2%9C%93+%F0%9F%98%80+%D9%85%D8%B1%D8%AD%D8%A8%D8%A7+%EF%BF%BD+\
                            %22quoted%22+%5C+%7Bx%7D+%27y%27+%7E*-._";

fn wawp() -> Gateway {
    Gateway::wawp()
}

fn classic(encoding: Encoding) -> Gateway {
    Gateway::classic("https://gateway.example/api/", encoding).unwrap()
}

fn written(gateway: &Gateway, plan: &Plan) -> Request {
    gateway.request(plan, gateway.method(plan), TOKEN)
}

/// `METHOD url`, and below it the content type and the body when there is one.
fn block(request: &Request) -> String {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    match &request.body {
        None => format!("{method} {}", request.url),
        Some((encoding, body)) => format!("{method} {}\n{}\n{body}", request.url, encoding.content_type()),
    }
}

/// The request as it is written, and its JSON body apart, whose fields natively stand in another order than in a browser.
fn json_block(request: &Request) -> (String, Value) {
    let (encoding, body) = request.body.clone().unwrap();
    assert_eq!(encoding, Encoding::Json);
    let head = Request { body: Some((encoding, String::new())), ..request.clone() };
    (block(&head), serde_json::from_str(&body).unwrap())
}

fn id() -> String {
    ID.to_owned()
}

#[test]
fn control_calls() {
    for (plan, wawp_line, classic_line) in [
        (
            create_session::Request { name: "My & new=Session 1".to_owned() }.plan(),
            "GET https://wawp.net/wp-json/awp/v1/createSession?name=My+%26+new%3DSession+1&access_token=",
            "GET https://gateway.example/api/createSession?name=My+%26+new%3DSession+1&access_token=",
        ),
        (
            get_qrcode::Request { instance_id: id() }.plan(),
            "GET https://wawp.net/wp-json/awp/v1/get_qrcode?instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/get_qrcode?instance_id=609ACF283&access_token=",
        ),
        (
            create_instance::Request { name: Some("stays here".to_owned()) }.plan(),
            "POST https://app.wawp.net/api/create_instance?access_token=",
            "GET https://gateway.example/api/create_instance?access_token=",
        ),
        (
            reboot::Request { instance_id: id() }.plan(),
            "POST https://app.wawp.net/api/reboot?instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/reboot?instance_id=609ACF283&access_token=",
        ),
        (
            reset_instance::Request { instance_id: id() }.plan(),
            "POST https://app.wawp.net/api/reset_instance?instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/reset_instance?instance_id=609ACF283&access_token=",
        ),
        (
            reconnect::Request { instance_id: id() }.plan(),
            "POST https://app.wawp.net/api/reconnect?instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/reconnect?instance_id=609ACF283&access_token=",
        ),
        (
            get_groups::Request { instance_id: "6&9=".to_owned() }.plan(),
            "POST https://app.wawp.net/api/get_groups?instance_id=6%269%3D&access_token=",
            "GET https://gateway.example/api/get_groups?instance_id=6%269%3D&access_token=",
        ),
        (
            logout::Request { instance_id: id() }.plan(),
            "POST https://app.wawp.net/api/logout?instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/logout?instance_id=609ACF283&access_token=",
        ),
        (
            get_paircode::Request { instance_id: id(), phone: "84987600001".to_owned() }.plan(),
            "POST https://app.wawp.net/api/get_paircode?phone=84987600001&instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/get_paircode?phone=84987600001&instance_id=609ACF283&access_token=",
        ),
        (
            set_webhook::Request {
                instance_id: id(),
                url: "https://a.example/h?x=1&y=é".to_owned(),
                enabled: true,
            }
            .plan(),
            "POST https://app.wawp.net/api/set_webhook?webhook_url=https%3A%2F%2Fa.example%2Fh%3Fx%3D1%26y%3D%C3%A9&\
             enable=true&instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/set_webhook?webhook_url=https%3A%2F%2Fa.example%2Fh%3Fx%3D1%26y%3D%C3%A9&\
             enable=true&instance_id=609ACF283&access_token=",
        ),
        (
            set_webhook::Request { instance_id: id(), url: "https://a.example/h".to_owned(), enabled: false }
                .plan(),
            "POST https://app.wawp.net/api/set_webhook?webhook_url=https%3A%2F%2Fa.example%2Fh&enable=false&\
             instance_id=609ACF283&access_token=",
            "GET https://gateway.example/api/set_webhook?webhook_url=https%3A%2F%2Fa.example%2Fh&enable=false&\
             instance_id=609ACF283&access_token=",
        ),
    ] {
        assert_eq!(block(&written(&wawp(), &plan)), format!("{wawp_line}{ENCODED}"));
        for encoding in [Encoding::Form, Encoding::Json] {
            // How sends are written changes nothing about the other calls.
            assert_eq!(block(&written(&classic(encoding), &plan)), format!("{classic_line}{ENCODED}"));
        }
    }
}

/// A send: its plan, its path, the fields of its JSON, its form without the token, and what it repeats in the query.
fn sends() -> Vec<(Plan, &'static str, Value, String, &'static str)> {
    let media = "https%3A%2F%2Fi.pravatar.cc%2Fa+b.png%3Fx%3D1%26y%3D%2520%23z";
    let repeated = "?group_id=84987611111-1618740000%40g.us";
    vec![
        (
            send_text::Request { instance_id: id(), number: "84933313000".to_owned(), text: TEXT.to_owned() }
                .plan(),
            "send",
            json!({ "number": "84933313000", "type": "text", "message": TEXT, "instance_id": ID, "access_token": TOKEN }),
            format!("number=84933313000&type=text&message={TEXT_ENCODED}&instance_id=609ACF283"),
            "",
        ),
        (
            send_media::Request {
                instance_id: id(),
                number: "84933313000".to_owned(),
                media_url: URL.to_owned(),
                caption: TEXT.to_owned(),
                filename: Some("Báo giá & more.pdf".to_owned()),
            }
            .plan(),
            "send",
            json!({
                "number": "84933313000", "type": "media", "message": TEXT, "media_url": URL, "instance_id": ID,
                "filename": "Báo giá & more.pdf", "access_token": TOKEN,
            }),
            format!(
                "number=84933313000&type=media&message={TEXT_ENCODED}&media_url={media}&instance_id=609ACF283&\
                 filename=B%C3%A1o+gi%C3%A1+%26+more.pdf"
            ),
            "",
        ),
        (
            // Without a caption the field is still there, empty; without a name there is no field.
            send_media::Request {
                instance_id: id(),
                number: "84933313000".to_owned(),
                media_url: URL.to_owned(),
                caption: String::new(),
                filename: None,
            }
            .plan(),
            "send",
            json!({
                "number": "84933313000", "type": "media", "message": "", "media_url": URL, "instance_id": ID,
                "access_token": TOKEN,
            }),
            format!("number=84933313000&type=media&message=&media_url={media}&instance_id=609ACF283"),
            "",
        ),
        (
            send_group_text::Request { instance_id: id(), group_id: GROUP.to_owned(), text: TEXT.to_owned() }
                .plan(),
            "send_group",
            json!({ "group_id": GROUP, "type": "text", "message": TEXT, "instance_id": ID, "access_token": TOKEN }),
            format!(
                "group_id=84987611111-1618740000%40g.us&type=text&message={TEXT_ENCODED}&instance_id=609ACF283"
            ),
            repeated,
        ),
        (
            send_group_media::Request {
                instance_id: id(),
                group_id: GROUP.to_owned(),
                media_url: URL.to_owned(),
                caption: "c".to_owned(),
                filename: Some("f.pdf".to_owned()),
            }
            .plan(),
            "send_group",
            json!({
                "group_id": GROUP, "type": "media", "message": "c", "media_url": URL, "instance_id": ID, "filename": "f.pdf",
                "access_token": TOKEN,
            }),
            format!(
                "group_id=84987611111-1618740000%40g.us&type=media&message=c&media_url={media}&instance_id=609ACF283&\
                 filename=f.pdf"
            ),
            repeated,
        ),
    ]
}

#[test]
fn sends_as_json() {
    let json = classic(Encoding::Json);
    for (gateway, base) in [(wawp(), "https://app.wawp.net/api"), (json, "https://gateway.example/api")] {
        for (plan, path, fields, _, repeated) in sends() {
            let (head, body) = json_block(&written(&gateway, &plan));
            assert_eq!(head, format!("POST {base}/{path}{repeated}\napplication/json\n"));
            assert_eq!(body, fields);
        }
    }
}

#[test]
fn sends_as_forms() {
    for (plan, path, _, form, _) in sends() {
        assert_eq!(
            block(&written(&classic(Encoding::Form), &plan)),
            format!(
                "POST https://gateway.example/api/{path}\napplication/x-www-form-urlencoded\n{form}&access_token={ENCODED}"
            )
        );
    }
}

#[test]
fn the_token_of_a_send_is_never_in_its_url() {
    for gateway in [wawp(), classic(Encoding::Form), classic(Encoding::Json)] {
        for (plan, ..) in sends() {
            let url = written(&gateway, &plan).url;
            assert!(!url.contains("access_token") && !url.contains(TOKEN) && !url.contains(ENCODED), "{url}");
        }
    }
}

#[test]
fn raw_calls() {
    let pair = |key: &'static str, value: &str| (Cow::Borrowed(key), value.to_owned());
    let verify = raw::Request {
        path: "number_verify".to_owned(),
        method: Method::Get,
        query: vec![pair("number", "849 & 1"), pair("é", "")],
        body: None,
    };
    let bare =
        raw::Request { path: "session/health".to_owned(), method: Method::Post, query: vec![], body: None };
    let posted = raw::Request {
        path: "create_groups".to_owned(),
        method: Method::Post,
        query: vec![pair("instance_id", ID)],
        body: Some(vec![pair("name", "A=B & C\n\u{fffd}")]),
    };
    let empty = raw::Request { body: Some(vec![]), ..bare.clone() };
    for (base, gateway) in [
        ("https://app.wawp.net/api", wawp()),
        ("https://gateway.example/api", classic(Encoding::Form)),
        ("https://gateway.example/api", classic(Encoding::Json)),
    ] {
        // The caller chose the method: a gateway's habits change nothing about it.
        assert_eq!(
            block(&written(&gateway, &verify.plan())),
            format!("GET {base}/number_verify?number=849+%26+1&%C3%A9=&access_token={ENCODED}")
        );
        assert_eq!(
            block(&written(&gateway, &bare.plan())),
            format!("POST {base}/session/health?access_token={ENCODED}")
        );
    }
    let form = classic(Encoding::Form);
    assert_eq!(
        block(&written(&form, &posted.plan())),
        format!(
            "POST https://gateway.example/api/create_groups?instance_id=609ACF283\napplication/x-www-form-urlencoded\n\
             name=A%3DB+%26+C%0A%EF%BF%BD&access_token={ENCODED}"
        )
    );
    assert_eq!(
        block(&written(&form, &empty.plan())),
        format!(
            "POST https://gateway.example/api/session/health\napplication/x-www-form-urlencoded\naccess_token={ENCODED}"
        )
    );
    for (base, gateway) in
        [("https://app.wawp.net/api", wawp()), ("https://gateway.example/api", classic(Encoding::Json))]
    {
        let (head, body) = json_block(&written(&gateway, &posted.plan()));
        assert_eq!(head, format!("POST {base}/create_groups?instance_id=609ACF283\napplication/json\n"));
        assert_eq!(body, json!({ "name": "A=B & C\n\u{fffd}", "access_token": TOKEN }));
    }
}

#[test]
fn a_learnt_method_changes_the_method_alone() {
    let plan = reconnect::Request { instance_id: id() }.plan();
    for gateway in [wawp(), classic(Encoding::Form)] {
        let method = gateway.method(&plan);
        let [usual, other] = [method, method.other()].map(|method| gateway.request(&plan, method, TOKEN));
        assert_eq!(other, Request { method: method.other(), ..usual });
    }
}

fn decoded(form: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}

fn query(url: &str) -> Vec<(String, String)> {
    url.split_once('?').map(|(_, query)| decoded(query)).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_decoded_is_what_went_in(text: String, instance_id: String, token: String, name: Option<String>) {
        let owned = |pairs: &[(&str, &String)]| -> Vec<(String, String)> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).clone())).collect()
        };
        let (media, to) = ("media".to_owned(), GROUP.to_owned());
        let plan = send_group_media::Request {
            instance_id: instance_id.clone(),
            group_id: to.clone(),
            media_url: URL.to_owned(),
            caption: text.clone(),
            filename: name.clone(),
        }
        .plan();
        let url = URL.to_owned();
        let mut wanted = owned(&[
            ("group_id", &to), ("type", &media), ("message", &text), ("media_url", &url), ("instance_id", &instance_id),
        ]);
        wanted.extend(name.map(|name| ("filename".to_owned(), name)));
        wanted.push(("access_token".to_owned(), token.clone()));

        let form = classic(Encoding::Form).request(&plan, Method::Post, &token);
        prop_assert_eq!(decoded(&form.body.unwrap().1), wanted.clone());
        prop_assert!(query(&form.url).is_empty());

        let json = wawp().request(&plan, Method::Post, &token);
        let fields: serde_json::Map<String, Value> = serde_json::from_str(&json.body.unwrap().1).unwrap();
        prop_assert_eq!(fields, wanted.into_iter().map(|(key, text)| (key, json!(text))).collect());
        prop_assert_eq!(query(&json.url), owned(&[("group_id", &to)]));

        let hook = set_webhook::Request { instance_id: instance_id.clone(), url: text.clone(), enabled: true }.plan();
        let enable = "true".to_owned();
        let control = wawp().request(&hook, Method::Get, &token);
        prop_assert_eq!(
            query(&control.url),
            owned(&[("webhook_url", &text), ("enable", &enable), ("instance_id", &instance_id), ("access_token", &token)])
        );
        prop_assert!(control.url.is_ascii() && !control.url.contains([' ', '#', '\n', '"']));
    }
}
