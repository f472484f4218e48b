//! The relay: a page's calls, forwarded by a server that has the token.
//!
//! A request is let in ([`gate`]), its visitor known ([`permit`]), its call read ([`asked`]), its key claimed ([`claim`]);
//! only then the gateway is called, by the same driver as a client's. The page is told the result or the error, and
//! nothing that came from elsewhere: no sentence and no body of the gateway, no token.

pub mod asked;
pub mod claim;
pub mod config;
pub mod fields;
pub mod gate;
pub mod guard;
pub mod host;
pub mod limit;
pub mod operation;
pub mod permit;
pub mod refusal;

use serde_json::{Map, Value, json};

use self::asked::Asked;
use self::claim::{Known, Note, hash};
use self::config::Config;
use self::gate::{Entry, Head, headers, preflight_headers};
use self::host::{Created, Failed, Host, NoBody};
use self::limit::Limit;
use self::operation::Operation;
use self::permit::Permit;
use self::refusal::{Mishap, Refusal, Refused};
use crate::client::{Heard, Memory, exchange};
use crate::endpoint::Effect;
use crate::error::{Delivery, Error};
use crate::linking::fetch_image;
use crate::redact::{has_secret_anywhere, redact};

/// How long the outcome of a send is kept, in milliseconds: a day.
const KEEP_SEND_MS: f64 = 86_400_000.0;
/// How long the outcome of any other call is kept, in milliseconds: nobody comes back to it later.
const KEEP_OTHER_MS: f64 = 600_000.0;
/// How long after a call's own time its outcome may still be noted, in milliseconds; clocks of servers differ too.
const SETTLING_MS: f64 = 10_000.0;
/// How long a whole request may take beyond its call's own time, in milliseconds.
const AROUND_MS: f64 = 10_000.0;
/// When to ask again about a call that is in hand, in milliseconds.
const ASK_AGAIN_MS: f64 = 1_000.0;

/// An answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status: 200 for the outcome of a call, anything else where nothing was forwarded.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// A relay.
#[derive(Debug)]
pub struct Relay {
    config: Config,
    memory: Memory,
    visitors: Limit,
    instances: Limit,
}

