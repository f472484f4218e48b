//! Walking a login step by step, over whatever carries its calls and keeps its time.

use std::mem::take;
use std::vec::IntoIter;

use crate::client::{Heard, Memory, Transport, exchange};
use crate::endpoint::{Effect, Endpoint, get_qrcode, reconnect};
use crate::error::{Delivery, Error, Fault, Result};
use crate::gateway::Gateway;
use crate::http::{Method, Request};
use crate::image;
use crate::login::{Login, Step};
use crate::reason::Reason;
use crate::reply::{Answer, Content};
use crate::state::State;

/// What a login runs on.
pub trait Runtime {
    /// What carries its calls.
    type Transport: Transport;

    /// Where the calls go.
    fn gateway(&self) -> &Gateway;

    /// What the client remembers.
    fn memory(&self) -> &Memory;

    /// Opens a call that may take so long, in milliseconds, and is not made again: the login paces its calls itself.
    fn open(&self, timeout_ms: f64) -> Self::Transport;

    /// The time in epoch milliseconds.
    fn now(&self) -> f64;

    /// Waits so many milliseconds, or less when there is a wish; fails as soon as the caller ends the login.
    fn pause(&self, ms: f64) -> impl Future<Output = std::result::Result<(), Fault>>;

    /// Waits until somebody looks who was away for long; tells whether somebody was.
    fn attend(&self) -> impl Future<Output = std::result::Result<bool, Fault>>;

    /// Whether a person wishes for another code; told once.
    fn wants_code(&self) -> bool;
}

/// What a login tells as it goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The instance stands elsewhere than before.
    State(State),
    /// There is a code to show.
    Code(get_qrcode::Response),
    /// A phone is linked: the end.
    Linked(reconnect::Response),
}

/// A login that is walked step by step.
pub struct Linking<R> {
    runtime: R,
    login: Login,
    code: get_qrcode::Request,
    status: reconnect::Request,
    state: Option<State>,
    /// What there is to tell; the error, where there is one, comes last.
    news: Vec<Result<Told>>,
    /// The same of the last step, as far as it is not told yet.
    told: IntoIter<Result<Told>>,
    is_over: bool,
}

impl<R: Runtime> Linking<R> {
    /// A login of this instance.
    pub fn new(runtime: R, login: Login, instance_id: &str) -> Self {
        Self {
            runtime,
            login,
            code: get_qrcode::Request { instance_id: instance_id.to_owned() },
            status: reconnect::Request { instance_id: instance_id.to_owned() },
            state: None,
            news: Vec::new(),
            told: Vec::new().into_iter(),
            is_over: false,
        }
    }

    /// What it runs on.
    pub const fn runtime(&self) -> &R {
        &self.runtime
    }

    /// What comes next; nothing once a phone is linked or the login has failed.
    ///
    /// # Errors
    /// `instance_invalid` when the instance dies, `timeout` when nobody scans, `aborted`, and what waiting can't help.
    pub async fn next(&mut self) -> Option<Result<Told>> {
        loop {
            if let Some(told) = self.told.next() {
                self.is_over |= matches!(told, Err(_) | Ok(Told::Linked(_)));
                return Some(told);
            }
            if self.is_over {
                return None;
            }
            if let Err(error) = self.walk().await {
                self.news.push(Err(error));
            }
            self.told = take(&mut self.news).into_iter();
        }
    }

    /// One step.
    async fn walk(&mut self) -> Result<()> {
        let ended = |fault| Error::unanswered(fault, Delivery::Unknown, Effect::Once);
        let came_back = self.runtime.attend().await.map_err(ended)?;
        let now = self.runtime.now();
        if came_back {
            self.login.come_back(now);
        }
        if self.runtime.wants_code() {
            self.login.wish(now);
        }
        let step = self.login.step(now);
        self.tell_state();
        match step {
            Step::AskCode | Step::AskStatus => self.ask(step, now).await,
            // What is still to be told comes before a wait.
            Step::Wait(_) if !self.news.is_empty() => Ok(()),
            Step::Wait(ms) => self.runtime.pause(ms).await.map_err(ended),
            Step::GiveUp => {
                self.tell(State::Expired);
                Err(Error::login_timeout())
            }
        }
    }

