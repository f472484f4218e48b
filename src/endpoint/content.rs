//! What the four sends plan in common: what is sent, whoever gets it.

use super::{Meta, Plan};

/// Plans a text; `to` is the recipient's field and value.
pub(super) fn text(meta: Meta, to: (&'static str, &str), text: &str, instance_id: &str) -> Plan {
    Plan::new(meta, &[to, ("type", "text"), ("message", text), ("instance_id", instance_id)])
}

/// Plans a file; `to` is the recipient's field and value.
pub(super) fn media(
    meta: Meta,
    to: (&'static str, &str),
    (media_url, caption, filename): (&str, &str, Option<&str>),
    instance_id: &str,
) -> Plan {
    let mut plan = Plan::new(
        meta,
        &[
            to,
            ("type", "media"),
            ("message", caption),
            ("media_url", media_url),
            ("instance_id", instance_id),
        ],
    );
    plan.add("filename", filename);
    plan
}
