//! How long hand-overs of login mails took lately. Logins that nobody is mailed about wait as long before they note that they are done,
//! so that the time of that write tells nobody from somebody (invariant 76).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::crypto::random::{Random, bytes};

/// So many are remembered.
const REMEMBERED: usize = 16;
/// A hand-over that took longer counts as one that took so long: nothing waits for the sake of a server that hangs.
const LONGEST: Duration = Duration::from_secs(2);
/// Where hand-overs take less, as into the mailbox in memory, nothing is waited for.
const SHORTEST: Duration = Duration::from_millis(1);

/// Clones share what they remember.
#[derive(Clone, Default)]
pub(super) struct HandOvers(Arc<Mutex<VecDeque<Duration>>>);

impl HandOvers {
    /// Notes that one took this long.
    pub(super) fn note(&self, took: Duration) {
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() == REMEMBERED {
            remembered.pop_front();
        }
        remembered.push_back(took.min(LONGEST));
    }

    /// How long one of the last ones took; none if there was none, or it took no time.
    pub(super) fn one(&self, random: &dyn Random) -> Option<Duration> {
        let remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = usize::from(bytes::<1>(random)[0]) % remembered.len().max(1);
        remembered.get(index).copied().filter(|took| *took >= SHORTEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::random::OsRandom;

    #[test]
    fn the_last_ones_count_and_none_counts_for_too_long() {
        let hand_overs = HandOvers::default();
        assert_eq!(hand_overs.one(&OsRandom), None);
        hand_overs.note(Duration::from_secs(90));
        assert_eq!(hand_overs.one(&OsRandom), Some(LONGEST));
        for _ in 0..REMEMBERED {
            hand_overs.note(Duration::from_millis(30));
        }
        assert_eq!(hand_overs.one(&OsRandom), Some(Duration::from_millis(30)));
        for _ in 0..REMEMBERED {
            hand_overs.note(Duration::from_micros(300));
        }
        assert_eq!(hand_overs.one(&OsRandom), None);
    }
}
