//! Linking a phone: when to ask for a code, when to ask for the status, and when it is over.
//!
//! [`Login`] is pure: answers go in with the time, steps come out. [`drive`] walks it over a [`Runtime`].
//!
//! What it knows of gateways (`gateway.md`, 5): a first code lives 60 s and later ones 20 s, and replies rarely say so;
//! asking for a code can reset a scan in progress, so it is asked for only when the shown one is dead; the status call
//! says "not activated yet" until a phone is linked; an instance that nobody scans dies after 300 s.

use std::collections::VecDeque;

use crate::client::{Memory, Transport, exchange};
use crate::endpoint::{Effect, Endpoint, get_qrcode, reconnect};
use crate::error::{Code, Delivery, Error, Fault, Result};
use crate::gateway::Gateway;
use crate::reason::Reason;
use crate::state::State;

/// How long the wait lasts by default, in milliseconds: the life of an instance that nobody scans.
pub const DEFAULT_TIMEOUT_MS: f64 = 300_000.0;

/// How long a first code is taken to live, in milliseconds, when the reply does not say: asking is what makes it.
const FIRST_CODE_MS: f64 = 60_000.0;
/// The same for later codes.
const LATER_CODE_MS: f64 = 20_000.0;
/// No code is taken to live shorter, in milliseconds: asking for one more often would kill every scan.
const SHORTEST_CODE_MS: f64 = 10_000.0;
/// The pause between two status calls while a phone may be linked any moment.
const STATUS_PACE_MS: f64 = 2_500.0;
/// The same while there is no code to scan.
const IDLE_PACE_MS: f64 = 4_000.0;
/// The requests that may be made in a minute before one more call, which may take two, has to wait: 30 in all.
const MOST_PER_MINUTE: usize = 28;
const MINUTE_MS: f64 = 60_000.0;
/// The first pause before asking again for a code that was not there; it doubles up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: f64 = 2_000.0;
/// The longest such pause.
const LONGEST_PAUSE_MS: f64 = 15_000.0;
/// How long a phone that is being linked is left in peace.
const CONNECTING_MS: f64 = 20_000.0;

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Ask for a code.
    AskCode,
    /// Ask for the status.
    AskStatus,
    /// Do nothing for so many milliseconds.
    Wait(f64),
    /// Give up: the deadline has passed.
    GiveUp,
}

/// A login under way.
#[derive(Clone, Debug)]
pub struct Login {
    deadline: f64,
    state: State,
    image: Option<String>,
    codes: u32,
    pause_ms: f64,
    code_at: f64,
    status_at: f64,
    was_answered: bool,
    /// When the requests of the last minute were answered, the oldest first.
    requests: VecDeque<f64>,
}

impl Login {
    /// A login that starts now and may take so long; all times in milliseconds.
    #[must_use]
    pub fn new(now: f64, timeout_ms: f64) -> Self {
        Self {
            deadline: now + timeout_ms,
            state: State::Pending,
            image: None,
            codes: 0,
            pause_ms: FIRST_PAUSE_MS,
            code_at: now,
            status_at: f64::INFINITY,
            was_answered: false,
            requests: VecDeque::new(),
        }
    }

    /// Where the instance stands, as far as is known.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// What to do at this time.
    #[must_use]
    pub fn step(&self, now: f64) -> Step {
        let oldest = self.requests.iter().rev().nth(MOST_PER_MINUTE - 1);
        let call_at = oldest.map_or(now, |oldest| oldest + MINUTE_MS).max(self.code_at.min(self.status_at));
        if now >= self.deadline {
            Step::GiveUp
        } else if call_at > now {
            Step::Wait(call_at.min(self.deadline) - now)
        } else if self.code_at <= now {
            Step::AskCode
        } else {
            Step::AskStatus
        }
    }

    /// Takes note of requests that a step made.
    pub fn count(&mut self, requests: u32, now: f64) {
        self.requests.extend((0..requests).map(|_| now));
        while self.requests.len() > MOST_PER_MINUTE {
            self.requests.pop_front();
        }
    }

    /// Takes the answer to [`Step::AskCode`]; gives the code when it is a new one to show, with the time of its death.
    ///
    /// # Errors
    /// The reason why there is nothing left to wait for.
    pub fn on_code(
        &mut self,
        code: get_qrcode::Response,
        now: f64,
    ) -> std::result::Result<Option<get_qrcode::Response>, Reason> {
        self.was_answered = true;
        self.status_at = self.status_at.min(now + STATUS_PACE_MS);
        let Some(image) = code.image.clone() else {
            self.state = code.state;
            self.code_at = match code.state {
                State::Gone => return Err(Reason::InstanceInvalid),
                // The code call does not tell who is linked: the status call does, and decides.
                State::Connected | State::MaybeConnected => {
                    self.state = State::MaybeConnected;
                    self.status_at = now;
                    now + CONNECTING_MS
                }
                State::Connecting => now + CONNECTING_MS,
                _ => now + self.next_pause(),
            };
            return Ok(None);
        };
        self.state = State::Scan;
        if self.image.as_ref() == Some(&image) {
            // It was not renewed yet.
            self.code_at = now + self.next_pause();
            return Ok(None);
        }
        self.pause_ms = FIRST_PAUSE_MS;
        self.codes += 1;
        let assumed = if self.codes == 1 { FIRST_CODE_MS } else { LATER_CODE_MS };
        // An instance that nobody scans dies after that time: what lives longer was not told in seconds.
        let told = code.expires_in_ms.filter(|life| *life <= DEFAULT_TIMEOUT_MS);
        let dies_at = now + told.unwrap_or(assumed).max(SHORTEST_CODE_MS);
        self.code_at = dies_at;
        self.image = Some(image);
        Ok(Some(get_qrcode::Response { expires_at: Some(dies_at), ..code }))
    }

