//! Sends that look like others.

use serde_json::json;

use super::Case;

pub(super) fn check(case: &Case<'_>) -> bool {
    let answer = &case.answer;
    match case.fault {
        "success_without_id" => assert_eq!(answer.json(), json!({ "status": "success" })),
        "success_empty_id" => {
            assert_eq!(answer.json(), json!({ "status": "success", "message": { "key": { "id": "" } } }));
        }
        "success_numeric_id" => {
            let id = answer.json()["message"]["key"]["id"].as_u64().expect("a number");
            assert!(id < 1 << 53, "{id}");
        }
        "success_quota" => case
            .says("success", "The number of messages you have sent per month has exceeded the maximum limit"),
        "success_quota_translated" => {
            case.says("success", "El número de mensajes que ha enviado este mes ha superado el límite máximo")
        }
        "queued" => case.says("success", "Message queued - session not ready"),
        "queue_failed" => case.says("success", "Failed to queue message - queue full"),
        "duplicate_suppressed" => case.says("error", "Mensagem já enviada recentemente."),
        "logout_mid_send" => {
            assert_eq!(answer.json(), json!({ "status": "success" }));
            assert_eq!(case.sandbox.state(case.id)["state"], "logged_out");
        }
        _ => return false,
    }
    true
}
