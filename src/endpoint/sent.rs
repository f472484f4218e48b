//! What a send resolves with, and how it is read: only a message id proves that a message went out.

use crate::error::Delivery;
use crate::json::Kind;
use crate::json_text::JsonText;
use crate::plain::{Fields, Plain, serialized};
use crate::reason::Reason;
use crate::recipient::{self, Recipient, Rules};
use crate::reply::{Answer, has_error, outcome};
use crate::wording::Said;

/// A message that the gateway took.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// The gateway handed it to WhatsApp.
    Sent {
        /// The message's id.
        id: String,
        /// Digits of a person, or a group id, as the gateway says or else as it was asked.
        to: String,
        /// The gateway's timestamp, in epoch milliseconds.
        at: Option<f64>,
    },
    /// The gateway took it but gave no id.
    Queued {
        /// Digits of a person, or a group id, as it was asked.
        to: String,
    },
}

impl From<Sent> for Plain {
    fn from(sent: Sent) -> Self {
        let mut fields = Fields::default();
        match sent {
            Sent::Sent { id, to, at } => {
                fields.put("state", "sent".into());
                fields.put("id", id.into());
                fields.put("to", to.into());
                fields.put("at", at.into());
            }
            Sent::Queued { to } => {
                fields.put("state", "queued".into());
                fields.put("to", to.into());
            }
        }
        fields.into()
    }
}

serialized!(Sent);

/// Reads the reply of any send.
///
/// # Errors
/// Why the message is not confirmed.
pub fn read(answer: &Answer, to: &str) -> Result<Sent, Reason> {
    // What the gateway says in words decides first: beside a refusal, an id is a job's or of a message that stayed.
    let value = answer.accept().map_err(|reason| doubt(reason, answer))?;
    let spots = spots(value);
    let queued = || Ok(Sent::Queued { to: to.to_owned() });
    if answer.said() == Some(Said::Queued) {
        return queued();
    }
    if !spots.iter().any(|spot| failed(*spot)) {
        let waits = |spot: &JsonText<'_>| {
            spot.first_text(&["status"]).is_some_and(|word| word.eq_ignore_ascii_case("queued"))
        };
        if spots.iter().any(waits) {
            return queued();
        }
        if let Some(sent) = spots.iter().find_map(|spot| message_in(*spot, to)) {
            return Ok(sent);
        }
    }
    Err(if answer.is_success() { Reason::SendFailedSilently } else { answer.unclear() })
}

/// Where the message may stand: in `message` (stock), in `data` (first generation and kin), or at the root.
fn spots(value: JsonText<'_>) -> Vec<JsonText<'_>> {
    fn first(value: JsonText<'_>) -> Option<JsonText<'_>> {
        value.items().map_or(Some(value), |mut items| items.next())
    }
    let data = value.field("data").and_then(first);
    let nested = data.and_then(|data| data.field("message"));
    let message = value.field("message").and_then(first);
    let mut spots = Vec::new();
    for spot in [message, data, nested, Some(value)] {
        if let Some(spot) = spot
            && spot.kind() == Kind::Object
        {
            spots.push(spot);
        }
    }
    spots
}

/// A refusal that claims success and gives a message id may quote the message: it proves nothing. The engines say so only
/// of a used up quota and a full queue.
fn doubt(reason: Reason, answer: &Answer) -> Reason {
    let is_usual = matches!(reason, Reason::QuotaMessages | Reason::SessionUnavailable);
    let has_id = |value| spots(value).iter().any(|spot| message_in(*spot, "").is_some());
    let is_doubtful = reason.verdict().delivery == Delivery::Rejected && !is_usual && answer.is_success();
    if is_doubtful && answer.json().is_some_and(has_id) { Reason::Unrecognised } else { reason }
}

/// Whether a part of the reply takes back what the whole claims: an id is made before the message leaves.
fn failed(spot: JsonText<'_>) -> bool {
    outcome(spot) == Some(false) || has_error(spot)
}

fn message_in(spot: JsonText<'_>, to: &str) -> Option<Sent> {
    let key = spot.field("key");
    let id = key
        .and_then(|key| key.first_id(&["id"]))
        .or_else(|| spot.first_id(&["message_id", "messageId", "id"]))?;
    let to = key
        .and_then(|key| key.first_text(&["remoteJid"]))
        .or_else(|| spot.first_text(&["number", "to"]))
        .and_then(|jid| address(&jid))
        .unwrap_or_else(|| to.to_owned());
    let at = ["messageTimestamp", "timestamp"].iter().find_map(|name| timestamp(spot.get(name)?));
    Some(Sent::Sent { id, to, at })
}

fn address(jid: &str) -> Option<String> {
    match recipient::parse(jid, &Rules::default()).ok()? {
        Recipient::Contact(text) | Recipient::Group(text) => Some(text),
    }
}

/// Seconds (or milliseconds) as a number, as decimal digits, or as the halves of a 64-bit integer.
fn timestamp(value: JsonText<'_>) -> Option<f64> {
    /// Seconds stay below this until the year 5138; milliseconds have been above it since 1973.
    const FIRST_MILLISECONDS: f64 = 1e11;
    const HALF: f64 = 4_294_967_296.0;
    let halves = || {
        let low = value.get("low")?.number()?;
        let high = value.get("high").and_then(JsonText::number).unwrap_or(0.0);
        // The halves are signed 32-bit integers in JavaScript.
        Some(high * HALF + if low < 0.0 { low + HALF } else { low })
    };
    let stamp = value.count().or_else(halves).filter(|stamp| *stamp > 0.0)?;
    Some(if stamp < FIRST_MILLISECONDS { stamp * 1000.0 } else { stamp })
}
