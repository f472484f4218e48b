//! Who asks, and what they may use: nothing but what the host names.

use super::operation::Operation;
use crate::error::Result;
use crate::json::{Json, Kind};
use crate::options::Options;

/// A visitor, and what the host lets that visitor use.
#[derive(Debug)]
pub struct Permit {
    /// Who it is: limits and keys count for each.
    pub visitor: String,
    instances: Allowed<String>,
    operations: Allowed<Operation>,
}

#[derive(Debug)]
enum Allowed<T> {
    All,
    Only(Vec<T>),
}

impl<T: PartialEq> Allowed<T> {
    fn has(&self, wanted: &T) -> bool {
        match self {
            Self::All => true,
            Self::Only(allowed) => allowed.contains(wanted),
        }
    }
}

impl Permit {
    /// Reads what the host answered; absent when the visitor is not known.
    ///
    /// # Errors
    /// `invalid_argument`, for the host: the answer is no permit.
    pub fn read<V: Json>(answer: V) -> Result<Option<Self>> {
        if answer.kind() == Kind::Null || answer.flag() == Some(false) {
            return Ok(None);
        }
        let options = Options::new(answer, "permit", "visitor instances operations")?;
        let named = |name: String| Operation::named(&name);
        Ok(Some(Self {
            visitor: options.required_text("visitor")?,
            instances: allowed(&options, "instances", Some)?,
            operations: allowed(&options, "operations", named)?,
        }))
    }

    /// Whether the visitor may do this with this instance, if it is done with one.
    #[must_use]
    pub fn allows(&self, operation: Operation, instance_id: Option<&String>) -> bool {
        let reaches = match (operation, instance_id) {
            // A call by hand can name any instance of the account.
            (Operation::Call, _) => matches!(self.instances, Allowed::All),
            (_, Some(id)) => self.instances.has(id),
            (_, None) => true,
        };
        reaches && self.operations.has(&operation)
    }
}

fn allowed<V: Json, T>(
    options: &Options<V>,
    key: &str,
    read: impl Fn(String) -> Option<T>,
) -> Result<Allowed<T>> {
    let Some(value) = options.get(key).filter(|value| value.kind() != Kind::Null) else {
        return Ok(Allowed::Only(Vec::new()));
    };
    if value.text().as_deref() == Some("all") {
        return Ok(Allowed::All);
    }
    let items =
        value.items().ok_or_else(|| options.refuse(key, "wrong_type", "must be a list or \"all\""))?;
    let items: Option<Vec<T>> = items.iter().map(|item| item.text().and_then(&read)).collect();
    items
        .map(Allowed::Only)
        .ok_or_else(|| options.refuse(key, "unknown_name", "has an entry that is not known"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn allows(permit: Value, operation: Operation, instance_id: Option<&str>) -> bool {
        Permit::read(permit).unwrap().unwrap().allows(operation, instance_id.map(str::to_owned).as_ref())
    }

    #[test]
    fn what_is_not_named_is_refused() {
        use Operation::{Call, CreateSession, SendText, Status};
        let some = json!({ "visitor": "v", "instances": ["A"], "operations": ["sendText", "createSession", "call"] });
        assert!(allows(some.clone(), SendText, Some("A")));
        assert!(allows(some.clone(), CreateSession, None));
        assert!(!allows(some.clone(), SendText, Some("B")));
        assert!(!allows(some.clone(), Status, Some("A")));
        assert!(!allows(some, Call, None));
        let nothing = json!({ "visitor": "v" });
        assert!(!allows(nothing.clone(), SendText, Some("A")));
        assert!(!allows(nothing, CreateSession, None));
        let all = json!({ "visitor": "v", "instances": "all", "operations": "all" });
        assert!(allows(all.clone(), Call, None) && allows(all, SendText, Some("B")));
        assert!(!allows(json!({ "visitor": "v", "instances": "all" }), SendText, Some("A")));
        assert!(!allows(json!({ "visitor": "v", "operations": "all" }), SendText, Some("A")));
        assert!(!allows(
            json!({ "visitor": "v", "operations": "all", "instances": null }),
            SendText,
            Some("A")
        ));
    }

    #[test]
    fn what_is_no_permit_is_the_hosts_mistake() {
        for nobody in [json!(null), json!(false)] {
            assert!(Permit::read(nobody).unwrap().is_none());
        }
        for (permit, path) in [
            (json!(true), "permit"),
            (json!("v"), "permit"),
            (json!({}), "permit.visitor"),
            (json!({ "visitor": " " }), "permit.visitor"),
            (json!({ "visitor": 7 }), "permit.visitor"),
            (json!({ "visitor": "v", "instances": "A" }), "permit.instances"),
            (json!({ "visitor": "v", "instances": [7] }), "permit.instances"),
            (json!({ "visitor": "v", "operations": ["send"] }), "permit.operations"),
            (json!({ "visitor": "v", "operation": [] }), "permit.operation"),
        ] {
            assert_eq!(Permit::read(permit.clone()).unwrap_err().path.as_deref(), Some(path), "{permit}");
        }
    }
}
