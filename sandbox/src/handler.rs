//! The gateway over HTTP: notes the request, lets a fault have its way, and answers.

use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use tokio::time::sleep;

use crate::connection::Scissors;
use crate::fault::{Caller, Effect, Met};
use crate::gateway::{self, Family, Incoming, Route};
use crate::params::Params;
use crate::reply::{self, Reply};
use crate::requests::{self, Seen};
use crate::texts;
use crate::wire;
use crate::world::{Shared, World};

/// No message is longer.
const BODY_LIMIT: usize = 4 << 20;

/// Any request below a family's base.
pub(crate) async fn gateway(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    shared.with(|world| note(world, &parts, body.len()));
    let incoming = Incoming {
        query: parts.uri.query().unwrap_or_default(),
        content_type: header(&parts.headers, CONTENT_TYPE).unwrap_or_default(),
        body: &body,
        authority: header(&parts.headers, HOST).unwrap_or("localhost"),
    };
    let Some((family, route)) = find(&parts) else {
        return not_found();
    };
    let reply = call(&shared, family, route, &incoming).await;
    let scissors = parts.extensions.get::<ConnectInfo<Scissors>>();
    wire::send(reply, scissors.map(|info| info.0.clone())).await
}

/// The route that takes this path and this method.
fn find(parts: &Parts) -> Option<(&'static Family, &'static Route)> {
    let (family, route) = gateway::of_path(parts.uri.path())?;
    let route = route.filter(|route| route.allows(&parts.method))?;
    Some((family, route))
}

async fn call(shared: &Shared, family: &'static Family, route: &Route, incoming: &Incoming<'_>) -> Reply {
    let params = incoming.params(route.call);
    let caller = Caller {
        instance_id: params.get("instance_id").to_owned(),
        token: params.get("access_token").to_owned(),
        authority: incoming.authority.to_owned(),
    };
    let met = shared.with(|world| world.faults.meet(route.call, caller));
    let act = |world: &mut World| gateway::answer(world, family, route.call, &params, incoming.authority);
    match met {
        None => shared.with(act),
        Some(met) => meet(shared, &met, &params, act).await,
    }
}

async fn meet(shared: &Shared, met: &Met, params: &Params, act: impl FnOnce(&mut World) -> Reply) -> Reply {
    let reply = match met.fault.effect {
        Effect::Done => shared.with(act),
        Effect::DoneLate => {
            sleep(Duration::from_millis(met.ms)).await;
            shared.with(act)
        }
        Effect::Instead(harm) => {
            shared.with(|world| world.instance(params.get("instance_id")).map(harm));
            Reply::new(200, reply::JSON, "")
        }
        Effect::NotDone | Effect::Preflight => Reply::new(200, reply::JSON, ""),
    };
    (met.fault.answer)(reply, met)
}

/// Notes a preflight, and tells whether a fault refuses it.
pub(crate) fn preflight_refused(shared: &Shared, request: &Request) -> bool {
    shared.with(|world| {
        world.requests.push(seen(
            world.clock.now_ms(),
            &world.token,
            (request.method().as_str(), request.uri()),
            None,
            0,
        ));
        let Some((_, Some(route))) = gateway::of_path(request.uri().path()) else {
            return false;
        };
        let params = Params::read(request.uri().query().unwrap_or_default(), "", b"", None);
        let caller = Caller { instance_id: params.get("instance_id").to_owned(), ..Caller::default() };
        world.faults.meet_preflight(route.call, caller).is_some()
    })
}

/// What a route that doesn't exist answers.
pub(crate) fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Html(texts::PAGE_404)).into_response()
}

fn note(world: &mut World, parts: &Parts, body_bytes: usize) {
    let seen = seen(
        world.clock.now_ms(),
        &world.token,
        (parts.method.as_str(), &parts.uri),
        header(&parts.headers, CONTENT_TYPE),
        body_bytes,
    );
    world.requests.push(seen);
}

fn seen(
    at_ms: u64,
    token: &str,
    (method, uri): (&str, &axum::http::Uri),
    content_type: Option<&str>,
    body_bytes: usize,
) -> Seen {
    let route = gateway::of_path(uri.path()).and_then(|(_, route)| route);
    Seen {
        method: method.to_owned(),
        call: route.map(|route| route.call),
        path: requests::hide(uri.path(), token),
        query: requests::shown_query(uri.query().unwrap_or_default(), token),
        content_type: content_type.map(|content_type| requests::hide(content_type, token)),
        body_bytes,
        at_ms,
    }
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
