//! The way there and back.

use std::time::Duration;

use super::Case;

pub(super) fn check(case: &Case<'_>) -> bool {
    let answer = &case.answer;
    match case.fault {
        "slow_headers" => {
            case.sent();
            assert!(answer.headers_after >= Duration::from_millis(300), "{:?}", answer.headers_after);
        }
        "slow_body" => {
            case.sent();
            let dripped = answer.body_after.saturating_sub(answer.headers_after);
            assert!(dripped >= Duration::from_millis(200), "{dripped:?}");
        }
        "stalled_body" => {
            assert_eq!((answer.status, answer.is_whole(), answer.text()), (200, false, ""));
            let silent = answer.body_after.saturating_sub(answer.headers_after);
            assert!(silent >= Duration::from_millis(200), "{silent:?}");
        }
        "half_body" => assert!(!answer.is_whole() && answer.text().starts_with("{\"status\""), "{answer:?}"),
        _ => return false,
    }
    true
}

/// Checks a fault that left no answer.
pub(super) fn check_dropped(fault: &str) {
    let dropping = ["drop_before", "drop_after", "stalled_headers"];
    assert!(dropping.contains(&fault), "{fault} dropped the connection");
}
