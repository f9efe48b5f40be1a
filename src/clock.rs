//! Time as an input: everything that asks for "now" asks the [`Clock`] of its context.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// By how many seconds the clocks of two nodes may differ. A date that lies further ahead than this and whatever it was counted from
/// lead was written while a clock was wrong, and must not bind anybody now.
pub const MAX_CLOCK_SKEW_SECONDS: i64 = 300;

/// A source of the current time. All nodes of one deployment are expected to be within seconds of each other.
pub trait Clock: Send + Sync {
    /// Milliseconds since the Unix epoch.
    fn now_millis(&self) -> i64;

    /// Whole seconds since the Unix epoch.
    fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// Milliseconds since some moment, which only ever go forward, whatever the clock is set to.
    fn monotonic_millis(&self) -> i64;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now_millis(&self) -> i64 {
        // Before 1970 and after the year 292 million the clock is broken, and saturating is as good as any answer.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn monotonic_millis(&self) -> i64 {
        static START: OnceLock<Instant> = OnceLock::new();
        i64::try_from(START.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}
