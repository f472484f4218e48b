//! How many calls may be made in a minute: a bucket for each name, which fills up again.

use std::cell::RefCell;
use std::collections::BTreeMap;

const MINUTE_MS: f64 = 60_000.0;
/// From so many names on, those that have a full bucket again are forgotten.
const MANY: usize = 10_000;

/// The buckets of one limit.
#[derive(Debug)]
pub struct Limit {
    per_minute: f64,
    buckets: RefCell<BTreeMap<String, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    /// In epoch milliseconds.
    at: f64,
}

impl Limit {
    /// So many calls in a minute for each name.
    #[must_use]
    pub const fn new(per_minute: f64) -> Self {
        Self { per_minute, buckets: RefCell::new(BTreeMap::new()) }
    }

    /// Counts a call of this name.
    ///
    /// # Errors
    /// How long to wait for the next one, in milliseconds.
    pub fn take(&self, name: &str, now: f64) -> Result<(), f64> {
        let mut buckets = self.buckets.borrow_mut();
        if buckets.len() >= MANY {
            buckets.retain(|_, bucket| self.left(bucket, now) < self.per_minute);
        }
        let bucket = buckets.entry(name.to_owned()).or_insert(Bucket { left: self.per_minute, at: now });
        bucket.left = self.left(bucket, now);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err((1.0 - bucket.left) * MINUTE_MS / self.per_minute);
        }
        bucket.left -= 1.0;
        Ok(())
    }

    fn left(&self, bucket: &Bucket, now: f64) -> f64 {
        let won = (now - bucket.at).max(0.0) * self.per_minute / MINUTE_MS;
        (bucket.left + won).min(self.per_minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_its_own_bucket_which_fills_up() {
        let limit = Limit::new(3.0);
        let taken = |name: &str, now: f64| (0..10).take_while(|_| limit.take(name, now).is_ok()).count();
        assert_eq!((taken("a", 0.0), taken("b", 0.0)), (3, 3));
        assert_eq!(limit.take("a", 5_000.0), Err(15_000.0));
        assert_eq!((taken("a", 20_000.0), taken("a", 1e9)), (1, 3));
        // A clock that goes back gives nothing.
        assert_eq!(taken("a", 0.0), 0);
    }

    #[test]
    fn names_that_are_at_rest_are_forgotten() {
        let limit = Limit::new(60.0);
        for name in 0..MANY {
            limit.take(&name.to_string(), 0.0).unwrap();
        }
        limit.take("busy", 500.0).unwrap();
        limit.take("new", 1_000.0).unwrap();
        assert_eq!(limit.buckets.borrow().keys().collect::<Vec<_>>(), ["busy", "new"]);
    }
}
