//! The sandbox's clock: the system's, plus what was added to it by hand.

use std::time::{SystemTime, UNIX_EPOCH};

/// A clock that can be moved forward, so that no test waits for a code to die.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    advanced_ms: u64,
}

impl Clock {
    /// Epoch milliseconds, as the sandbox sees them.
    pub(crate) fn now_ms(&self) -> u64 {
        let system = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
        system.saturating_add(self.advanced_ms)
    }

    pub(crate) fn advance(&mut self, ms: u64) {
        self.advanced_ms = self.advanced_ms.saturating_add(ms);
    }
}
