//! Files: the demo, the package, the samples, and the page's own.

use std::path::Path;

use axum::Router;
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::services::ServeDir;

use crate::config::Config;
use crate::instance;
use crate::world::Shared;
use crate::{media, qr};

/// What the demo may do: run its own scripts and the wasm, and call the server that it comes from.
const DEMO_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'";

/// The demo at `/demo/`, the package at `/pkg/`, the samples at `/media/`.
pub(crate) fn routes(config: &Config) -> Router<Shared> {
    Router::new()
        .route("/demo", get(async || Redirect::temporary("/demo/")))
        .nest_service("/demo/", folder(&config.www, "--www"))
        .nest_service("/pkg/", folder(&config.pkg, "--pkg"))
        .route("/media/sample.png", get(sample_png))
        .route(
            "/media/sample.txt",
            get(async || ([(CONTENT_TYPE, "text/plain; charset=utf-8")], media::SAMPLE_TEXT)),
        )
        .route("/media/qr/{file}", get(current_code))
        .layer(middleware::from_fn(headers))
}

/// A folder as it is, with a plain word where there is no such file.
fn folder(path: &Path, option: &'static str) -> Router {
    let missing = async move || (StatusCode::NOT_FOUND, format!("No such file in the folder of {option}.\n"));
    Router::new().fallback_service(ServeDir::new(path).fallback(get(missing)))
}

/// Files change while one works on them: nothing is kept. The demo gets its policy here.
async fn headers(request: Request, next: Next) -> Response {
    let is_demo = request.uri().path().starts_with("/demo/");
    let mut response = next.run(request).await;
    let mut set = |name: HeaderName, value: &'static str| {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    set(CACHE_CONTROL, "no-store");
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    if is_demo {
        set(CONTENT_SECURITY_POLICY, DEMO_CSP);
    }
    response
}

async fn sample_png() -> Response {
    png(media::sample_png().ok())
}

/// `/media/qr/{instance}.png`: the code that lives now, for gateways that answer with a URL.
async fn current_code(State(shared): State<Shared>, UrlPath(file): UrlPath<String>) -> Response {
    let id = file.strip_suffix(".png").unwrap_or_default();
    let seed = shared.with(|world| {
        let now_ms = world.clock.now_ms();
        match world.instance(id)?.state(now_ms) {
            instance::State::Scan(code) => Some(code.seed),
            _ => None,
        }
    });
    png(seed.and_then(|seed| qr::png(&qr::text(seed)).ok()))
}

fn png(bytes: Option<Vec<u8>>) -> Response {
    match bytes {
        Some(bytes) => ([(CONTENT_TYPE, "image/png")], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
