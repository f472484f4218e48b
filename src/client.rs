//! Making a call: plan, send, read, and again where that can double nothing.

use std::cell::{Cell, RefCell};

use crate::endpoint::{Carrier, Effect, Plan};
use crate::error::{Code, Delivery, Error, Fault, Result};
use crate::event::{Event, Kind};
use crate::gateway::Gateway;
use crate::http::{Method, Reply, Request};
use crate::json_text::JsonText;
use crate::reason::Reason;
use crate::redact::{bounded_body, redact};
use crate::relayed::Relayed;
use crate::reply::{Answer, Content};
use crate::retry::{Budget, Retries};
use crate::text::{concat, start};

/// What carries one call: it knows the call's deadline and the caller's signal.
pub trait Transport {
    /// The token of this call.
    fn token(&self) -> impl Future<Output = std::result::Result<String, Fault>>;

    /// Hands a request over and waits for the whole reply, but no longer than `limit_ms` where there is one. Any failure
    /// but [`Fault::Unsent`] may have come after the request had left; what it tells must not show the token.
    fn send(
        &self,
        request: Request,
        token: &str,
        limit_ms: Option<f64>,
    ) -> impl Future<Output = std::result::Result<Reply, Fault>>;

    /// What ended the call from outside, if something did.
    fn ended(&self) -> Option<Fault>;

    /// How often the call may be made again.
    fn max_retries(&self) -> u32;

    /// A time that only goes forward, in milliseconds.
    fn now(&self) -> f64;

    /// The time until the call's deadline, in milliseconds.
    fn time_left(&self) -> f64;

    /// Waits so many milliseconds, or fails as soon as the call ends.
    fn pause(&self, ms: f64) -> impl Future<Output = std::result::Result<(), Fault>>;

    /// A random number from 0 to 1.
    fn random(&self) -> f64;

    /// The key that the caller gave this call, by which a relay knows it again.
    fn own_key(&self) -> Option<&str> {
        None
    }

    /// A key that nobody else makes.
    fn new_key(&self) -> String;

    /// Whether messages of errors may quote what the gateway said.
    fn quotes(&self) -> bool {
        true
    }

    /// Whether somebody wants to be told of events.
    fn listens(&self) -> bool;

    /// Tells an event.
    fn tell(&self, event: Event);
}

/// What a call was answered.
#[derive(Debug)]
pub enum Heard<'a> {
    /// The gateway's answer, and the token that the call was made with.
    Gateway(&'a Answer, &'a str),
    /// The result as a relay tells it, which has read the gateway's answer.
    Relay(JsonText<'a>),
}

/// Reads what a call was answered.
pub type Read<'a> = dyn FnMut(Heard<'_>) -> std::result::Result<(), Reason> + 'a;

/// What a client remembers from call to call.
#[derive(Debug, Default)]
pub struct Memory {
    /// By which method each control call was answered, where it was not the first that was tried.
    methods: RefCell<Vec<(&'static str, Method)>>,
    budget: Budget,
    calls: Cell<u32>,
}

impl Memory {
    fn method(&self, gateway: &Gateway, plan: &Plan) -> Method {
        let methods = self.methods.borrow();
        let known = methods.iter().find(|(name, _)| *name == plan.meta.name);
        known.map_or_else(|| gateway.method(plan), |(_, method)| *method)
    }

