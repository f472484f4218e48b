//! When a failed call is made again: pure, with the caller's clock and dice.
//!
//! Only what [`Error::may_repeat`] allows is repeated, so that no send goes out twice.

use std::cell::Cell;

use crate::endpoint::Effect;
use crate::error::Error;

/// How often a call is made again where nothing else is said.
pub const DEFAULT_MAX_RETRIES: u32 = 2;

/// The longest wait before the first retry, in milliseconds; it doubles with each further one.
const FIRST_BACKOFF_MS: f64 = 500.0;
/// The longest that it doubles to.
const LONGEST_BACKOFF_MS: f64 = 8_000.0;
/// How long an attempt may take while another one could follow it, in milliseconds: a connection that hangs is given up
/// early enough for that. Gateways answer what only asks within 10 s.
const ATTEMPT_MS: f64 = 10_000.0;
/// How long to wait before asking again about a call that a relay has in hand, in milliseconds.
const PROGRESS_MS: f64 = 1_000.0;

/// The retries of one call.
#[derive(Debug)]
pub struct Retries<'a> {
    made: u32,
    most: u32,
    budget: &'a Budget,
    effect: Effect,
}

impl<'a> Retries<'a> {
    /// A call that may be made again so often, out of its client's budget; `effect` is what making it twice does.
    #[must_use]
    pub const fn new(most: u32, budget: &'a Budget, effect: Effect) -> Self {
        Self { made: 0, most, budget, effect }
    }

    /// How long to wait before the call is made again, in milliseconds; absent when the failure is final.
    ///
    /// Full jitter on top of what the gateway asks for: never earlier than told, and not all callers at once. A wait that
    /// would pass the deadline is not begun. `dice` is a random number from 0 to 1.
    pub fn next(&mut self, error: &Error, now: f64, time_left: f64, dice: f64) -> Option<f64> {
        if error.is_in_progress() {
            // Not a failure yet: the call is asked about until it ends.
            let wait = error.retry_after_ms.unwrap_or(PROGRESS_MS);
            return (wait < time_left).then_some(wait);
        }
        if !error.may_repeat(self.effect) || self.made >= self.most {
            return None;
        }
        let longest = (0..self.made).fold(FIRST_BACKOFF_MS, |ms, _| ms * 2.0).min(LONGEST_BACKOFF_MS);
        let wait = error.retry_after_ms.unwrap_or(0.0) + dice * longest;
        if wait >= time_left || !self.budget.take(now) {
            return None;
        }
        self.made += 1;
        Some(wait)
    }

    /// How long the next attempt may take, in milliseconds, when it may not take all the time that is left.
    #[must_use]
    pub fn limit_ms(&self, time_left: f64) -> Option<f64> {
        let may_repeat = self.effect != Effect::Once && self.made < self.most;
        (may_repeat && time_left > ATTEMPT_MS).then_some(ATTEMPT_MS)
    }
}

/// The retries that a client may still make, so that an outage is not made worse by those who wait for its end.
///
/// A bucket of [`Budget::MOST`], which fills up by one every [`Budget::REFILL_MS`].
#[derive(Debug)]
pub struct Budget {
    left: Cell<f64>,
    at: Cell<f64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Cell::new(Self::MOST), at: Cell::new(0.0) }
    }
}

impl Budget {
    /// The retries that may be made at once.
    pub const MOST: f64 = 10.0;
    /// How long it takes until there is one more, in milliseconds.
    pub const REFILL_MS: f64 = 5_000.0;

    /// Takes a retry at this time, if there is one left.
    fn take(&self, now: f64) -> bool {
        let won = (now - self.at.replace(now)).max(0.0) / Self::REFILL_MS;
        let left = (self.left.get() + won).min(Self::MOST);
        let may = left >= 1.0;
        self.left.set(if may { left - 1.0 } else { left });
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Fault, IN_PROGRESS};
    use crate::reason::Reason;

    fn lost(effect: Effect) -> Box<Error> {
        Error::unanswered(Fault::Network, crate::error::Delivery::Unknown, effect)
    }

    fn limited(retry_after_ms: f64) -> Box<Error> {
        let mut error = Error::answered(Reason::RateLimited, Effect::Once);
        error.retry_after_ms = Some(retry_after_ms);
        error
    }

    #[test]
    fn waits_longer_each_time_up_to_a_limit() {
        let budget = Budget::default();
        let mut retries = Retries::new(10, &budget, Effect::Read);
        let waits: Vec<f64> =
            (0..7).filter_map(|_| retries.next(&lost(Effect::Read), 0.0, 1e6, 1.0)).collect();
        assert_eq!(waits, [500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 8_000.0, 8_000.0]);
        assert_eq!(
            Retries::new(1, &budget, Effect::Read).next(&lost(Effect::Read), 0.0, 1e6, 0.25),
            Some(125.0)
        );
        assert_eq!(
            Retries::new(1, &budget, Effect::Read).next(&lost(Effect::Read), 0.0, 1e6, 0.0),
            Some(0.0)
        );
    }

