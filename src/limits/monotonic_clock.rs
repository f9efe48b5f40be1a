//! Time for what is counted in memory.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clock::Clock;

/// The context's clock, as the limiter reads it: it never goes back. What was counted while it stood a day ahead would else
/// hold everybody off for a day.
#[derive(Clone)]
pub(super) struct MonotonicClock {
    clock: Arc<dyn Clock>,
    steady: Arc<Mutex<Steady>>,
}

/// Milliseconds.
#[derive(Default)]
struct Steady {
    last: i64,
    /// By how much the clock was set back, in all.
    offset: i64,
}

impl MonotonicClock {
    /// Clones share one time.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, steady: Arc::default() }
    }
}

impl governor::clock::Clock for MonotonicClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let read = self.clock.now_millis();
        let mut steady = self.steady.lock().unwrap_or_else(PoisonError::into_inner);
        if read + steady.offset < steady.last {
            steady.offset = steady.last - read;
        }
        steady.last = read + steady.offset;
        Duration::from_millis(u64::try_from(steady.last).unwrap_or(0))
    }
}
