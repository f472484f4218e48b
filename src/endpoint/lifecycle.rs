//! How the replies of `reboot`, `reset_instance`, `logout` and `set_webhook` are read: done, or why not.

use super::session::instance_id;
use crate::json_text::JsonText;
use crate::plain::{Fields, Plain, serialized};
use crate::reason::Reason;
use crate::reply::Answer;

/// What `reboot` and `reset_instance` resolve with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reset {
    /// The new id, where the gateway tells it.
    pub instance_id: Option<String>,
    /// What to call next: the old id is dead and no new one was told.
    pub next: Option<&'static str>,
}

impl From<Reset> for Plain {
    fn from(reset: Reset) -> Self {
        let mut fields = Fields::default();
        fields.put("instanceId", reset.instance_id.into());
        fields.put("next", reset.next.into());
        fields.into()
    }
}

serialized!(Reset);

/// Accepts a reply that claims success, and nothing else.
///
/// # Errors
/// Why the reply is a failure.
pub fn done(answer: &Answer) -> Result<JsonText<'_>, Reason> {
    let value = answer.accept()?;
    if answer.is_success() { Ok(value) } else { Err(answer.unclear()) }
}

/// The id in a reply, when it is another one than before.
pub(super) fn new_id(value: JsonText<'_>, old: &str) -> Option<String> {
    let [root, data] = value.with_data();
    instance_id(data).or_else(|| instance_id(root)).filter(|id| id != old)
}
