//! CORS, tokens that are repeated, and errors in words.

use serde_json::json;

use super::Case;

pub(super) fn check(case: &Case<'_>) -> bool {
    let answer = &case.answer;
    match case.fault {
        "no_cors" => {
            case.sent();
            assert_eq!(answer.header("access-control-allow-origin"), None);
            assert_eq!(answer.header("access-control-expose-headers"), None);
        }
        // It waits for a preflight.
        "preflight_refused" => case.sent(),
        "echo_token_html" => {
            case.page(500, "<h1>ErrorException</h1>");
            echoes(case);
        }
        "echo_token_json" => {
            assert_eq!((answer.status, &answer.json()["status"]), (200, &json!("error")));
            assert_eq!(answer.json()["json"], "sandbox-token");
            echoes(case);
        }
        "error_text" => case.says("error", "Template not found"),
        "generic_error" => case.says("error", "Error"),
        "translated" => case.says("error", "ID de instancia no validada"),
        "instance_gone" => {
            case.says("error", "Instance ID Invalidated");
            assert_eq!(case.sandbox.state(case.id)["state"], "dead");
        }
        "session_not_found" => case.says("error", "The WhatsApp session could not be found in the system"),
        "quota_profiles" => case.says("error", "You can only add up to 20 profiles"),
        "status_not_logged_in" => {
            assert_eq!(answer.json()["status"], "success");
            assert_eq!(answer.json()["data"]["loggedIn"], false);
        }
        _ => return false,
    }
    true
}

fn echoes(case: &Case<'_>) {
    for written in [
        " sandbox-token",
        "sandbox%2Dtoken",
        "sandbox%252Dtoken",
        "sandbox\\u002dtoken",
        "sandbox&#45;token",
        "c2FuZGJveC10b2tlbg==",
        "/api/send?access_token=sandbox%2Dtoken&type=text",
    ] {
        let text = case.answer.text();
        assert!(text.contains(written), "{}: {written} is not in {text}", case.fault);
    }
}
