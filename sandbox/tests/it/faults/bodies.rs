//! Bodies that are none, and good ones that are odd.

use serde_json::Value;

use super::Case;

pub(super) fn check(case: &Case<'_>) -> bool {
    let answer = &case.answer;
    let body = |text: &str| assert_eq!((answer.status, answer.text()), (200, text), "{}", case.fault);
    // The send's own answer, behind something else.
    let behind = |start: &str| {
        let rest = answer.text().strip_prefix(start).unwrap_or_else(|| panic!("{}: {answer:?}", case.fault));
        case.sent_in(&serde_json::from_str(rest).expect("JSON"));
    };
    match case.fault {
        "empty" => body(""),
        "null" => body("null"),
        "empty_array" => body("[]"),
        "bad_json" => {
            assert!(answer.status == 200 && answer.is_whole());
            assert!(serde_json::from_slice::<Value>(&answer.body).is_err());
        }
        "byte_order_mark" => behind("\u{feff}"),
        "php_notice" => {
            let (notice, rest) = answer.text().split_at(answer.text().find('{').expect("an object"));
            assert!(notice.starts_with("<br />\n<b>Notice</b>:  Undefined index") && notice.is_ascii());
            case.sent_in(&serde_json::from_str(rest).expect("JSON"));
        }
        "duplicate_fields" => {
            assert!(answer.text().starts_with("{\"status\":\"error\",\"status\":\"success\","));
            case.sent();
        }
        "invalid_utf8" => {
            assert!(std::str::from_utf8(&answer.body).is_err());
            let mended = String::from_utf8_lossy(&answer.body);
            assert!(mended.starts_with("{\"note\":\"caf\u{fffd}\",\"status\""), "{mended}");
            case.sent_in(&serde_json::from_str(&mended).expect("JSON"));
        }
        "wrong_charset" => {
            case.sent();
            assert_eq!(answer.header("content-type"), Some("application/json; charset=UTF-16"));
        }
        "wrong_content_type" => {
            case.sent();
            assert_eq!(answer.header("content-type"), Some("application/xml"));
        }
        "wrong_encoding" => {
            case.sent();
            assert_eq!(answer.header("content-encoding"), Some("gzip"));
        }
        "huge_body" => {
            assert!(answer.is_whole() && answer.body.len() > 8_000_000, "{}", answer.body.len());
            case.sent();
        }
        _ => return false,
    }
    true
}
