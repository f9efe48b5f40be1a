//! How many mails may be under way, and of which lane.

use crate::mail::outbox::Lane;

/// Every lane keeps one slot in so many for itself.
const KEPT_SHARE: usize = 8;

/// The slots of one worker. Each lane keeps some for itself, used or not; the rest belongs to whoever comes. So whatever hangs
/// in one lane holds up no other, and no stream of mail in one starves another.
pub(super) struct Slots {
    all: usize,
    kept: usize,
    taken: [usize; Lane::ALL.len()],
}

impl Slots {
    pub(super) fn new(all: usize) -> Self {
        Self { all, kept: (all / KEPT_SHARE).max(1), taken: [0; Lane::ALL.len()] }
    }

    /// How many more mails of this lane may be taken.
    pub(super) fn free(&self, lane: Lane) -> usize {
        let taken: usize = self.taken.iter().sum();
        let others = Lane::ALL.into_iter().filter(|other| *other != lane);
        let kept: usize = others.map(|other| self.kept.saturating_sub(self.taken[other as usize])).sum();
        let free = self.all.saturating_sub(taken + kept);
        // The newest first is no way to serve a queue, only a way past it.
        if lane == Lane::NewestLogins { free.min(self.kept.saturating_sub(self.taken[lane as usize])) } else { free }
    }

    pub(super) fn take(&mut self, lane: Lane) {
        self.taken[lane as usize] += 1;
    }

    pub(super) fn give_back(&mut self, lane: Lane) {
        self.taken[lane as usize] = self.taken[lane as usize].saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fill(slots: &mut Slots, lane: Lane) -> usize {
        let mut taken = 0;
        while slots.free(lane) > 0 {
            slots.take(lane);
            taken += 1;
        }
        taken
    }

    #[test]
    fn half_of_the_slots_for_one_lane_alone() {
        for lane in [Lane::Logins, Lane::Notices, Lane::LoginRetries, Lane::NoticeRetries] {
            assert_eq!(fill(&mut Slots::new(16), lane), 8);
        }
        assert_eq!(fill(&mut Slots::new(16), Lane::NewestLogins), 2);
    }

    #[test]
    fn retries_that_hang_leave_slots_to_first_tries() {
        let mut slots = Slots::new(16);
        assert_eq!([Lane::LoginRetries, Lane::NoticeRetries].map(|lane| fill(&mut slots, lane)), [8, 2]);
        assert_eq!([Lane::Logins, Lane::NewestLogins, Lane::Notices].map(|lane| fill(&mut slots, lane)), [2, 2, 2]);
    }

    proptest! {
        /// Whatever is taken and given back: never more than all, and a lane that has nothing under way may always begin.
        #[test]
        fn nobody_starves(all in 5_usize..200, moves in proptest::collection::vec((0_usize..5, any::<bool>()), 0..400)) {
            let mut slots = Slots::new(all);
            for (lane, back) in moves {
                let lane = Lane::ALL[lane];
                if back {
                    slots.give_back(lane);
                } else if slots.free(lane) > 0 {
                    slots.take(lane);
                }
                prop_assert!(slots.taken.iter().sum::<usize>() <= all);
                for lane in Lane::ALL {
                    prop_assert!(slots.taken[lane as usize] > 0 || slots.free(lane) > 0);
                }
            }
        }
    }
}
