//! Which messages arrived, and how often: a double shows as a count of 2.

use std::collections::VecDeque;

use crate::media::Kind;

/// How many rows are kept.
const KEPT: usize = 500;

/// One message that arrived, with its doubles.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) instance_id: String,
    /// Digits of a person, or a group's id.
    pub(crate) to: String,
    pub(crate) group: bool,
    pub(crate) kind: Kind,
    /// The text or the caption, as it arrived.
    pub(crate) text: String,
    pub(crate) media_url: String,
    pub(crate) filename: String,
    pub(crate) at_ms: u64,
}

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) message: Message,
    pub(crate) count: u32,
    /// The text as it was asked for: doubles stay doubles when spintax makes different texts of them.
    asked: String,
}

/// Every message that arrived, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    rows: VecDeque<Row>,
}

impl Messages {
    /// Counts a message that was asked for as `asked`.
    pub(crate) fn arrived(&mut self, message: Message, asked: &str) {
        let double = self.rows.iter_mut().find(|row| {
            row.asked == asked
                && row.message.instance_id == message.instance_id
                && row.message.to == message.to
                && row.message.media_url == message.media_url
                && row.message.filename == message.filename
        });
        if let Some(row) = double {
            row.count += 1;
            return;
        }
        if self.rows.len() == KEPT {
            self.rows.pop_front();
        }
        self.rows.push_back(Row { message, count: 1, asked: asked.to_owned() });
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.rows.clear();
    }
}
