//! `/`: a page about what goes on in the sandbox.

mod faults;
mod html;
mod render;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;

use crate::world::Shared;

/// The page's own scripts and styles, its forms, and nothing from elsewhere.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const CSS: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// The page and its files.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(page))
        // Browsers ask for one on every page; a 404 would look like a fault in their consoles.
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/sandbox/page.css", get(async || file("text/css; charset=utf-8", CSS)))
        .route("/sandbox/page.js", get(async || file("text/javascript; charset=utf-8", SCRIPT)))
}

async fn page(State(shared): State<Shared>, headers: HeaderMap) -> impl IntoResponse {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let html = shared.with(|world| render::page(world, host.unwrap_or("localhost")));
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, CSP),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, html)
}

fn file(content_type: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-store")], text)
}
