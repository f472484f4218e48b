//! Keys and what is noted under them: who sees a key again knows what became of its call.
//!
//! A note carries no token and no message, only hashes and the outcome that the page was told.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::hex::hex;

/// What is noted under a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The hash of the call that claimed the key.
    call: String,
    /// Until when the call may be in hand, in epoch milliseconds.
    until: f64,
    /// What no other note has: whoever wrote this one knows it again.
    mark: String,
    /// When it was over, in epoch milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_at: Option<f64>,
    /// What became of it: the answer that the page was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<Value>,
}

/// What a note says to who brings its key.
#[derive(Debug, PartialEq)]
pub enum Known {
    /// Another call has used this key.
    Other,
    /// The call is in hand.
    InProgress,
    /// Whoever had the call in hand is gone.
    Interrupted,
    /// The call is over.
    Answer {
        /// What the page was told.
        answer: Value,
        /// How long ago that was, in milliseconds.
        age_ms: f64,
    },
}

impl Note {
    /// A call that is taken in hand.
    #[must_use]
    pub const fn begun(call: String, until: f64, mark: String) -> Self {
        Self { call, until, mark, ended_at: None, answer: None }
    }

    /// The same call, over at this time.
    #[must_use]
    pub fn ended(self, answer: Value, now: f64) -> Self {
        Self { answer: Some(answer), ended_at: Some(now), ..self }
    }

    /// As the store keeps it.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What a stored note says of this call at this time. One that can't be read proves nothing.
    #[must_use]
    pub fn read(stored: &str, call: &str, now: f64) -> Known {
        match serde_json::from_str::<Self>(stored) {
            Err(_) => Known::Interrupted,
            Ok(note) if note.call != call => Known::Other,
            Ok(Self { answer: Some(answer), ended_at, .. }) => {
                Known::Answer { answer, age_ms: ended_at.map_or(0.0, |ended_at| (now - ended_at).max(0.0)) }
            }
            Ok(note) if now < note.until => Known::InProgress,
            Ok(_) => Known::Interrupted,
        }
    }
}

/// The hash of these texts, as hexadecimal digits. Each is set off from the next, so that no other texts have the same.
#[must_use]
pub fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hashes_keep_texts_apart() {
        // SHA-256 of nothing.
        assert_eq!(hash([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let hashes = [hash(["ab", "c"]), hash(["a", "bc"]), hash(["abc"]), hash(["ab", "c", ""])];
        for (place, one) in hashes.iter().enumerate() {
            assert!(hashes.iter().skip(place + 1).all(|other| other != one));
        }
    }

    #[test]
    fn a_note_tells_what_became_of_its_call() {
        let begun = Note::begun("c".to_owned(), 1_000.0, "m".to_owned());
        assert_eq!(Note::read(&begun.write(), "c", 999.0), Known::InProgress);
        assert_eq!(Note::read(&begun.write(), "c", 1_000.0), Known::Interrupted);
        assert_eq!(Note::read(&begun.write(), "d", 999.0), Known::Other);
        let ended = begun.ended(json!({ "result": 7 }), 900.0);
        let told = |age_ms| Known::Answer { answer: json!({ "result": 7 }), age_ms };
        assert_eq!(Note::read(&ended.write(), "c", 1_000.0), told(100.0));
        assert_eq!(Note::read(&ended.write(), "c", 800.0), told(0.0));
        assert_eq!(Note::read(&ended.write(), "d", 1e15), Known::Other);
        for odd in ["", "x", "{}", "[]", "null"] {
            assert_eq!(Note::read(odd, "c", 0.0), Known::Interrupted, "{odd}");
        }
    }
}