    /// Takes the answer to [`Step::AskStatus`]; gives it back when a phone is linked.
    ///
    /// # Errors
    /// The reason why there is nothing left to wait for.
    pub fn on_status(
        &mut self,
        status: reconnect::Response,
        now: f64,
    ) -> std::result::Result<Option<reconnect::Response>, Reason> {
        self.was_answered = true;
        self.status_at = now + self.pace_ms();
        match status.state {
            State::Connected => {
                self.state = State::Connected;
                return Ok(Some(status));
            }
            State::Gone => {
                self.state = State::Gone;
                return Err(Reason::InstanceInvalid);
            }
            State::Connecting => {
                self.state = State::Connecting;
                self.code_at = self.code_at.max(now + CONNECTING_MS);
            }
            // Nobody is linked after all: what was taken for a login was none.
            _ if matches!(self.state, State::MaybeConnected | State::Connecting) => {
                self.state = State::Pending;
                self.code_at = now + self.next_pause();
            }
            _ => {}
        }
        Ok(None)
    }

    /// Takes a failed call: what may pass is waited for, once the gateway has answered at all.
    ///
    /// # Errors
    /// The failure, when waiting can't help.
    pub fn on_error(&mut self, error: Box<Error>, step: Step, now: f64) -> Result<()> {
        let may_pass = matches!(
            error.code,
            Code::Network
                | Code::Timeout
                | Code::Unavailable
                | Code::RateLimited
                | Code::BadResponse
                | Code::Unconfirmed
        );
        if !may_pass || !self.was_answered {
            return Err(error);
        }
        let again_at = now + self.next_pause().max(error.retry_after_ms.unwrap_or(0.0));
        if step == Step::AskCode {
            self.code_at = again_at;
        }
        self.status_at = self.status_at.max(again_at);
        Ok(())
    }

    const fn pace_ms(&self) -> f64 {
        match self.state {
            State::Scan | State::Connecting | State::MaybeConnected => STATUS_PACE_MS,
            _ => IDLE_PACE_MS,
        }
    }

    fn next_pause(&mut self) -> f64 {
        let pause = self.pause_ms;
        self.pause_ms = (pause * 2.0).min(LONGEST_PAUSE_MS);
        pause
    }
}

/// What a login runs on.
pub trait Runtime {
    /// What carries its calls.
    type Transport: Transport;

    /// Opens a call that may take so long, in milliseconds, and is not made again: the login paces its calls itself.
    ///
    /// # Errors
    /// `internal` when the engine lacks what a call needs.
    fn open(&self, timeout_ms: f64) -> Result<Self::Transport>;

    /// The time in epoch milliseconds.
    fn now(&self) -> f64;

    /// Waits so many milliseconds, or fails as soon as the caller ends the login.
    fn pause(&self, ms: f64) -> impl Future<Output = std::result::Result<(), Fault>>;

    /// Shows a code.
    ///
    /// # Errors
    /// When the caller's function fails.
    fn on_code(&self, code: &get_qrcode::Response) -> Result<()>;

    /// Tells a new state.
    ///
    /// # Errors
    /// When the caller's function fails.
    fn on_state(&self, state: State) -> Result<()>;
}

/// Links a phone: walks a [`Login`] to its end.
///
/// # Errors
/// `instance_invalid` when the instance dies, `timeout` when nobody scans, `aborted`, and what waiting can't help.
pub async fn drive<R: Runtime>(
    gateway: &Gateway,
    memory: &Memory,
    runtime: &R,
    instance_id: &str,
    timeout_ms: f64,
) -> Result<reconnect::Response> {
    let code = get_qrcode::Request { instance_id: instance_id.to_owned() };
    let status = reconnect::Request { instance_id: instance_id.to_owned() };
    let mut login = Login::new(runtime.now(), timeout_ms);
    let mut told = None;
    let mut tell = |state: State| match told.replace(state) {
        before if before == Some(state) => Ok(()),
        _ => runtime.on_state(state),
    };
    loop {
        let now = runtime.now();
        let step = login.step(now);
        tell(login.state())?;
        let plan = match step {
            Step::AskCode => code.plan(),
            Step::AskStatus => status.plan(),
            Step::Wait(ms) => {
                runtime
                    .pause(ms)
                    .await
                    .map_err(|fault| Error::unanswered(fault, Delivery::Unknown, Effect::Once))?;
                continue;
            }
            Step::GiveUp => {
                tell(State::Expired)?;
                return Err(Error::login_timeout());
            }
        };
        let call_ms = f64::from(plan.meta.timeout_ms).min(login.deadline - now);
        let transport = runtime.open(call_ms)?;
        let mut shown = None;
        let mut linked = None;
        let answered = exchange(gateway, memory, &transport, &plan, &mut |answer, token| {
            let now = runtime.now();
            if step == Step::AskCode {
                shown = login.on_code(code.read_code(answer, token)?, now)?;
            } else {
                linked = login.on_status(status.read(answer)?, now)?;
            }
            Ok(())
        })
        .await;
        let now = runtime.now();
        login.count(answered.as_ref().map_or_else(|error| error.attempts, |attempts| *attempts), now);
        if let Err(error) = answered {
            tell(login.state())?;
            login.on_error(error, step, now)?;
        }
        if let Some(shown) = shown {
            runtime.on_code(&shown)?;
        }
        if let Some(linked) = linked {
            tell(State::Connected)?;
            return Ok(linked);
        }
    }
}
