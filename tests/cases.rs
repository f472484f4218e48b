//! Real reply shapes, each with the reading that it must get: every row of `cases/gateway.jsonl`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use serde_json::{Value, json};
use wawp_client::endpoint::{
    Effect, Endpoint, create_instance, get_groups, get_qrcode, logout, reboot, reconnect, reset_instance,
    sent, set_webhook,
};
use wawp_client::error::{Delivery, Error};
use wawp_client::gateway::Gateway;
use wawp_client::http::{Encoding, Reply};
use wawp_client::reason::Reason;
use wawp_client::recipient::{self, Recipient, Rules};
use wawp_client::reply::Answer;
use wawp_client::settings::Settings;

const CASES: &str = include_str!("cases/gateway.jsonl");

/// The kinds of rows that have a reading so far, and how many there are at least of each.
const KINDS: &[(&str, usize)] = &[
    ("send_reply", 20),
    ("qr_reply", 8),
    ("status_reply", 3),
    ("create_reply", 3),
    ("lifecycle_reply", 4),
    ("groups_reply", 1),
    ("request", 3),
    ("recipient", 16),
];

fn rows(kind: &str) -> Vec<Value> {
    let all = CASES.lines().filter(|line| !line.trim().is_empty());
    all.map(|line| serde_json::from_str::<Value>(line).unwrap()).filter(|row| row["kind"] == kind).collect()
}

/// Walks all rows of a kind and tells all that fail at once.
fn check(kind: &str, check: impl Fn(&Value) -> Result<(), String>) {
    let rows = rows(kind);
    let least = KINDS.iter().find(|(name, _)| *name == kind).unwrap().1;
    assert!(rows.len() >= least, "{kind}: only {} rows", rows.len());
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| check(row).err().map(|why| format!("{}: {why}", row["id"].as_str().unwrap())))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn answer(row: &Value) -> Answer {
    let body =
        row.get("raw_body").map_or_else(|| row["body"].to_string(), |raw| raw.as_str().unwrap().to_owned());
    Answer::new(Reply {
        status: row["http_status"].as_u64().unwrap().try_into().unwrap(),
        body: body.into_bytes(),
        ..Reply::default()
    })
}

fn equal(what: &str, got: &Value, wanted: &Value) -> Result<(), String> {
    if got == wanted { Ok(()) } else { Err(format!("{what} is {got}, not {wanted}")) }
}

fn failure(got: Reason, wanted: &Value) -> Result<(), String> {
    let error = Error::answered(got, Effect::Once);
    equal("reason", &json!(error.reason), &wanted["error"])?;
    if let Some(outcome) = wanted.get("outcome") {
        let delivery = match outcome.as_str().unwrap() {
            "rejected" => Delivery::Rejected,
            "unknown" | "unconfirmed_failure" => Delivery::Unknown,
            other => return Err(format!("a failure, not {other}")),
        };
        equal("delivery", &json!(error.delivery), &json!(delivery))?;
    }
    if let Some(retry) = wanted.get("retry") {
        let may = matches!(retry.as_str().unwrap(), "yes_with_backoff" | "later");
        equal("retryable", &json!(error.retryable), &json!(may))?;
    }
    Ok(())
}

#[test]
fn send_replies() {
    check("send_reply", |row| {
        let wanted = &row["expected"];
        let sent = match sent::read(&answer(row), "919876543210") {
            Ok(sent) => serde_json::to_value(sent).unwrap(),
            Err(reason) => return failure(reason, wanted),
        };
        equal("state", &sent["state"], &wanted["outcome"])?;
        if wanted["outcome"] == "sent" {
            equal("id", &sent["id"], &wanted["message_id"])?;
            equal("to", &sent["to"], &wanted["recipient"])?;
            equal("at", &sent["at"], &json!(wanted["timestamp"].as_f64().unwrap() * 1000.0))?;
        }
        Ok(())
    });
}

#[test]
fn qr_replies() {
    let request = get_qrcode::Request { instance_id: "I".to_owned() };
    check("qr_reply", |row| {
        let wanted = &row["expected"];
        let code = match request.read(&answer(row)) {
            Ok(code) => code,
            Err(reason) => return failure(reason, wanted),
        };
        let state =
            if wanted["state"] == "connected_or_was" { &json!("maybe_connected") } else { &wanted["state"] };
        equal("state", &json!(code.state), state)?;
        equal("image", &json!(code.image), &wanted["image"])
    });
}

#[test]
fn status_replies() {
    let request = reconnect::Request { instance_id: "I".to_owned() };
    check("status_reply", |row| {
        let wanted = &row["expected"];
        let status = match request.read(&answer(row)) {
            Ok(status) => serde_json::to_value(status).unwrap(),
            Err(reason) => return failure(reason, wanted),
        };
        equal("status", &status, wanted)
    });
}

#[test]
fn create_replies() {
    check("create_reply", |row| {
        let wanted = &row["expected"];
        match create_instance::Request::default().read(&answer(row)) {
            Ok(session) => equal("instance_id", &json!(session.instance_id), &wanted["instance_id"]),
            Err(reason) => failure(reason, wanted),
        }
    });
}

