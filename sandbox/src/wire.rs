//! Replies on their way: at once, late, bit by bit, half or not at all.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use tokio::time::sleep;
use tokio_stream::{Stream, StreamExt};

use crate::connection::Scissors;
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
        Pace::Half => Body::from_stream(broken(bytes.slice(..length / 2), HALF_LEAVES_MS)),
        Pace::BodyNever(ms) => Body::from_stream(broken(Bytes::new(), ms)),
        Pace::DroppedAfter(ms) => {
            sleep(Duration::from_millis(ms)).await;
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
    response.extensions_mut().insert(reply.readable);
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

/// A body of which `start` comes, and after `ms` its end.
fn broken(start: Bytes, ms: u64) -> impl Stream<Item = io::Result<Bytes>> {
    tokio_stream::iter([Some(start), None]).then(move |part| async move {
        match part {
            Some(bytes) => Ok(bytes),
            None => {
                sleep(Duration::from_millis(ms)).await;
                Err(closed())
            }
        }
    })
}

fn closed() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}
