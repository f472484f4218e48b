//! Linking a phone: when to ask for a code, when to ask for the status, and when it is over.
//!
//! [`Login`] is pure: answers go in with the time, steps come out. [`Linking`](crate::linking::Linking) walks it.
//!
//! What it knows of gateways (`gateway.md`, 5): a first code lives 60 s and later ones 20 s, and replies rarely say so;
//! asking for a code can reset a scan in progress, so it is asked for only when the shown one is dead or a person wishes
//! for another; the status call
//! says "not activated yet" until a phone is linked; an instance that nobody scans dies after 300 s.

use crate::endpoint::{get_qrcode, reconnect};
use crate::error::{Code, Error, Result};
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
/// From one status call to the next, in milliseconds, while a phone may be linked any moment.
const STATUS_PACE_MS: f64 = 2_400.0;
/// The same after an answer that took long.
const LEAST_PAUSE_MS: f64 = 1_000.0;
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
/// How often a used id may turn out to have no phone before that is believed.
const PATIENCE: u32 = 2;
/// When the status was not asked for so long, in milliseconds, it comes before a code: a phone may be linked by now.
const LONG_ABSENCE_MS: f64 = 10_000.0;
/// How long a login lives at least when somebody comes back to it, in milliseconds.
const LAST_LOOK_MS: f64 = 5_000.0;

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
    /// Whether codes are asked for: not when the phone is linked by a pairing code.
    shows_codes: bool,
    state: State,
    image: Option<String>,
    pause_ms: f64,
    dies_at: f64,
    code_at: f64,
    status_at: f64,
    was_answered: bool,
    /// How often an id that was used turned out to have no phone.
    logged_out: u32,
    /// When the last requests were answered: the next one takes the place of the oldest.
    requests: [f64; MOST_PER_MINUTE],
    /// The place of the oldest.
    oldest: usize,
}

impl Login {
    /// A login that starts now and may take so long; all times in milliseconds.
    #[must_use]
    pub fn new(now: f64, timeout_ms: f64) -> Self {
        Self {
            deadline: now + timeout_ms,
            shows_codes: true,
            state: State::Pending,
            image: None,
            pause_ms: FIRST_PAUSE_MS,
            dies_at: now,
            code_at: now,
            status_at: f64::INFINITY,
            was_answered: false,
            logged_out: 0,
            requests: [f64::NEG_INFINITY; MOST_PER_MINUTE],
            oldest: 0,
        }
    }

    /// The same without codes, for a phone that is linked by a pairing code.
    #[must_use]
    pub fn without_codes(now: f64, timeout_ms: f64) -> Self {
        let mut login = Self::new(now, timeout_ms);
        login.shows_codes = false;
        login.code_at = f64::INFINITY;
        login.status_at = now;
        login
    }

    /// The time until the deadline, in milliseconds.
    #[must_use]
    pub fn time_left(&self, now: f64) -> f64 {
        self.deadline - now
    }

    /// Takes note that a person wishes for another code.
    pub fn wish(&mut self, now: f64) {
        self.ask_code_at(now);
    }

    /// Takes note that a person looks again who was away for long: the status is asked for at once, also after the
    /// deadline, since a phone may have been linked meanwhile.
    pub fn come_back(&mut self, now: f64) {
        self.status_at = now - LONG_ABSENCE_MS;
        self.deadline = self.deadline.max(now + LAST_LOOK_MS);
    }