#[test]
fn lifecycle_replies() {
    let instance_id = "I".to_owned();
    check("lifecycle_reply", |row| {
        let answer = answer(row);
        let instance_id = instance_id.clone();
        let read = match row["call"]["op"].as_str().unwrap() {
            "reboot" => reboot::Request { instance_id }.read(&answer).map(|_| None),
            "reset_instance" => reset_instance::Request { instance_id }.read(&answer).map(Some),
            "logout" => logout::Request { instance_id }.read(&answer).map(|()| None),
            "set_webhook" => {
                let url = "https://example.org/hook".to_owned();
                set_webhook::Request { instance_id, url, enabled: true }.read(&answer).map(|()| None)
            }
            other => return Err(format!("no reading for {other}")),
        };
        let wanted = &row["expected"];
        equal("ok", &json!(read.is_ok()), &wanted["ok"])?;
        match read {
            Err(reason) => failure(reason, wanted),
            Ok(Some(reset)) => {
                equal("instanceId", &json!(reset.instance_id), &wanted["new_instance_id"])?;
                equal("next", &json!(reset.next), &wanted["next"])
            }
            Ok(None) => Ok(()),
        }
    });
}

#[test]
fn groups_replies() {
    let request = get_groups::Request { instance_id: "I".to_owned() };
    check("groups_reply", |row| match request.read(&answer(row)) {
        Ok(groups) => {
            for (got, wanted) in groups.iter().zip(row["expected"]["groups"].as_array().unwrap()) {
                equal("id", &json!(got.id), &wanted["id"])?;
                equal("name", &json!(got.name), &wanted["name"])?;
                equal("size", &json!(got.size), &json!(wanted["size"].as_f64()))?;
            }
            equal("groups", &json!(groups.len()), &json!(row["expected"]["groups"].as_array().unwrap().len()))
        }
        Err(reason) => failure(reason, &row["expected"]),
    });
}

#[test]
fn requests() {
    let gateway = Gateway::classic("https://gateway.example/api", Encoding::Form).unwrap();
    check("request", |row| {
        let call = &row["call"];
        let text = |key: &str| call[key].as_str().unwrap().to_owned();
        let wanted = &row["expected"];
        let plan = match call["op"].as_str().unwrap() {
            "get_qrcode" => get_qrcode::Request { instance_id: text("instance_id") }.plan(),
            "send_group" => wawp_client::endpoint::send_group_text::Request {
                instance_id: text("instance_id"),
                group_id: text("group_id"),
                text: text("message"),
            }
            .plan(),
            "set_webhook" => {
                let mut options = json!({ "enabled": call["enable"] });
                if !call["webhook_url"].is_null() {
                    options["url"] = call["webhook_url"].clone();
                }
                match Settings::webhook(&text("instance_id"), options) {
                    Ok(request) => request.plan(),
                    Err(error) => {
                        return equal("client_error", &json!(error.reason), &wanted["client_error"]);
                    }
                }
            }
            other => return Err(format!("no plan for {other}")),
        };
        let method = gateway.method(&plan);
        let request = gateway.request(&plan, method, &text("access_token"));
        equal("method", &json!(format!("{method:?}").to_uppercase()), &wanted["method"])?;
        let (path, query) = request
            .url
            .strip_prefix("https://gateway.example")
            .unwrap()
            .split_once('?')
            .unwrap_or((request.url.strip_prefix("https://gateway.example").unwrap(), ""));
        equal("path", &json!(path), &wanted["path"])?;
        if let Some(pairs) = wanted.get("query") {
            let got: serde_json::Map<String, Value> = form_urlencoded::parse(query.as_bytes())
                .map(|(key, value)| (key.into_owned(), json!(value)))
                .collect();
            equal("query", &json!(got), pairs)?;
        }
        if let Some(content_type) = wanted.get("content_type") {
            let (encoding, body) = request.body.ok_or("no body")?;
            equal("content_type", &json!(encoding.content_type()), content_type)?;
            for part in wanted["must_contain"].as_array().unwrap() {
                let part = part.as_str().unwrap();
                if !body.split('&').any(|pair| pair == part) {
                    return Err(format!("{body} does not contain {part}"));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn recipients() {
    check("recipient", |row| {
        let input = &row["input"];
        let rules = Rules {
            default_country_code: input["default_country_code"].as_str().map(str::to_owned),
            country_rules: input["country_rules"] == true,
        };
        let got = match recipient::parse(input["value"].as_str().unwrap(), &rules) {
            Ok(Recipient::Contact(number)) => json!({ "type": "contact", "number": number }),
            Ok(Recipient::Group(id)) => json!({ "type": "group", "group_id": id }),
            Err(refusal) => json!({ "type": "rejected", "reason": refusal.reason }),
        };
        for (key, wanted) in row["expected"].as_object().unwrap() {
            if key != "also_acceptable" {
                equal(key, &got[key], wanted)?;
            }
        }
        Ok(())
    });
}

#[test]
fn every_row_is_of_a_known_kind() {
    let known = KINDS.iter().map(|(kind, _)| *kind).chain(["webhook"]);
    let counted: usize = known.map(|kind| rows(kind).len()).sum();
    assert_eq!(counted, CASES.lines().filter(|line| !line.trim().is_empty()).count());
}
