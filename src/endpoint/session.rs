//! What `createSession` and `create_instance` resolve with, and how it is read.

use crate::json_text::{JsonText, decimal};
use crate::plain::{Fields, Plain, serialized};
use crate::reason::Reason;
use crate::reply::Answer;
use crate::state::State;

/// An instance being started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The instance's id.
    pub instance_id: String,
    /// The name it was given.
    pub name: Option<String>,
    /// Where it stands.
    pub state: State,
}

impl From<Session> for Plain {
    fn from(session: Session) -> Self {
        let mut fields = Fields::default();
        fields.put("instanceId", session.instance_id.into());
        fields.put("name", session.name.into());
        fields.put("state", session.state.into());
        fields.into()
    }
}

serialized!(Session);

impl Session {
    /// Reads a reply: the id stands at its root, in `data` or in `config.metadata`.
    ///
    /// # Errors
    /// Why the reply is a failure.
    pub fn read(answer: &Answer, name: Option<&str>) -> Result<Self, Reason> {
        let value = answer.accept()?;
        let [root, data] = value.with_data();
        let in_metadata = || instance_id(value.field("config")?.field("metadata")?);
        let instance_id = instance_id(root).or_else(|| instance_id(data)).or_else(in_metadata);
        Ok(Self {
            instance_id: instance_id.ok_or(Reason::UnexpectedShape)?,
            name: value.first_text(&["name"]).or_else(|| name.map(str::to_owned)),
            state: value
                .first_text(&["status"])
                .and_then(|word| State::from_wire(&word))
                .unwrap_or(State::Pending),
        })
    }
}

/// The instance id in this object.
pub(super) fn instance_id(value: JsonText<'_>) -> Option<String> {
    let id = value.field("instance_id")?;
    id.text()
        .or_else(|| whole_number(id.number()?))
        .map(|id| id.trim().to_owned())
        .filter(|id| !id.is_empty())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole_number(number: f64) -> Option<String> {
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then(|| decimal(number as u64))
}
