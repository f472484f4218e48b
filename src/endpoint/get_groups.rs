//! `POST /get_groups?instance_id=...&access_token=...`
//!
//! Lists the groups that the gateway knows. Source: `gateway.md`, 1.3: on some engines a cache that traffic fills.

use super::{Effect, Endpoint, Meta, Plan};
use crate::json::Kind;
use crate::json_text::JsonText;
use crate::plain::{Fields, Plain, serialized};
use crate::reason::Reason;
use crate::recipient;
use crate::reply::Answer;

const META: Meta = Meta::control("get_groups", Effect::Read);

/// Asks for an instance's groups.
#[derive(Clone, Debug)]
pub struct Request {
    /// The instance's id.
    pub instance_id: String,
}

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// `...@g.us`
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// How many members it has.
    pub size: Option<f64>,
}

impl From<Group> for Plain {
    fn from(group: Group) -> Self {
        let mut fields = Fields::default();
        fields.put("id", group.id.into());
        fields.put("name", group.name.into());
        fields.put("size", group.size.into());
        fields.into()
    }
}

serialized!(Group);

impl Endpoint for Request {
    type Response = Vec<Group>;

    fn plan(&self) -> Plan {
        Plan::new(META, &[("instance_id", &self.instance_id)])
    }

    fn read(&self, answer: &Answer) -> Result<Vec<Group>, Reason> {
        let value = answer.accept_any()?;
        let data = value.field("data");
        let nested = data.and_then(|data| data.field("groups"));
        let spots = [Some(value), nested, data, value.field("groups")];
        let list = spots.iter().find_map(|spot| (*spot)?.items()).ok_or(Reason::UnexpectedShape)?;
        let mut groups = Vec::new();
        for item in list {
            if let Some(group) = group(item) {
                groups.push(group);
            }
        }
        Ok(groups)
    }
}

/// Reads one group; what has no group id is left out, because nothing can be sent to it.
fn group(value: JsonText<'_>) -> Option<Group> {
    if value.kind() != Kind::Object {
        return None;
    }
    let id = value.first_text(&["id", "jid", "group_id"])?;
    let members = || value.field("participants")?.items();
    #[allow(clippy::cast_precision_loss, reason = "no group has 2^52 members")]
    let size =
        value.get("size").and_then(JsonText::count).or_else(|| members().map(|list| list.count() as f64));
    Some(Group {
        id: recipient::parse_group(&id).ok()?.as_str().to_owned(),
        name: value.first_text(&["name", "subject"]),
        size,
    })
}
