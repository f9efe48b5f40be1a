//! A clock that stands still until it is moved, and a generator that repeats itself.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use doorpost::clock::{Clock, SystemClock};
use doorpost::random::Random;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// 2026-02-23 18:33:24 UTC.
const START: i64 = 1_771_871_604_000;

pub struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl TestClock {
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_millis(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// What other nodes did is heard in real time.
    fn steady_millis(&self) -> i64 {
        SystemClock.steady_millis()
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
