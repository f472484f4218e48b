//! QR codes.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use super::Case;
use crate::qr;

pub(super) fn check(case: &Case<'_>) -> bool {
    let Case { sandbox, id, answer, .. } = case;
    match case.fault {
        "qr_never" => {
            case.says("error", "The system cannot generate a WhatsApp QR code");
            assert_eq!(sandbox.state(id)["state"], "new", "no clock was started");
        }
        "qr_late" => {
            assert!(answer.headers_after >= Duration::from_millis(300), "{:?}", answer.headers_after);
            let left = sandbox.state(id)["code"]["expiresInMs"].as_u64().expect("a code");
            let age = Duration::from_millis(60_000 - left);
            let wait = answer.started.elapsed().saturating_sub(age);
            assert!(wait >= Duration::from_millis(300), "its clock started after the wait: {wait:?}");
            qr::text_of(answer);
        }
        "qr_raw_png" => {
            assert_eq!(answer.header("content-type"), Some("image/png"));
            assert!(qr::decode(&answer.body).starts_with("2@"));
        }
        "qr_bare_base64" => {
            let png = BASE64.decode(&answer.body).expect("base64");
            assert!(qr::decode(&png).starts_with("2@"));
        }
        "qr_url" => {
            let url = answer.json()["qr_code_url"].as_str().expect("a URL").to_owned();
            let path =
                url.strip_prefix(&format!("http://{}", sandbox.address)).expect("its own URL").to_owned();
            let image = sandbox.get(&path);
            assert_eq!(image.header("content-type"), Some("image/png"));
            assert!(qr::decode(&image.body).starts_with("2@"));
        }
        "qr_already_connected" => {
            let told =
                json!({ "status": "success", "message": "Instance already connected", "connected": true });
            assert_eq!(answer.json(), told);
        }
        _ => return false,
    }
    true
}
