//! The control routes: how a test or a person plays the phone, sets faults, and reads what arrived.

mod faults;
mod input;
mod instances;
mod journal;
mod settings;

use axum::Json;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use crate::world::Shared;

/// What a control route answers: JSON, or `{ error }` with a status.
type Outcome = Result<Json<Value>, Failure>;

/// The routes below `/sandbox`.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/state", get(settings::state))
        .route("/clock", post(settings::clock))
        .route("/cors", post(settings::cors))
        .route("/reset", post(settings::reset))
        .route("/instances/{id}/scan", post(instances::scan))
        .route("/instances/{id}/logout", post(instances::logout))
        .route("/messages", get(journal::messages).delete(journal::clear_messages))
        .route("/requests", get(journal::requests))
        .route("/faults", get(faults::list).post(faults::set).delete(faults::clear))
        .method_not_allowed_fallback(async || {
            Failure(StatusCode::METHOD_NOT_ALLOWED, "not with this method".into())
        })
        .fallback(async || Failure(StatusCode::NOT_FOUND, "there is no such control route".into()))
}

/// A refusal of a control route.
#[derive(Debug)]
struct Failure(StatusCode, String);

impl Failure {
    fn bad(error: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn ok() -> Json<Value> {
    Json(json!({ "ok": true }))
}
