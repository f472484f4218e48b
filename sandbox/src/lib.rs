//! A local gateway that behaves like the real ones, traps included.
//!
//! Both families of calls (`/api/...` for classic gateways, `/wawp/...` for Wawp as documented), codes that rotate and
//! die, errors with HTTP 200, and faults by name. Tests and people steer it through `/sandbox/...`; see [`router`].
//! It keeps its state in memory and belongs on loopback.

mod clock;
mod config;
mod connection;
mod control;
mod cors;
mod fault;
mod files;
mod gateway;
mod handler;
mod instance;
mod media;
mod messages;
mod page;
mod params;
mod qr;
mod random;
mod reply;
mod requests;
mod spintax;
mod texts;
mod wire;
mod world;

use std::io;

use axum::Router;
use axum::routing::any;
use tokio::net::TcpListener;

pub use config::Config;

use connection::{Cuttable, Scissors};
use world::Shared;

/// Everything that the sandbox serves, with a state of its own.
///
/// | path | what |
/// |---|---|
/// | `/` | a page about what goes on |
/// | `/api/` | the classic gateway |
/// | `/wawp/wp-json/awp/v1/`, `/wawp/api/` | Wawp as documented |
/// | `/sandbox/` | the control routes |
/// | `/demo/`, `/pkg/`, `/media/` | files |
///
/// Connections can only be dropped for real under [`serve`].
pub fn router(config: &Config) -> Router {
    let shared = Shared::new(config.token.clone());
    Router::new()
        .route("/api/{*path}", any(handler::gateway))
        .route("/wawp/{*path}", any(handler::gateway))
        .nest("/sandbox", control::routes())
        .merge(files::routes(config))
        .merge(page::routes())
        .fallback(async || handler::not_found())
        .layer(axum::middleware::from_fn_with_state(shared.clone(), cors::layer))
        .with_state(shared)
}

/// Serves a new sandbox on `listener`, for as long as the future is polled.
///
/// # Errors
///
/// What the listener fails with.
pub async fn serve(listener: TcpListener, config: &Config) -> io::Result<()> {
    let service = router(config).into_make_service_with_connect_info::<Scissors>();
    axum::serve(Cuttable(listener), service).await
}
