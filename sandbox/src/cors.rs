//! CORS, as an operator in front of a gateway adds it: it can be switched off, and single answers can go without.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::handler;
use crate::reply::Readable;
use crate::world::Shared;

/// The headers that say when to call again; `Date` because clocks differ.
const EXPOSED: &str = "Retry-After, Retry-After-Ms, Date";

/// Who decides on CORS for a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    /// The gateway: a switch and faults.
    Gateway,
    /// The control routes: always on, so that a test can switch the other one off and on again.
    Control,
    /// The rest has nothing to do with it.
    Other,
}

fn area(path: &str) -> Area {
    if path.starts_with("/sandbox/") {
        Area::Control
    } else if path.starts_with("/api/") || path.starts_with("/wawp/") {
        Area::Gateway
    } else {
        Area::Other
    }
}

/// The middleware around everything.
pub(crate) async fn layer(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let area = area(request.uri().path());
    let is_on = match area {
        Area::Gateway => shared.with(|world| world.cors),
        Area::Control => true,
        Area::Other => false,
    };
    if area != Area::Other && request.method() == Method::OPTIONS {
        return preflight(&shared, area, is_on, &request);
    }
    let mut response = next.run(request).await;
    let readable = response.extensions().get().copied().unwrap_or(Readable::All);
    let headers = response.headers_mut();
    if is_on && readable != Readable::Nothing {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    if is_on && readable == Readable::All {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
    response
}

/// Answers a browser that asks whether it may call. Where CORS is off there is no such route.
fn preflight(shared: &Shared, area: Area, is_on: bool, request: &Request) -> Response {
    if area == Area::Gateway && handler::preflight_refused(shared, request) || !is_on {
        return handler::not_found();
    }
    let mut headers = HeaderMap::new();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, DELETE"));
    // Not kept: the switch must act at once.
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("0"));
    if let Some(asked) = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    (StatusCode::NO_CONTENT, headers).into_response()
}
