//! `/sandbox/instances/{id}/...`: what a person does with the phone.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::input::read;
use super::{Failure, Outcome, ok};
use crate::instance::Phone;
use crate::world::Shared;

/// The phone that scans when no other is named.
const PHONE: &str = "84987600001";
const NAME: &str = "Sandbox phone";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scan {
    phone: Option<String>,
    name: Option<String>,
}

/// `POST /sandbox/instances/{id}/scan`
pub(super) async fn scan(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let Scan { phone, name } = read(&headers, &body)?;
    let number = phone.unwrap_or_else(|| PHONE.to_owned());
    if !(5..=15).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::bad("phone: 5 to 15 digits with the country code"));
    }
    let phone = Phone { number, name: name.unwrap_or_else(|| NAME.to_owned()) };
    shared.with(|world| {
        known(world.instance(&id).is_some())?;
        match world.scan(&id, phone) {
            true => Ok(ok()),
            false => Err(Failure(
                StatusCode::CONFLICT,
                "there is no live code to scan: ask for one with get_qrcode".to_owned(),
            )),
        }
    })
}

/// `POST /sandbox/instances/{id}/logout`
pub(super) async fn logout(State(shared): State<Shared>, Path(id): Path<String>) -> Outcome {
    shared.with(|world| {
        let instance = world.instance(&id);
        known(instance.is_some())?;
        match instance.filter(|instance| instance.phone().is_some()) {
            Some(instance) => {
                instance.log_out();
                Ok(ok())
            }
            None => Err(Failure(StatusCode::CONFLICT, "no phone is linked".to_owned())),
        }
    })
}

fn known(is_known: bool) -> Result<(), Failure> {
    match is_known {
        true => Ok(()),
        false => Err(Failure(StatusCode::NOT_FOUND, "there is no such instance".to_owned())),
    }
}