impl Relay {
    /// A relay with these options.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let (visitors, instances) =
            (Limit::new(config.visitor_per_minute), Limit::new(config.instance_per_minute));
        Self { config, memory: Memory::default(), visitors, instances }
    }

    /// Answers a request.
    pub async fn answer<H: Host>(&self, head: &Head, host: &H) -> Response {
        let mut headers = headers(head.allowed_origin(&self.config));
        let served = match head.enter(&self.config) {
            Ok(Entry::Preflight) => {
                headers.extend(preflight_headers());
                return Response { status: 204, headers, body: String::new() };
            }
            Ok(Entry::Call) => self.serve(host).await,
            Err(refusal) => Err(refusal.into()),
        };
        let (status, answer) = match served {
            Ok(answer) => (200, answer),
            Err(refused) => {
                let status = refused.status();
                let error = refused.error();
                headers.extend(error.retry_after_ms.map(|ms| ("retry-after", seconds(ms))));
                headers.extend((status == 405).then(|| ("allow", "OPTIONS, POST".to_owned())));
                (status, failure(&error))
            }
        };
        Response { status, headers, body: answer.to_string() }
    }

    async fn serve<H: Host>(&self, host: &H) -> Result<Value, Refused> {
        let began_at = host.now();
        let answer = host.authorize().await?;
        let permit = Permit::read(answer).map_err(|error| {
            host.blame(&error);
            Refusal::Unready
        })?;
        let permit = permit.ok_or(Refusal::VisitorUnknown)?;
        let body = host.body(self.config.max_body_bytes).await.map_err(|none| match none {
            NoBody::TooLarge => Refusal::TooLarge,
            NoBody::Broken => Refusal::Malformed,
            NoBody::Taken => Refusal::Unready,
        })?;
        let asked = Asked::read(&body, &self.config)?;
        if !permit.allows(asked.operation, asked.instance_id.as_ref()) {
            return Err(Refusal::NotAllowed.into());
        }
        match &asked.key {
            None => {
                self.count(&permit, &asked, host.now())?;
                self.forward(host, &permit, &asked, began_at).await.ok_or_else(|| Refusal::Unready.into())
            }
            Some(key) => self.once(host, &permit, &asked, key, began_at).await,
        }
    }

    /// Forwards a call, unless its key is known.
    async fn once<H: Host>(
        &self,
        host: &H,
        permit: &Permit,
        asked: &Asked,
        key: &str,
        began_at: f64,
    ) -> Result<Value, Refused> {
        let plan = asked.call.plan();
        let is_send = matches!(asked.operation, Operation::SendText | Operation::SendMedia);
        let keep_ms = if is_send { KEEP_SEND_MS } else { KEEP_OTHER_MS };
        let instance_id = asked.instance_id.as_deref().unwrap_or_default();
        let key = hash([permit.visitor.as_str(), instance_id, key]);
        let until = began_at + self.total_ms(plan.meta.timeout_ms) + SETTLING_MS;
        let note = Note::begun(asked.hash.clone(), until, host.mark());
        let written = note.write();
        let stored = host.claim(&key, &written, keep_ms).await.map_err(|Failed| Refusal::KeyUnread)?;
        // A store that had to ask its server twice finds its own note there.
        if let Some(stored) = stored.filter(|stored| *stored != written) {
            return match Note::read(&stored, &asked.hash, host.now()) {
                Known::Answer { mut answer, age_ms } => {
                    if asked.operation == Operation::QrCode {
                        grow_older(&mut answer, age_ms);
                    }
                    Ok(answer)
                }
                Known::Interrupted => Ok(failure(&Error::of(Mishap::Interrupted.verdict(), Effect::Once))),
                Known::InProgress => Err(Refused::By(Refusal::InProgress, Some(ASK_AGAIN_MS))),
                Known::Other => Err(Refusal::KeyReused.into()),
            };
        }
        // Only now: what is asked again about a known key must not be told that nothing was sent.
        let answer = match self.count(permit, asked, host.now()) {
            Ok(()) => self.forward(host, permit, asked, began_at).await.ok_or(Refusal::Unready.into()),
            Err(refused) => Err(refused),
        };
        // Should either fail, the key stays claimed: its call then counts as interrupted, which is never a lie.
        let _ = match &answer {
            Ok(answer) => {
                let note = note.ended(answer.clone(), host.now());
                host.settle(&key, &note.write(), keep_ms).await
            }
            Err(_) => host.release(&key, &written).await,
        };
        answer
    }

    fn count(&self, permit: &Permit, asked: &Asked, now: f64) -> Result<(), Refused> {
        let too_many = |ms| Refused::By(Refusal::TooMany, Some(ms));
        self.visitors.take(&permit.visitor, now).map_err(too_many)?;
        match &asked.instance_id {
            Some(id) => self.instances.take(id, now).map_err(too_many),
            None => Ok(()),
        }
    }

    /// How long a whole request may take, in milliseconds, whose call has this time of its own.
    fn total_ms(&self, call_ms: u32) -> f64 {
        self.config.timeout_ms.unwrap_or(f64::from(call_ms) + AROUND_MS)
    }

    /// Calls the gateway; absent when nothing left.
    async fn forward<H: Host>(
        &self,
        host: &H,
        permit: &Permit,
        asked: &Asked,
        began_at: f64,
    ) -> Option<Value> {
        let plan = asked.call.plan();
        let left_ms = self.total_ms(plan.meta.timeout_ms) - (host.now() - began_at);
        let timeout_ms = if self.config.timeout_ms.is_some() {
            left_ms
        } else {
            left_ms.min(f64::from(plan.meta.timeout_ms))
        };
        if timeout_ms < 1.0 {
            host.blame(&Error::internal("authorize, the body and the store took all the time there was"));
            return None;
        }
        let transport = host.open(&permit.visitor, timeout_ms);
        let (mut result, mut used_token) = (Value::Null, String::new());
        let exchanged = exchange(&self.config.gateway, &self.memory, &transport, &plan, &mut |heard| {
            if let Heard::Gateway(answer, token) = heard {
                token.clone_into(&mut used_token);
                result = asked.call.read(answer)?;
            }
            Ok(())
        })
        .await;
        let attempts = exchanged.as_ref().map_or_else(|error| error.attempts, |attempts| *attempts);
        let fetched = match exchanged {
            Ok(_) if asked.operation == Operation::QrCode => {
                show(&self.config, &transport, &used_token, &mut result).await
            }
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(mut error) = fetched {
            if error.reason.as_deref() == Some("token_unavailable") {
                host.blame_token(&transport);
                return None;
            }
            if error.attempts == 0 && error.delivery == Delivery::NotSent {
                host.blame(&error);
                return None;
            }
            // What the gateway wrote is for the host, not for its visitors.
            error.body = None;
            return Some(failure(&error));
        }
        // A code is its image, which the page must get whole.
        if asked.operation != Operation::QrCode {
            clean(&mut result, &used_token);
        }
        if self.tell_created(host, permit, asked, &result).await.is_err() {
            let mut error = Error::of(Mishap::Failed.verdict(), Effect::Once);
            error.attempts = attempts;
            return Some(failure(&error));
        }
        Some(json!({ "wawp": 1, "result": result }))
    }

    /// Lets the host remember whose a new instance is, before the visitor can use it.
    async fn tell_created<H: Host>(
        &self,
        host: &H,
        permit: &Permit,
        asked: &Asked,
        result: &Value,
    ) -> Result<(), Failed> {
        let makes = matches!(
            asked.operation,
            Operation::CreateSession | Operation::CreateInstance | Operation::Reset
        );
        match result.get("instanceId").and_then(Value::as_str).filter(|_| makes) {
            None => Ok(()),
            Some(instance_id) => {
                let replaces = asked.instance_id.as_deref();
                host.created(&Created { instance_id, visitor: &permit.visitor, replaces }).await
            }
        }
    }
}

