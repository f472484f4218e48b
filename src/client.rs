//! Making a call: plan, send, read.

use std::cell::RefCell;

use crate::endpoint::{Carrier, Endpoint, Plan, get_qrcode};
use crate::error::{Delivery, Error, Fault, Result};
use crate::gateway::Gateway;
use crate::http::{Method, Reply, Request};
use crate::json::Json;
use crate::reason::Reason;
use crate::redact::{bounded_body, redact};
use crate::reply::{Answer, Content};

/// What carries one call: it knows the call's deadline and the caller's signal.
pub trait Transport {
    /// Its JSON.
    type Value: Json;

    /// The token of this call.
    fn token(&self) -> impl Future<Output = std::result::Result<String, Fault>>;

    /// Hands a request over and waits for the whole reply. A failure here may have come after the request had left.
    fn send(&self, request: Request) -> impl Future<Output = std::result::Result<Reply, Fault>>;

    /// Whether the call was ended before anything could be handed over.
    fn ended(&self) -> Option<Fault>;
}

/// What a client learns of its gateway as it goes: by which method each control call was answered.
#[derive(Debug, Default)]
pub struct Learnt {
    methods: RefCell<Vec<(&'static str, Method)>>,
}

impl Learnt {
    fn method(&self, gateway: &Gateway, plan: &Plan) -> Method {
        let methods = self.methods.borrow();
        let known = methods.iter().find(|(name, _)| *name == plan.meta.name);
        known.map_or_else(|| gateway.method(plan), |(_, method)| *method)
    }

    fn learn(&self, name: &'static str, method: Method) {
        let mut methods = self.methods.borrow_mut();
        methods.retain(|(known, _)| *known != name);
        methods.push((name, method));
    }
}

/// A call that was answered.
#[derive(Debug)]
pub struct Exchange<V> {
    plan: Plan,
    token: String,
    attempts: u32,
    retry_after_ms: Option<f64>,
    answer: Answer<V>,
}

/// Makes a call and waits for its answer, whatever it says.
///
/// # Errors
/// `network`, `timeout`, `aborted`, or `invalid_argument` for a token that can't be had.
pub async fn exchange<T: Transport>(
    gateway: &Gateway,
    learnt: &Learnt,
    transport: &T,
    plan: Plan,
) -> Result<Exchange<T::Value>> {
    let name = plan.meta.name;
    let mut attempts = 0;
    let failed = |fault: Fault, attempts: u32| {
        let mut error = Error::unanswered(fault, attempts > 0, plan.meta.effect);
        error.endpoint = Some(name);
        error.attempts = attempts;
        explain(&mut error, &plan, None);
        error
    };
    let token = match transport.ended() {
        None => transport.token().await,
        Some(fault) => Err(fault),
    };
    let token = token.map_err(|fault| failed(fault, 0))?;
    let mut method = learnt.method(gateway, &plan);
    loop {
        if let Some(fault) = transport.ended() {
            return Err(failed(fault, attempts));
        }
        attempts += 1;
        let request = gateway.request::<T::Value>(&plan, method, &token);
        let reply = transport
            .send(request)
            .await
            .map_err(|fault| failed(fault, if fault == Fault::Unsent { attempts - 1 } else { attempts }))?;
        let retry_after_ms = reply.retry_after_ms;
        let answer: Answer<T::Value> = Answer::new(reply);
        let is_control = plan.meta.carrier == Carrier::Query && !plan.is_raw();
        let is_missing = is_control && answer.is_missing_route();
        if is_missing && attempts == 1 {
            // Gateways differ in the methods that they take, whatever their documents say.
            method = method.other();
            continue;
        }
        if attempts == 2 && !is_missing {
            learnt.learn(name, method);
        }
        return Ok(Exchange { plan, token, attempts, retry_after_ms, answer });
    }
}

impl<V: Json> Exchange<V> {
    /// How many requests were made.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// What the reading says, with everything that is known about the call, redacted.
    pub fn read<R>(&self, read: impl FnOnce(&Answer<V>) -> std::result::Result<R, Reason>) -> Result<R> {
        read(&self.answer).map_err(|reason| self.error(reason))
    }

    /// Reads a QR code, unless its image is a URL that carries the token: a page would hand it to whoever looks.
    ///
    /// # Errors
    /// As [`Exchange::read`]; `image_unusable` for such a URL.
    pub fn read_code(&self, request: &get_qrcode::Request) -> Result<get_qrcode::Response> {
        let code = self.read(|answer| request.read(answer))?;
        let leaks = |image: &String| !image.starts_with("data:") && redact(image, &self.token) != *image;
        if code.image.as_ref().is_some_and(leaks) {
            return Err(self.error(Reason::ImageUnusable));
        }
        Ok(code)
    }

    fn error(&self, reason: Reason) -> Box<Error> {
        let mut error = Error::answered(reason, self.plan.meta.effect);
        error.endpoint = Some(self.plan.meta.name);
        error.attempts = self.attempts;
        error.status = Some(self.answer.status()).filter(|status| *status != 0);
        error.retry_after_ms = self.retry_after_ms;
        error.body = bounded_body(self.answer.text(), &self.token);
        let sentence = match self.answer.content() {
            Content::Json(_) => self.answer.sentence().map(|text| redact(&text, &self.token)),
            _ => None,
        };
        explain(&mut error, &self.plan, sentence.as_deref());
        error
    }
}

/// Says in the message which call it was, what the gateway said, and what that means for a message.
fn explain(error: &mut Error, plan: &Plan, sentence: Option<&str>) {
    /// The longest sentence of a gateway that a message quotes, in characters.
    const LONGEST_QUOTE: usize = 200;
    let mut message = [plan.meta.name, ": ", error.message.as_str()].concat();
    if let Some(sentence) = sentence {
        message.push_str(". The gateway said: \"");
        message.extend(sentence.chars().take(LONGEST_QUOTE));
        message.push('"');
    }
    if plan.meta.carrier == Carrier::Body {
        message.push_str(match error.delivery {
            Delivery::NotSent => ". Nothing was sent",
            Delivery::Rejected => ". The message was not sent",
            Delivery::Unknown => ". The message may have gone out: look before sending it again",
        });
    }
    error.message = message;
}
