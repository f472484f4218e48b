//! From a new instance over its codes to a linked phone and its end, on both families.

use serde_json::json;

use crate::client::{Answer, Sandbox, TOKEN};
use crate::qr;

/// The two families: where a call lives and by which method it goes.
const CLASSIC: &str = "classic";
const WAWP: &str = "wawp";

fn control(sandbox: &Sandbox, family: &str, call: &str, id: &str) -> Answer {
    let (method, path) = match (family, call) {
        (CLASSIC, call) => ("GET", format!("/api/{call}")),
        (_, "get_qrcode") => ("GET", "/wawp/wp-json/awp/v1/get_qrcode".to_owned()),
        (_, call) => ("POST", format!("/wawp/api/{call}")),
    };
    sandbox.call(method, &path, &[("instance_id", id)])
}

fn create(sandbox: &Sandbox, family: &str) -> String {
    match family {
        CLASSIC => sandbox.create(),
        _ => {
            let answer = sandbox.call("GET", "/wawp/wp-json/awp/v1/createSession", &[("name", "Desk")]);
            let session = answer.json();
            assert_eq!((&session["name"], &session["status"]), (&json!("Desk"), &json!("STARTING")));
            let metadata = &session["config"]["metadata"];
            assert_eq!(metadata["access_token"], TOKEN);
            metadata["instance_id"].as_str().expect("an id").to_owned()
        }
    }
}

#[test]
fn a_phone_is_linked_used_and_unlinked() {
    for (family, linked, logged_out) in [
        (
            CLASSIC,
            "Instance ID has been used",
            json!({ "status": "error", "message": "Error", "relogin": true }),
        ),
        (
            WAWP,
            "It seems that you have logged in successfully",
            json!({ "status": "error", "message": "This WhatsApp account relogin required" }),
        ),
    ] {
        let sandbox = Sandbox::start();
        let id = create(&sandbox, family);
        assert_eq!((id.len(), sandbox.state(&id)["state"].as_str()), (13, Some("new")));
        assert_eq!(
            control(&sandbox, family, "reconnect", &id).message(),
            "This instance ID has not been activated yet"
        );
        assert_eq!(sandbox.control(&format!("instances/{id}/scan"), &json!({})).status, 409);

        qr::text_of(&control(&sandbox, family, "get_qrcode", &id));
        assert_eq!(sandbox.state(&id)["code"]["index"], 1);
        sandbox.steer(&format!("instances/{id}/scan"), &json!({ "phone": "84933313000", "name": "Shop" }));
        assert_eq!(control(&sandbox, family, "get_qrcode", &id).message(), linked);
        let status = control(&sandbox, family, "reconnect", &id).json();
        assert_eq!(status["message"], "Success");
        assert_eq!(status["data"]["id"], "84933313000:12@s.whatsapp.net");
        assert_eq!(status["data"]["name"], "Shop");
        assert!(status["data"]["avatar"].as_str().is_some_and(|url| url.starts_with("http://127.0.0.1")));

        let groups = control(&sandbox, family, "get_groups", &id).json();
        let groups = groups["data"].as_array().expect("groups").clone();
        assert_eq!(sandbox.state(&id)["groups"], groups.len());
        assert_eq!(groups[0]["id"], "84933313000-1618740000@g.us");
        assert!(groups.iter().all(|group| group["name"].is_string() && group["size"].is_number()));

        sandbox.steer(&format!("instances/{id}/logout"), &json!({}));
        assert_eq!(sandbox.state(&id)["state"], "logged_out");
        assert_eq!(control(&sandbox, family, "reconnect", &id).json(), logged_out);
        assert_eq!(control(&sandbox, family, "get_qrcode", &id).message(), "Instance ID has been used");
        assert_eq!(
            control(&sandbox, family, "get_groups", &id).message(),
            "This WhatsApp account relogin required"
        );
    }
}

#[test]
fn codes_rotate_then_run_out_then_the_instance_dies() {
    for (family, pending) in [
        (CLASSIC, "The system cannot generate a WhatsApp QR code"),
        (WAWP, "QR code generation timeout. Please try again."),
    ] {
        let sandbox = Sandbox::start();
        let id = create(&sandbox, family);
        // The clock of a login starts at the first code, not at the creation.
        sandbox.advance(10_000_000);
        let mut texts = Vec::new();
        for (index, lives_ms) in [60_000, 20_000, 20_000, 20_000, 20_000, 20_000].into_iter().enumerate() {
            texts.push(qr::text_of(&control(&sandbox, family, "get_qrcode", &id)));
            let code = &sandbox.state(&id)["code"];
            assert_eq!(code["index"], index + 1);
            let left = code["expiresInMs"].as_u64().expect("a number");
            assert!(left <= lives_ms && left + 9_000 > lives_ms, "{left} of {lives_ms}");
            sandbox.advance(lives_ms);
        }
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 6, "six codes, all different");

        assert_eq!(sandbox.state(&id)["state"], "pending");
        assert_eq!(control(&sandbox, family, "get_qrcode", &id).message(), pending);
        assert_eq!(sandbox.control(&format!("instances/{id}/scan"), &json!({})).status, 409);
        sandbox.advance(300_000 - 160_000);
        assert_eq!(sandbox.state(&id)["state"], "dead");
        for call in ["get_qrcode", "reconnect", "reboot", "get_groups"] {
            assert_eq!(control(&sandbox, family, call, &id).message(), "Instance ID Invalidated", "{call}");
        }
        assert_ne!(sandbox.create(), id, "a dead id is not given out again");
    }
}