/// Puts the image itself in place of its address, which may carry the token.
async fn show<T: crate::client::Transport>(
    config: &Config,
    transport: &T,
    token: &str,
    result: &mut Value,
) -> crate::error::Result<()> {
    let Some(Value::String(image)) = result.get_mut("image") else {
        return Ok(());
    };
    if !image.starts_with("data:") {
        *image = fetch_image(&config.gateway, transport, token, image).await?;
    }
    Ok(())
}

/// Tells how long a code still lives that was told about before.
fn grow_older(answer: &mut Value, age_ms: f64) {
    if let Some(life) = answer.pointer_mut("/result/expiresInMs")
        && let Some(told) = life.as_f64()
    {
        *life = (told - age_ms).max(0.0).into();
    }
}

/// Takes the token out of every text of a result, wherever the gateway put it.
fn clean(value: &mut Value, token: &str) {
    match value {
        Value::String(text) if has_secret_anywhere(text, token) => *text = redact(text, token),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, token)),
        Value::Object(fields) => {
            let cleaned: Map<String, Value> = std::mem::take(fields)
                .into_iter()
                .map(|(name, mut value)| {
                    clean(&mut value, token);
                    (if has_secret_anywhere(&name, token) { redact(&name, token) } else { name }, value)
                })
                .collect();
            *fields = cleaned;
        }
        _ => {}
    }
}

fn failure(error: &Error) -> Value {
    json!({ "wawp": 1, "error": error })
}

/// Whole seconds, for a header, never fewer than meant.
fn seconds(ms: f64) -> String {
    let seconds = (ms / 1_000.0).ceil().max(1.0);
    (seconds as u64).to_string()
}

impl From<Failed> for Refused {
    fn from(_: Failed) -> Self {
        Refusal::Unready.into()
    }
}
