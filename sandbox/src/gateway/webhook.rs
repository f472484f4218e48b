//! `set_webhook`: where incoming messages would be posted.

use super::{Act, Outcome, success};
use crate::instance::Webhook;
use crate::texts;

/// `GET /set_webhook`: everything but the text `true` stores a disabled hook, and says success all the same.
pub(super) fn set(act: &mut Act<'_>) -> Outcome {
    act.authorize()?;
    act.instance_id()?;
    let (enable, url) = (act.params.get("enable"), act.params.get("webhook_url"));
    if enable.is_empty() {
        return Err(texts::ENABLE_REQUIRED.into());
    }
    if url.is_empty() {
        return Err(texts::WEBHOOK_REQUIRED.into());
    }
    if !is_url(url) {
        return Err(texts::WEBHOOK_INVALID.into());
    }
    let webhook = Webhook { url: url.to_owned(), enabled: enable == "true" };
    act.activated()?.webhook = Some(webhook);
    Ok(success(texts::WEBHOOK_SAVED))
}

/// What PHP's `FILTER_VALIDATE_URL` lets pass: a scheme, a host, and ASCII without spaces.
fn is_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !host.is_empty()
        && url.bytes().all(|byte| byte.is_ascii_graphic())
}
