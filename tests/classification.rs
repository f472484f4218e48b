//! What each reply and each fault must end in: every row of `cases/classification.json`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

#[allow(dead_code, reason = "other tests ask more of their scripts")]
#[path = "support/script.rs"]
mod script;

use std::collections::HashSet;

use script::Script;
use serde::Serialize;
use serde_json::{Map, Value, json};
use wawp_client::endpoint::{
    Endpoint, create_instance, get_groups, get_paircode, get_qrcode, logout, raw, reboot, reconnect,
    reset_instance, send_group_media, send_group_text, send_media, send_text, set_webhook,
};
use wawp_client::error::{Error, Fault};
use wawp_client::http::{Method, Reply};
use wawp_client::retry_after;

const CASES: &str = include_str!("cases/classification.json");

#[test]
fn every_call_ends_as_the_rows_say() {
    let rows: Vec<Value> = serde_json::from_str(CASES).unwrap();
    assert!(rows.len() >= 700);
    let names: HashSet<_> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), rows.len(), "a name stands twice");
    let differences: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let got = outcome(make(row["call"].as_str().unwrap(), &script(row)));
            let (got, want) = (as_floats(&got), as_floats(&row["want"]));
            (got != want).then(|| format!("{}\n   got {got}\n  want {want}", row["name"]))
        })
        .collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// A gateway that answers as the row says, by whichever method it is asked.
fn script(row: &Value) -> Script {
    let fault = match row.get("fault").map(|fault| fault.as_str().unwrap()) {
        None => {
            let reply = reply(&row["reply"]);
            return Script::of([Ok(reply.clone()), Ok(reply)]);
        }
        Some("aborted_before") => {
            let script = Script::default();
            script.ends.set(Some((0, Fault::Aborted)));
            return script;
        }
        Some("aborted") => Fault::Aborted,
        Some("body_breaks" | "network") => Fault::Network,
        Some("timeout") => Fault::Timeout,
        Some(other) => panic!("{other} is missing here"),
    };
    Script::of([Err(fault)])
}

fn reply(row: &Value) -> Reply {
    if row["opaqueRedirect"] == true {
        return Reply { redirected: true, ..Reply::default() };
    }
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let body = match (row.get("json"), row.get("body"), row.get("bodyBase64")) {
        (Some(value), ..) => value.to_string().into_bytes(),
        (_, Some(body), _) => text(body).into_bytes(),
        (.., Some(body)) => bytes(&text(body)),
        _ => Vec::new(),
    };
    let header = |name: &str| row.get("headers")?.get(name).map(text);
    let headers = retry_after::Headers { retry_after: header("retry-after"), ..Default::default() };
    Reply {
        status: row["status"].as_u64().unwrap().try_into().unwrap(),
        redirected: row["redirected"] == true,
        retry_after_ms: retry_after::read(&headers, 0.0),
        body,
    }
}

/// The bytes that a base64 text stands for.
fn bytes(base64: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<usize> = base64.chars().map_while(|letter| ALPHABET.find(letter)).collect();
    let bits: String = digits.iter().map(|digit| format!("{digit:06b}")).collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect()
}

/// Makes the call that a row names.
fn make(call: &str, script: &Script) -> Result<Value, Box<Error>> {
    let instance_id = "6A0B1C2D3E4F5".to_owned();
    let number = "84933313000".to_owned();
    let group_id = "120363290960123456@g.us".to_owned();
    let text = "hello".to_owned();
    let media_url = "https://files.example/prices.pdf".to_owned();
    let (caption, filename) = (String::new(), None);
    match call {
        "call" => {
            let query = vec![("number".into(), number)];
            let request =
                raw::Request { path: "number_verify".to_owned(), method: Method::Get, query, body: None };
            script::read(script, &request.plan(), |answer, _| {
                raw::Request::read(answer).map(|text| serde_json::from_str(text).unwrap())
            })
        }
        "createInstance" => ask(script, &create_instance::Request::default()),
        // A classic gateway has no other word for it.
        "createSession" => ask(script, &create_instance::Request { name: Some("Support".to_owned()) }),
        "groups" => ask(script, &get_groups::Request { instance_id }),
        "logout" => ask(script, &logout::Request { instance_id }),
        "pairCode" => ask(script, &get_paircode::Request { instance_id, phone: number }),
        "qrCode" => {
            let request = get_qrcode::Request { instance_id };
            script::read(script, &request.plan(), |answer, token| request.read_code(answer, token))
                .map(|code| json!(code))
        }
        "reboot" => ask(script, &reboot::Request { instance_id }),
        "reset" => ask(script, &reset_instance::Request { instance_id }),
        "sendMedia" => {
            ask(script, &send_media::Request { instance_id, number, media_url, caption, filename })
        }
        "sendMediaToGroup" => {
            ask(script, &send_group_media::Request { instance_id, group_id, media_url, caption, filename })
        }
        "sendText" => ask(script, &send_text::Request { instance_id, number, text }),
        "sendTextToGroup" => ask(script, &send_group_text::Request { instance_id, group_id, text }),
        "setWebhook" => {
            let url = "https://hooks.example/in".to_owned();
            ask(script, &set_webhook::Request { instance_id, url, enabled: true })
        }
        "status" => ask(script, &reconnect::Request { instance_id }),
        other => panic!("{other} is missing here"),
    }
}

fn ask<E>(script: &Script, request: &E) -> Result<Value, Box<Error>>
where
    E: Endpoint,
    E::Response: Serialize,
{
    script::read(script, &request.plan(), |answer, _| request.read(answer)).map(|response| json!(response))
}

/// How a call ended, in the words of the rows.
fn outcome(made: Result<Value, Box<Error>>) -> Value {
    match made {
        Ok(result) => json!({ "result": result }),
        Err(error) => {
            let known = ["code", "reason", "delivery", "retryable", "retryAfterMs", "status"];
            let error = json!(error);
            let fields = known.iter().filter_map(|key| Some(((*key).to_owned(), error.get(key)?.clone())));
            Value::from(fields.collect::<Map<_, _>>())
        }
    }
}

/// The value with every number as JavaScript has it: 1 and 1.0 are the same.
fn as_floats(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(as_floats).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), as_floats(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
