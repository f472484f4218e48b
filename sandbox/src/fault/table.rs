//! The table of faults. The page, the control routes and the behaviour all come from its rows.

mod bodies;
mod codes;
mod cors;
mod network;
mod rate_limits;
mod redirects;
mod sends;
mod servers;
mod texts;
mod tokens;

use serde_json::json;

use super::{Effect, Fault, Met};
use crate::gateway::Call;
use crate::reply::{self, Pace, Reply};

/// Faults of one kind.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) faults: &'static [Fault],
}

/// Every fault.
pub(crate) static GROUPS: &[Group] = &[
    Group { title: "The way there and back", faults: network::FAULTS },
    Group { title: "Redirects", faults: redirects::FAULTS },
    Group { title: "Bodies that are none, or odd", faults: bodies::FAULTS },
    Group { title: "Servers that are unwell, and pages in place of answers", faults: servers::FAULTS },
    Group { title: "Too many requests", faults: rate_limits::FAULTS },
    Group { title: "CORS", faults: cors::FAULTS },
    Group { title: "Answers that repeat the token", faults: tokens::FAULTS },
    Group { title: "Sends that look like others", faults: sends::FAULTS },
    Group { title: "Errors in words", faults: texts::FAULTS },
    Group { title: "QR codes", faults: codes::FAULTS },
];

const ALL: &[Call] = &[];
const SENDS: &[Call] = &[Call::Send, Call::SendGroup];

const fn row(
    name: &'static str,
    about: &'static str,
    calls: &'static [Call],
    effect: Effect,
    answer: fn(Reply, &Met) -> Reply,
) -> Fault {
    Fault { name, about, calls, effect, ms: None, answer }
}

impl Fault {
    const fn lasting(mut self, ms: u64) -> Self {
        self.ms = Some(ms);
        self
    }
}

fn paced(reply: Reply, pace: Pace) -> Reply {
    Reply { pace, ..reply }
}

fn with_body(reply: Reply, body: impl Into<Vec<u8>>) -> Reply {
    Reply { body: body.into(), ..reply }
}

/// Puts `start` before the body.
fn with_start(reply: Reply, start: &[u8]) -> Reply {
    let body = [start, &reply.body].concat();
    with_body(reply, body)
}

fn with_header(mut reply: Reply, name: &'static str, value: String) -> Reply {
    reply.headers.push((name, value));
    reply
}

fn success(message: &str) -> Reply {
    Reply::json(reply::JSON, &json!({ "status": "success", "message": message }))
}

fn if_success(reply: Reply, change: impl FnOnce(Reply) -> Reply) -> Reply {
    match reply.value().get("status").and_then(|status| status.as_str()) {
        Some("success") => change(reply),
        _ => reply,
    }
}
