//! Servers that are unwell, and pages in place of answers.

use serde_json::{Value, json};

use super::Case;

pub(super) fn check(case: &Case<'_>) -> bool {
    let answer = &case.answer;
    match case.fault {
        "html_200" => case.page(200, "marketing"),
        "html_404" => case.page(404, "404 - File Not Found"),
        "status_403_html" => case.page(403, "blocked by our security rules"),
        "status_408" => case.page(408, "408 Request Time-out"),
        "status_500" | "status_500_after" => case.page(500, "Whoops!"),
        "status_500_empty" => assert_eq!((answer.status, answer.text()), (500, "")),
        "status_500_json" => {
            assert_eq!((answer.status, &answer.json()["title"]), (500, &json!("ErrorException")));
            assert_eq!(answer.json()["status"], Value::Null);
        }
        "status_502_html" => case.page(502, "502 Bad Gateway"),
        "status_503" => {
            case.page(503, "503 Service Temporarily Unavailable");
            assert_eq!(answer.header("retry-after"), None);
        }
        "status_503_retry_after" => {
            case.page(503, "503 Service Temporarily Unavailable");
            assert_eq!(answer.header("retry-after"), Some("1"));
        }
        "status_504_html" => case.page(504, "504 Gateway Time-out"),
        _ => return false,
    }
    true
}
