//! `get_qrcode` and `get_paircode`: the ways to link a phone.

use serde_json::json;

use super::{Act, Answer, Outcome};
use crate::instance::State;
use crate::{qr, random, texts};

/// `GET /get_qrcode`: a code to scan. The first one starts the clock of the login.
pub(super) fn qrcode(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    let (now_ms, family) = (act.now_ms, act.family);
    let instance = act.instance()?;
    instance.start_login(now_ms);
    match instance.state(now_ms) {
        State::Scan(code) => {
            let png = qr::png(&qr::text(code.seed)).map_err(|_| texts::NO_QR)?;
            Ok(Answer::Json(json!({
                "status": "success",
                "message": texts::SUCCESS,
                "base64": qr::data_url(&png),
            })))
        }
        State::Connected(_) => Err(family.linked_text.into()),
        // The row says that the id was used; that the phone is gone it doesn't know.
        State::LoggedOut(_) => Err(texts::USED.into()),
        State::New | State::Pending => Err(family.pending_text.into()),
        State::Dead => Err(texts::INSTANCE_INVALIDATED.into()),
    }
}

/// `GET /get_paircode`: a code to type. It lives as long as a code to scan would.
pub(super) fn paircode(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    let now_ms = act.now_ms;
    let phone = act.params.get("phone").to_owned();
    let instance = act.instance()?;
    if phone.is_empty() || !phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(texts::NUMBER_REQUIRED.into());
    }
    instance.start_login(now_ms);
    match instance.state(now_ms) {
        State::Scan(_) => Ok(Answer::Json(json!({
            "status": "success",
            "message": texts::SUCCESS,
            "code": random::pairing_code(),
        }))),
        State::Connected(_) | State::LoggedOut(_) => Err(texts::ALREADY_PAIRED.into()),
        State::New | State::Pending => Err(texts::NO_PAIRING_CODE.into()),
        State::Dead => Err(texts::INSTANCE_INVALIDATED.into()),
    }
}
