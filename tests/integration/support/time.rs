//! A clock that stands still until it is moved, and a generator that repeats itself.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use doorpost::clock::{Clock, SystemClock};
use doorpost::crypto::random::Random;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// 2026-02-23 18:33:24 UTC.
const START: i64 = 1_771_871_604_000;

pub struct TestClock {
    now: AtomicI64,
    /// How many looks are left until one breaks it; never, where this is negative.
    breaks: AtomicI64,
}

impl Default for TestClock {
    fn default() -> Self {
        Self { now: AtomicI64::new(START), breaks: AtomicI64::new(-1) }
    }
}

impl TestClock {
    /// Another clock that differs from this one.
    pub fn off_by(&self, seconds: i64) -> Self {
        Self { now: AtomicI64::new(self.now_millis() + seconds * 1000), breaks: AtomicI64::new(-1) }
    }

    /// Whoever looks after so many other looks panics, once.
    pub fn break_after(&self, looks: i64) {
        self.breaks.store(looks, Ordering::SeqCst);
    }

    /// Whether nobody panicked yet.
    pub fn is_to_break(&self) -> bool {
        self.breaks.load(Ordering::SeqCst) >= 0
    }

    /// The same, and mends it.
    pub fn mend(&self) -> bool {
        self.breaks.swap(-1, Ordering::SeqCst) >= 0
    }

    pub fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_millis(&self) -> i64 {
        if self.breaks.load(Ordering::SeqCst) >= 0 {
            assert!(self.breaks.fetch_sub(1, Ordering::SeqCst) != 0, "the clock is broken on purpose");
        }
        self.now.load(Ordering::SeqCst)
    }

    /// What other nodes did is heard in real time.
    fn monotonic_millis(&self) -> i64 {
        SystemClock.monotonic_millis()
    }
}

pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}
