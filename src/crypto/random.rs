//! Randomness as an input: every secret and every id is drawn from the [`Random`] of its context.

use rand::TryRng;
use rand::rngs::SysRng;
use uuid::Uuid;

use crate::clock::Clock;

/// A source of random bytes fit for secrets.
pub trait Random: Send + Sync {
    /// Overwrites `bytes` with random ones.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator (invariants 16 and 20: nothing is buffered, so a fork repeats nothing).
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    #[expect(
        clippy::expect_used,
        reason = "Linux's getrandom cannot fail once the machine has booted; going on without randomness would be worse than a 500"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        SysRng.try_fill_bytes(bytes).expect("the operating system's generator answers");
    }
}

/// `N` random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// A UUID v7 (RFC 9562 section 5.7), for the ids of rows: sorted by time, so that they are inserted at an index's end.
pub fn row_id(clock: &dyn Clock, random: &dyn Random) -> Uuid {
    let millis = u64::try_from(clock.now_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes(random)).into_uuid()
}