    async fn ask(&mut self, step: Step, now: f64) -> Result<()> {
        let plan = if step == Step::AskCode { self.code.plan() } else { self.status.plan() };
        let transport = self.runtime.open(f64::from(plan.meta.timeout_ms).min(self.login.time_left(now)));
        let (mut shown, mut elsewhere, mut linked) = (None, None, None);
        let (runtime, login) = (&self.runtime, &mut self.login);
        let answered = exchange(runtime.gateway(), runtime.memory(), &transport, &plan, &mut |heard| {
            if step == Step::AskStatus {
                linked = login.on_status(self.status.hear(&heard)?, now, runtime.now())?;
                return Ok(());
            }
            let code = self.code.hear(&heard)?;
            match heard {
                Heard::Gateway(_, token) if code.is_elsewhere() => {
                    elsewhere = Some((code, token.to_owned()));
                }
                _ => shown = login.on_code(code, runtime.now())?,
            }
            Ok(())
        })
        .await;
        let requests = answered.as_ref().map_or_else(|error| error.attempts, |requests| *requests);
        self.login.count(requests, self.runtime.now());
        let mut outcome = answered.map(|_| ());
        if let Some((code, token)) = elsewhere {
            outcome = self.fetch(&transport, &token, code).await.map(|code| shown = code);
        }
        if let Err(error) = outcome {
            self.tell_state();
            self.login.on_error(error, step, self.runtime.now())?;
            self.tell_state();
        }
        if let Some(code) = shown {
            self.tell_state();
            self.news.push(Ok(Told::Code(code)));
        }
        if let Some(linked) = linked {
            self.tell_state();
            self.news.push(Ok(Told::Linked(linked)));
        }
        Ok(())
    }

    /// Takes a code of which the gateway gave the address only.
    async fn fetch(
        &mut self,
        transport: &R::Transport,
        token: &str,
        mut code: get_qrcode::Response,
    ) -> Result<Option<get_qrcode::Response>> {
        let address = code.image.take().unwrap_or_default();
        code.image = Some(fetch_image(self.runtime.gateway(), transport, token, &address).await?);
        let now = self.runtime.now();
        self.login.count(1, now);
        self.login.on_code(code, now).map_err(|reason| Error::answered(reason, Effect::Once))
    }

    fn tell_state(&mut self) {
        self.tell(self.login.state());
    }

    fn tell(&mut self, state: State) {
        if self.state.replace(state) != Some(state) {
            self.news.push(Ok(Told::State(state)));
        }
    }
}

/// Gets an image from the gateway itself: its address may carry the token, and another host's would tell that host who
/// looks at it.
///
/// # Errors
/// `image_unusable` when another host has it, or when it is none; what the request ended in.
pub async fn fetch_image<T: Transport>(
    gateway: &Gateway,
    transport: &T,
    token: &str,
    address: &str,
) -> Result<String> {
    let unusable = || Error::answered(Reason::ImageUnusable, Effect::Once);
    if !gateway.owns(address) {
        return Err(unusable());
    }
    let unanswered = |fault| Error::unanswered(fault, Delivery::Unknown, Effect::Read);
    let request = Request { method: Method::Get, url: address.to_owned(), body: None, to_relay: false };
    let reply = transport.send(request, token, None).await.map_err(unanswered)?;
    let answer = Answer::new(reply);
    match answer.content() {
        Content::Image(mime, bytes) if answer.is_ok() => Ok(image::data_url_of_bytes(mime, bytes)),
        _ => Err(unusable()),
    }
}
