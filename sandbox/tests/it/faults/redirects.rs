//! Redirects.

use super::Case;

pub(super) fn check(case: &Case<'_>) -> bool {
    let to = |status: u16, path: &str| {
        let url = format!("http://{}{path}", case.sandbox.address);
        let answered = (case.answer.status, case.answer.header("location"), case.answer.text());
        assert_eq!(answered, (status, Some(url.as_str()), ""), "{}", case.fault);
    };
    let elsewhere = "/api/elsewhere?access_token=sandbox%2Dtoken";
    match case.fault {
        "redirect" => to(302, "/"),
        "redirect_with_token" => to(302, elsewhere),
        "redirect_307_with_token" => to(307, elsewhere),
        _ => return false,
    }
    true
}
