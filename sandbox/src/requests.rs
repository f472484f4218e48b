//! The last requests to the gateway, without tokens, for tests that count them.

use std::collections::VecDeque;

use crate::gateway::Call;
use crate::params::pairs;

/// How many requests are kept.
const KEPT: usize = 500;

/// What stands in place of a token.
const HIDDEN: &str = "•";

#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// The call that the path stands for, whether the method is right or not.
    pub(crate) call: Option<Call>,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) content_type: Option<String>,
    pub(crate) body_bytes: usize,
    pub(crate) at_ms: u64,
}

/// The last requests, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    seen: VecDeque<Seen>,
}

impl Requests {
    pub(crate) fn push(&mut self, seen: Seen) {
        if self.seen.len() == KEPT {
            self.seen.pop_front();
        }
        self.seen.push_back(seen);
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Seen> {
        self.seen.iter()
    }
}

/// The query as pairs, with every token hidden: the value of `access_token` whatever it is, and `token` wherever it is.
pub(crate) fn shown_query(query: &str, token: &str) -> Vec<(String, String)> {
    pairs(query.as_bytes())
        .map(|(key, value)| {
            let value = if key == "access_token" { HIDDEN.to_owned() } else { hide(&value, token) };
            (hide(&key, token), value)
        })
        .collect()
}

/// `text` without `token`.
pub(crate) fn hide(text: &str, token: &str) -> String {
    if token.is_empty() {
        return text.to_owned();
    }
    text.replace(token, HIDDEN)
}