    fn ask_code_at(&mut self, at: f64) {
        if self.shows_codes {
            self.code_at = at;
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
        let oldest = self.requests.get(self.oldest).copied().unwrap_or_default();
        let call_at = (oldest + MINUTE_MS).max(self.code_at.min(self.status_at));
        if now >= self.deadline {
            Step::GiveUp
        } else if call_at > now {
            Step::Wait(call_at.min(self.deadline) - now)
        } else if self.code_at <= now && now - self.status_at < LONG_ABSENCE_MS {
            Step::AskCode
        } else if self.status_at <= now {
            Step::AskStatus
        } else {
            Step::AskCode
        }
    }

    /// Takes note of requests that a step made.
    pub fn count(&mut self, requests: u32, now: f64) {
        for _ in 0..requests {
            if let Some(oldest) = self.requests.get_mut(self.oldest) {
                *oldest = now;
            }
            self.oldest = (self.oldest + 1) % MOST_PER_MINUTE;
        }
    }

    /// Takes the answer to [`Step::AskCode`]; gives the code when it is a new one to show, with the time of its death.
    ///
    /// # Errors
    /// The reason why there is nothing left to wait for.
    pub fn on_code(
        &mut self,
        mut code: get_qrcode::Response,
        now: f64,
    ) -> std::result::Result<Option<get_qrcode::Response>, Reason> {
        self.was_answered = true;
        self.status_at = self.status_at.min(now + STATUS_PACE_MS);
        let Some(image) = &code.image else {
            self.state = code.state;
            let again_at = match code.state {
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
            self.ask_code_at(again_at);
            return Ok(None);
        };
        let was_shown = self.state == State::Scan;
        self.state = State::Scan;
        if self.image.as_ref() == Some(image) {
            // It was not renewed yet: it lives on, or it is dead and says nothing.
            let lives = now < self.dies_at;
            if !lives {
                self.state = State::Pending;
            }
            self.code_at = (now + self.next_pause()).max(self.dies_at);
            code.expires_at = Some(self.dies_at);
            return Ok((lives && !was_shown).then_some(code));
        }
        self.pause_ms = FIRST_PAUSE_MS;
        // An instance that nobody scans dies after that time: what lives longer was not told in seconds.
        let told = code.expires_in_ms.filter(|life| *life <= DEFAULT_TIMEOUT_MS);
        self.dies_at = match told {
            Some(life) => now + life.max(SHORTEST_CODE_MS),
            None if self.image.is_none() => now + FIRST_CODE_MS,
            None if now < self.dies_at => now + LATER_CODE_MS,
            // Engines renew by their own clock: how long an answer takes must not add up from code to code.
            None => {
                let overdue = ((now - self.dies_at) / LATER_CODE_MS).trunc();
                self.dies_at + (overdue + 1.0) * LATER_CODE_MS
            }
        };
        self.code_at = self.dies_at;
        self.image = code.image.clone();
        code.expires_at = Some(self.dies_at);
        Ok(Some(code))
    }

    /// Takes the answer to [`Step::AskStatus`], which was asked for at that time; gives it back when a phone is linked.
    ///
    /// # Errors
    /// The reason why there is nothing left to wait for.
    pub fn on_status(
        &mut self,
        status: reconnect::Response,
        asked_at: f64,
        now: f64,
    ) -> std::result::Result<Option<reconnect::Response>, Reason> {
        self.was_answered = true;
        self.status_at = (asked_at + self.pace_ms()).max(now + LEAST_PAUSE_MS);
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
                self.ask_code_at(self.code_at.max(now + CONNECTING_MS));
            }
            // The gateway has a phone for this id, which does not come back: an engine that starts up says so too, once.
            State::LoggedOut if self.state == State::MaybeConnected && self.logged_out >= PATIENCE => {
                self.state = State::LoggedOut;
                return Err(Reason::ReloginRequired);
            }
            // Nobody is linked after all: what was taken for a login was none.
            _ if matches!(self.state, State::MaybeConnected | State::Connecting) => {
                self.state = State::Pending;
                self.logged_out += u32::from(status.state == State::LoggedOut);
                let again_at = now + self.next_pause();
                self.ask_code_at(again_at);
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
        // Another look at a code that can't be shown changes nothing.
        let is_unusable = error.reason.as_deref() == Some(Reason::ImageUnusable.verdict().name);
        if !may_pass || is_unusable || !self.was_answered {
            return Err(error);
        }
        let again_at = now + self.next_pause().max(error.retry_after_ms.unwrap_or(0.0));
        if step == Step::AskCode {
            self.ask_code_at(again_at);
            if self.state == State::Scan && now >= self.dies_at {
                self.state = State::Pending;
            }
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