#[test]
fn create_instance_gives_the_pending_id_again() {
    let sandbox = Sandbox::start();
    let first = sandbox.create();
    assert_eq!(sandbox.create(), first);
    sandbox.call("GET", "/api/get_qrcode", &[("instance_id", &first)]);
    assert_eq!(sandbox.create(), first, "also while its code waits");
    sandbox.steer(&format!("instances/{first}/scan"), &json!({}));
    assert_ne!(sandbox.create(), first);
    assert_eq!(sandbox.state(&first)["phone"], "84987600001");
}

#[test]
fn reboot_and_reset_kill_the_id() {
    for (family, call, text, again) in [
        (CLASSIC, "reboot", "Success", "Instance ID Invalidated"),
        (WAWP, "reboot", "Success", "Instance ID Invalidated"),
        (CLASSIC, "reset_instance", "Reset Instance ID was successful", "Account does not exist"),
        (WAWP, "reset_instance", "Reset Instance ID was successful", "Account does not exist"),
    ] {
        let sandbox = Sandbox::start();
        let id = sandbox.linked("84933313000");
        let answer = control(&sandbox, family, call, &id).json();
        assert_eq!(answer, json!({ "status": "success", "message": text }), "no new id");
        assert_eq!(sandbox.state(&id)["state"], "dead");
        assert_eq!(control(&sandbox, family, "get_qrcode", &id).message(), "Instance ID Invalidated");
        assert_eq!(control(&sandbox, family, call, &id).message(), again);
        assert_ne!(sandbox.create(), id);
    }
}

#[test]
fn an_account_that_was_logged_out_is_not_rebooted() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    sandbox.steer(&format!("instances/{id}/logout"), &json!({}));
    let answer = control(&sandbox, CLASSIC, "reboot", &id);
    assert_eq!(answer.message(), "This account seems to have logged out before.");
    let answer = control(&sandbox, CLASSIC, "reset_instance", &id);
    assert_eq!(answer.message(), "Reset Instance ID was successful");
}

#[test]
fn logout_works_on_one_family_only() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    let stock = sandbox.get("/api/logout");
    assert_eq!((stock.status, stock.text()), (200, "logout"));
    control(&sandbox, CLASSIC, "logout", &id);
    assert_eq!(sandbox.state(&id)["state"], "connected", "nothing was done");
    let answer = control(&sandbox, WAWP, "logout", &id);
    assert_eq!(answer.json(), json!({ "status": "success", "message": "Logged out" }));
    assert_eq!(sandbox.state(&id)["state"], "dead");
}

#[test]
fn a_phone_is_linked_once() {
    let sandbox = Sandbox::start();
    let first = sandbox.linked("84933313000");
    let other = sandbox.linked("84933313001");
    let second = sandbox.linked("84933313000");
    let state = |id| sandbox.state(id)["state"].clone();
    assert_eq!([state(&first), state(&other), state(&second)], ["dead", "connected", "connected"]);
}

#[test]
fn a_pairing_code_can_stand_in_for_the_qr_code() {
    let sandbox = Sandbox::start();
    let id = sandbox.create();
    let ask = |phone| sandbox.call("GET", "/api/get_paircode", &[("instance_id", &id), ("phone", phone)]);
    assert_eq!(ask("").message(), "Phone number is required");
    assert_eq!(ask("+84").message(), "Phone number is required");
    let answer = ask("84933313000");
    assert_eq!(answer.header("content-type"), Some("application/json; charset=UTF-8"));
    let code = answer.json()["code"].as_str().expect("a code").to_owned();
    assert!(code.len() == 9 && code.as_bytes()[4] == b'-', "{code}");
    sandbox.steer(&format!("instances/{id}/scan"), &json!({}));
    assert_eq!(ask("84933313000").message(), "Already paired");
    let late = sandbox.create();
    sandbox.call("GET", "/api/get_qrcode", &[("instance_id", &late)]);
    sandbox.advance(160_000);
    let answer =
        sandbox.call("GET", "/api/get_paircode", &[("instance_id", &late), ("phone", "84933313000")]);
    assert_eq!(answer.message(), "The system cannot generate a WhatsApp Pairing code");
}

#[test]
fn the_plan_counts_linked_numbers() {
    let sandbox = Sandbox::start();
    for last in 0..20 {
        sandbox.linked(&format!("849333130{last:02}"));
    }
    let full = "You can only add up to 20 profiles";
    assert_eq!(sandbox.call("GET", "/api/create_instance", &[]).message(), full);
    let path = "/wawp/wp-json/awp/v1/createSession";
    assert_eq!(sandbox.call("GET", path, &[("name", "x")]).message(), full);
}

#[test]
fn a_webhook_is_enabled_by_one_word_only() {
    let sandbox = Sandbox::start();
    let id = sandbox.linked("84933313000");
    for (enable, enabled) in [("true", true), ("1", false), ("TRUE", false), ("false", false)] {
        let url = "https://hooks.example.test/in?a=1";
        let query = [("instance_id", id.as_str()), ("webhook_url", url), ("enable", enable)];
        assert_eq!(sandbox.call("GET", "/api/set_webhook", &query).message(), "Webhook URI Saved");
        assert_eq!(sandbox.state(&id)["webhook"], json!({ "url": url, "enabled": enabled }), "{enable}");
    }
}
