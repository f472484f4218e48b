//! Replies on their way: at once, late, bit by bit, half or not at all.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use tokio::time::sleep;
use tokio_stream::{Stream, StreamExt};

use crate::connection::Scissors;
use crate::cors::Hidden;
use crate::reply::{Pace, Reply};

/// How many bits a slow body comes in.
const BITS: usize = 10;

/// Long enough for the first half of a body to leave before the connection closes.
const HALF_LEAVES_MS: u64 = 50;

/// Sends a reply at its pace. Without `scissors` (no real connection) a drop is a body that fails.
pub(crate) async fn send(reply: Reply, scissors: Option<Scissors>) -> Response<Body> {
    let bytes = Bytes::from(reply.body);
    let length = bytes.len();
    let body = match reply.pace {
        Pace::AtOnce => Body::from(bytes),
        Pace::HeadersAfter(ms) => {
            sleep(Duration::from_millis(ms)).await;
            Body::from(bytes)
        }
        Pace::BodyOver(ms) => Body::from_stream(drip(bytes, ms)),
        Pace::Half => Body::from_stream(half(bytes)),
        Pace::Dropped => {
            if let Some(scissors) = scissors {
                scissors.cut();
            }
            Body::from_stream(tokio_stream::once(Err::<Bytes, _>(closed())))
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    for (name, value) in &reply.headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(*name, value);
        }
    }
    if !reply.cors {
        response.extensions_mut().insert(Hidden);
    }
    response
}

fn drip(bytes: Bytes, ms: u64) -> impl Stream<Item = io::Result<Bytes>> {
    let size = bytes.len().div_ceil(BITS).max(1);
    let bits: Vec<Bytes> = bytes.chunks(size).map(Bytes::copy_from_slice).collect();
    let pause = Duration::from_millis(ms / bits.len().max(1) as u64);
    tokio_stream::iter(bits).then(move |bit| async move {
        sleep(pause).await;
        Ok(bit)
    })
}

fn half(bytes: Bytes) -> impl Stream<Item = io::Result<Bytes>> {
    let first = bytes.slice(..bytes.len() / 2);
    tokio_stream::iter([Some(first), None]).then(|part| async {
        match part {
            Some(bytes) => Ok(bytes),
            None => {
                sleep(Duration::from_millis(HALF_LEAVES_MS)).await;
                Err(closed())
            }
        }
    })
}

fn closed() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}