    #[test]
    fn ends_after_as_many_as_allowed() {
        let budget = Budget::default();
        for most in 0..5 {
            let mut retries = Retries::new(most, &budget, Effect::Read);
            let made =
                (0..20).take_while(|_| retries.next(&lost(Effect::Read), 1e9, 1e6, 1.0).is_some()).count();
            assert_eq!(made, most as usize);
            budget.left.set(Budget::MOST);
        }
    }

    #[test]
    fn repeats_only_what_can_double_nothing() {
        let budget = Budget::default();
        let next =
            |error: &Error, effect| Retries::new(2, &budget, effect).next(error, 0.0, 1e6, 0.5).is_some();
        assert!(next(&lost(Effect::Read), Effect::Read));
        assert!(next(&lost(Effect::Idempotent), Effect::Idempotent));
        assert!(!next(&lost(Effect::Once), Effect::Once));
        // With a key, twice is the same as once, whatever its error tells the caller.
        assert!(next(&lost(Effect::Once), Effect::Idempotent));
        assert!(next(&limited(0.0), Effect::Once));
        assert!(next(&Error::answered(Reason::SessionUnavailable, Effect::Once), Effect::Once));
        assert!(!next(&Error::answered(Reason::ServerError, Effect::Once), Effect::Once));
        assert!(!next(&Error::answered(Reason::SendFailedSilently, Effect::Read), Effect::Read));
        assert!(!next(&Error::answered(Reason::AuthInvalid, Effect::Read), Effect::Read));
        assert!(!next(
            &Error::invalid("options".to_owned(), "wrong_type", "must be an object"),
            Effect::Read
        ));
    }

    #[test]
    fn never_waits_shorter_than_told_nor_past_the_deadline() {
        let budget = Budget::default();
        let next =
            |told, left, dice| Retries::new(1, &budget, Effect::Once).next(&limited(told), 0.0, left, dice);
        assert_eq!(next(3_000.0, 1e6, 0.0), Some(3_000.0));
        assert_eq!(next(3_000.0, 1e6, 1.0), Some(3_500.0));
        assert_eq!(next(3_000.0, 3_000.0, 0.0), None);
        assert_eq!(next(3_000.0, 3_400.0, 1.0), None);
        assert_eq!(next(f64::from(i32::MAX), 75_000.0, 0.0), None);
        // What was not begun was not taken from the budget.
        assert_eq!(budget.left.get(), Budget::MOST - 2.0);
    }

    #[test]
    fn an_attempt_leaves_time_for_another() {
        let budget = Budget::default();
        let limit = |effect, left| Retries::new(1, &budget, effect).limit_ms(left);
        assert_eq!(limit(Effect::Read, 20_000.0), Some(10_000.0));
        assert_eq!(limit(Effect::Idempotent, 10_001.0), Some(10_000.0));
        assert_eq!(limit(Effect::Read, 10_000.0), None);
        assert_eq!(limit(Effect::Once, 75_000.0), None);
        let mut retries = Retries::new(1, &budget, Effect::Read);
        assert!(retries.next(&lost(Effect::Read), 0.0, 1e6, 0.5).is_some());
        assert_eq!(retries.limit_ms(20_000.0), None);
    }

    #[test]
    fn what_a_relay_has_in_hand_is_asked_about_until_the_deadline() {
        let budget = Budget::default();
        let mut error = Error::internal("");
        error.reason = Some(IN_PROGRESS.into());
        let mut retries = Retries::new(0, &budget, Effect::Idempotent);
        assert!((0..100).all(|_| retries.next(&error, 0.0, 1_001.0, 1.0) == Some(1_000.0)));
        assert_eq!(retries.next(&error, 0.0, 1_000.0, 1.0), None);
        error.retry_after_ms = Some(250.0);
        assert_eq!(retries.next(&error, 0.0, 1_000.0, 1.0), Some(250.0));
        assert_eq!(budget.left.get(), Budget::MOST);
    }

    #[test]
    fn the_budget_fills_up_with_time() {
        let budget = Budget::default();
        let taken = |now: f64| (0..100).take_while(|_| budget.take(now)).count();
        assert_eq!(taken(1.0), 10);
        assert_eq!(taken(4_000.0), 0);
        assert_eq!(taken(5_001.0), 1);
        // What is asked for in vain takes nothing.
        assert_eq!(taken(9_000.0), 0);
        assert_eq!(taken(10_001.0), 1);
        assert_eq!(taken(1e12), 10);
        // A clock that goes back gives nothing.
        assert_eq!(taken(0.0), 0);
        assert_eq!(taken(5_000.0), 1);
    }
}
