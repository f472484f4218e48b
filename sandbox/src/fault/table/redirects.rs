//! Redirects: who follows one turns a send into a GET, sends it again, or carries the token elsewhere.

use super::{ALL, row, with_header};
use crate::fault::{Effect, Fault, Met, token};
use crate::reply::Reply;

pub(super) static FAULTS: &[Fault] = &[
    row(
        "redirect",
        "302 to the start page. Whoever follows it turns a send into a GET.",
        ALL,
        Effect::NotDone,
        |_, met| to(302, format!("http://{}/", met.caller.authority)),
    ),
    row(
        "redirect_with_token",
        "302 to `/api/elsewhere`, with the call's token in the URL. Whoever follows it shows among the requests.",
        ALL,
        Effect::NotDone,
        |_, met| elsewhere(302, met),
    ),
    row(
        "redirect_307_with_token",
        "307 to `/api/elsewhere`, with the call's token in the URL. Whoever follows it sends the body once more.",
        ALL,
        Effect::NotDone,
        |_, met| elsewhere(307, met),
    ),
];

fn elsewhere(status: u16, met: &Met) -> Reply {
    let token = token::in_url(&met.caller.token);
    to(status, format!("http://{}/api/elsewhere?access_token={token}", met.caller.authority))
}

fn to(status: u16, location: String) -> Reply {
    with_header(Reply::html(status, ""), "location", location)
}