    fn learn(&self, name: &'static str, method: Method) {
        let mut methods = self.methods.borrow_mut();
        match methods.iter_mut().find(|(known, _)| *known == name) {
            Some((_, learnt)) => *learnt = method,
            None => methods.push((name, method)),
        }
    }
}

/// Makes a call, again where its failure allows that, and reads the answer; gives the number of requests made.
///
/// # Errors
/// What the last attempt ended in, with everything that is known about the call, redacted.
pub async fn exchange<T: Transport>(
    gateway: &Gateway,
    memory: &Memory,
    transport: &T,
    plan: &Plan,
    read: &mut Read<'_>,
) -> Result<u32> {
    let mut call = Call::new(memory, transport, plan);
    let token = match transport.ended() {
        None => transport.token().await,
        Some(fault) => Err(fault),
    };
    let token = token.map_err(|fault| call.unanswered(fault))?;
    let mut method = if gateway.is_relay { Method::Post } else { memory.method(gateway, plan) };
    // What a relay has in hand under its key is not begun again.
    let is_keyed = gateway.is_relay && plan.meta.effect == Effect::Once;
    let key = is_keyed.then(|| transport.own_key().map_or_else(|| transport.new_key(), str::to_owned));
    let effect = if key.is_some() { Effect::Idempotent } else { plan.meta.effect };
    let mut retries = Retries::new(transport.max_retries(), &memory.budget, effect);
    let is_control = plan.meta.carrier == Carrier::Query && !plan.is_raw() && !gateway.is_relay;
    let mut tried_other = false;
    loop {
        let time_left = transport.time_left();
        // The clock too: on a machine that slept, timers are late.
        let late = (time_left <= 0.0).then_some(Fault::Timeout);
        if let Some(fault) = transport.ended().or(late) {
            return Err(call.unanswered(fault));
        }
        let (request, limit_ms) = if gateway.is_relay {
            // It tries again by itself, and may take all the time there is.
            (gateway.relayed(plan, key.as_deref()), None)
        } else {
            (gateway.request(plan, method, &token), retries.limit_ms(time_left))
        };
        call.begin(method);
        let (error, status) = match transport.send(request, &token, limit_ms).await {
            Err(fault) => (call.unanswered(fault), None),
            Ok(reply) => {
                let retry_after_ms = reply.retry_after_ms;
                let answer = Answer::new(reply);
                let status = Some(answer.status());
                let is_missing = is_control && answer.is_missing_route();
                if is_missing && !tried_other {
                    // Gateways differ in the methods that they take, whatever their documents say.
                    tried_other = true;
                    method = method.other();
                    call.known = call.known.max(Delivery::Rejected);
                    call.end(status, None);
                    continue;
                }
                if tried_other && !is_missing {
                    memory.learn(plan.meta.name, method);
                }
                let outcome = if gateway.is_relay {
                    call.relayed(&answer, retry_after_ms, read)
                } else {
                    read(Heard::Gateway(&answer, &token))
                        .map_err(|reason| call.answered(reason, &answer, &token, retry_after_ms))
                };
                match outcome {
                    Ok(()) => {
                        call.end(status, None);
                        return Ok(call.attempts);
                    }
                    Err(error) => (error, status.filter(|status| *status != 0)),
                }
            }
        };
        call.end(status, Some(&error));
        if transport.ended().is_some() {
            return Err(error);
        }
        let wait = retries.next(&error, transport.now(), transport.time_left(), transport.random());
        let Some(wait) = wait else {
            return Err(error);
        };
        call.wait(wait, &error);
        transport.pause(wait).await.map_err(|fault| call.unanswered(fault))?;
    }
}

/// A call under way.
struct Call<'a, T> {
    transport: &'a T,
    plan: &'a Plan,
    /// What it does when its caller makes it twice.
    effect: Effect,
    id: u32,
    /// The attempt that is under way or was the last, counted from 1.
    attempt: u32,
    /// How many requests left.
    attempts: u32,
    /// What the attempts before this one leave to be known: a refusal does not take back what was in doubt.
    known: Delivery,
    is_under_way: bool,
    began_at: f64,
}

impl<'a, T: Transport> Call<'a, T> {
    fn new(memory: &Memory, transport: &'a T, plan: &'a Plan) -> Self {
        let id = memory.calls.get().wrapping_add(1);
        memory.calls.set(id);
        let effect = if transport.own_key().is_some() { Effect::Idempotent } else { plan.meta.effect };
        let known = Delivery::NotSent;
        Self {
            transport,
            plan,
            effect,
            id,
            attempt: 0,
            attempts: 0,
            known,
            is_under_way: false,
            began_at: 0.0,
        }
    }

    fn begin(&mut self, method: Method) {
        self.attempt += 1;
        self.attempts += 1;
        self.is_under_way = true;
        if self.transport.listens() {
            self.transport.tell(Event { method: Some(method), ..self.event(Kind::Request, self.attempt) });
            self.began_at = self.transport.now();
        }
    }

    fn end(&self, status: Option<u16>, error: Option<&Error>) {
        if self.transport.listens() {
            let mut event = self.event(Kind::Response, self.attempt);
            if let Some(error) = error {
                event = event.failed(error);
            }
            event.status = status;
            event.duration_ms = Some(self.transport.now() - self.began_at);
            self.transport.tell(event);
        }
    }

    fn wait(&self, ms: f64, error: &Error) {
        if self.transport.listens() {
            let event = self.event(Kind::Retry, self.attempt + 1);
            self.transport.tell(Event { delay_ms: Some(ms), ..event.failed(error) });
        }
    }

    const fn event(&self, kind: Kind, attempt: u32) -> Event {
        Event::new(kind, self.id, self.plan.meta.name, attempt)
    }

    /// The error of a call that ended without an answer.
    fn unanswered(&mut self, mut fault: Fault) -> Box<Error> {
        if self.is_under_way && fault == Fault::Unsent {
            self.attempts -= 1;
            fault = self.transport.ended().unwrap_or(fault);
        } else if self.is_under_way {
            self.known = Delivery::Unknown;
        }
        self.is_under_way = false;
        let error = Error::unanswered(fault, self.known, self.effect);
        self.complete(error, None)
    }

    /// The error of a call whose answer means failure.
    fn answered(
        &mut self,
        reason: Reason,
        answer: &Answer,
        token: &str,
        retry_after_ms: Option<f64>,
    ) -> Box<Error> {
        let mut error = Error::answered(reason, self.effect);
        self.known = self.known.max(error.delivery);
        self.is_under_way = false;
        error.delivery = self.known;
        error.status = Some(answer.status()).filter(|status| *status != 0);
        error.retry_after_ms = retry_after_ms;
        error.body = bounded_body(answer.text(), token);
        let sentence = match answer.content() {
            Content::Json(_) if self.transport.quotes() => answer.sentence().map(|text| redact(&text, token)),
            _ => None,
        };
        self.complete(error, sentence.as_deref())
    }

    /// What a relay answered.
    fn relayed(&mut self, answer: &Answer, retry_after_ms: Option<f64>, read: &mut Read<'_>) -> Result<()> {
        let reason = match Relayed::read(answer) {
            Some(Relayed::Result(value)) => match read(Heard::Relay(value)) {
                Ok(()) => return Ok(()),
                Err(reason) => reason,
            },
            Some(Relayed::Failed(mut error)) => {
                error.endpoint = Some(self.plan.meta.name);
                // Unchanged, with the same key, it ends the same way for as long as the relay knows the key.
                error.retryable &= self.transport.own_key().is_none();
                return Err(error);
            }
            Some(Relayed::Refused(mut error)) => {
                self.known = self.known.max(error.delivery);
                self.is_under_way = false;
                error.delivery = self.known;
                error.retryable = error.may_repeat(self.effect);
                error.status = Some(answer.status());
                error.retry_after_ms = error.retry_after_ms.or(retry_after_ms);
                // Said as it is said where no relay had to.
                let is_argument = error.code == Code::InvalidArgument && self.known == Delivery::NotSent;
                return Err(if is_argument { error } else { self.complete(error, None) });
            }
            None => answer.accept_any().err().unwrap_or(Reason::UnexpectedShape),
        };
        Err(self.answered(reason, answer, "", retry_after_ms))
    }

    /// Says in the error which call it was, what the gateway said, and what that means for a message.
    fn complete(&self, mut error: Box<Error>, sentence: Option<&str>) -> Box<Error> {
        /// The longest sentence of a gateway that a message quotes, in characters.
        const LONGEST_QUOTE: usize = 200;
        let mut message = concat(&[self.plan.meta.name, ": ", &error.message]);
        if let Some(sentence) = sentence {
            message.push_str(". The gateway said: \"");
            message.push_str(start(sentence, LONGEST_QUOTE));
            message.push('"');
        }
        if self.plan.meta.carrier == Carrier::Body {
            message.push_str(match error.delivery {
                Delivery::NotSent => ". Nothing was sent",
                Delivery::Rejected => ". The message was not sent",
                Delivery::Unknown => ". The message may have gone out: look before sending it again",
            });
        }
        error.message = message;
        error.endpoint = Some(self.plan.meta.name);
        error.attempts = self.attempts;
        error
    }
}
