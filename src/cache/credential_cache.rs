//! What credentials stand for, remembered for a minute, so that asking who is calling, or whether a login was decided, costs a hash
//! and a look into memory.
//!
//! An entry dies with a revocation or a decision: at once when this process commits one, and with the notice of another process's.
//! While nobody made sure within the last second that no such notice was missed, nothing is taken from memory (invariant 34).
//! Entries are kept by the hash of a credential; what they hold is the business of the layer that keeps them.

use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use moka::sync::Cache;
use uuid::Uuid;

use crate::clock::Clock;

/// Entries at most; those used least make room.
const CAPACITY: u64 = 50_000;
/// An entry is as old as this at most, in seconds.
const MAX_AGE_SECONDS: i64 = 60;
/// What was heard in time from other processes holds for so many milliseconds.
const FRESHNESS_MILLIS: i64 = 1000;

/// A SHA-256 hash.
pub type Key = [u8; 32];

/// The memory of one process. Clones share it.
#[derive(Clone)]
pub struct CredentialCache {
    clock: Arc<dyn Clock>,
    entries: Cache<Key, Entry>,
    subjects: Arc<Mutex<Subjects>>,
    generation: Arc<AtomicU64>,
    trusted_until: Arc<AtomicI64>,
}

#[derive(Clone)]
struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    generation: u64,
    /// Shared by the entries about one account or login.
    living: Arc<AtomicBool>,
    from: i64,
    until: i64,
}

#[derive(Default)]
struct Subjects {
    living: HashMap<Uuid, Weak<AtomicBool>>,
    forgotten: u64,
}

/// The moment before something is read, to be kept afterwards.
#[derive(Clone, Copy)]
pub struct ReadToken {
    generation: u64,
    forgotten: u64,
}

impl CredentialCache {
    /// An empty one, which nothing is taken from before [`CredentialCache::mark_fresh_since`].
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            entries: Cache::new(CAPACITY),
            subjects: Arc::default(),
            generation: Arc::default(),
            trusted_until: Arc::new(AtomicI64::new(i64::MIN)),
        }
    }

    /// Whether somebody made sure lately that nothing was missed.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.clock.monotonic_millis() < self.trusted_until.load(Ordering::Acquire)
    }

    /// What a credential stands for, if that is remembered and still holds.
    #[must_use]
    pub fn get<T: Any + Send + Sync>(&self, key: &Key) -> Option<Arc<T>> {
        if !self.is_fresh() {
            return None;
        }
        let entry = self.entries.get(key)?;
        let holds = entry.living.load(Ordering::Acquire)
            && entry.generation == self.generation.load(Ordering::Acquire)
            && (entry.from..entry.until).contains(&self.clock.now());
        if !holds {
            // For good: a clock that is set back revives nothing that was seen as over (invariant 54).
            self.entries.invalidate(key);
            return None;
        }
        entry.value.downcast().ok()
    }

    /// To be called before the database is asked for what [`CredentialCache::insert`] then gets.
    #[must_use]
    pub fn begin_read(&self) -> ReadToken {
        let forgotten = self.subjects.lock().unwrap_or_else(PoisonError::into_inner).forgotten;
        ReadToken { generation: self.generation.load(Ordering::Acquire), forgotten }
    }

    /// Remembers what was read about an account or a login, for a minute, or until this date if that is sooner. Not if anything was forgotten since the
    /// reading began: what was read may be what was revoked meanwhile.
    pub fn insert<T: Any + Send + Sync>(&self, reading: ReadToken, key: Key, subject: Uuid, until: i64, value: Arc<T>) {
        let from = self.clock.now();
        let until = until.min(from + MAX_AGE_SECONDS);
        if until <= from {
            return;
        }
        // The lock is held to the end, so that forgetting comes wholly before or wholly after.
        let mut subjects = self.subjects.lock().unwrap_or_else(PoisonError::into_inner);
        if subjects.forgotten != reading.forgotten {
            return;
        }
        let living = subjects.living(subject);
        self.entries.insert(key, Entry { value, generation: reading.generation, living, from, until });
    }

    /// Forgets everything about one account or login.
    pub fn forget(&self, subject: Uuid) {
        let mut subjects = self.subjects.lock().unwrap_or_else(PoisonError::into_inner);
        subjects.forgotten += 1;
        if let Some(living) = subjects.living.remove(&subject).and_then(|living| living.upgrade()) {
            living.store(false, Ordering::Release);
        }
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        self.subjects.lock().unwrap_or_else(PoisonError::into_inner).forgotten += 1;
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// Whatever other processes had revoked by this moment, in [`Clock::monotonic_millis`], has been forgotten.
    pub fn mark_fresh_since(&self, since: i64) {
        self.trusted_until.store(since + FRESHNESS_MILLIS, Ordering::Release);
    }
}

impl Subjects {
    fn living(&mut self, subject: Uuid) -> Arc<AtomicBool> {
        if let Some(living) = self.living.get(&subject).and_then(Weak::upgrade) {
            return living;
        }
        if self.living.len() as u64 > 2 * CAPACITY {
            self.living.retain(|_, living| living.strong_count() > 0);
        }
        let living = Arc::new(AtomicBool::new(true));
        self.living.insert(subject, Arc::downgrade(&living));
        living
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct StillClock(AtomicI64);

    impl Clock for StillClock {
        fn now_millis(&self) -> i64 {
            self.0.load(Ordering::SeqCst)
        }

        fn monotonic_millis(&self) -> i64 {
            self.now_millis()
        }
    }

    fn cache() -> (CredentialCache, Arc<StillClock>) {
        let clock = Arc::new(StillClock(AtomicI64::new(5_000_000)));
        let cache = CredentialCache::new(Arc::clone(&clock) as Arc<dyn Clock>);
        cache.mark_fresh_since(clock.monotonic_millis());
        (cache, clock)
    }

    const KEY: Key = [7; 32];

    fn insert(cache: &CredentialCache, reading: ReadToken, subject: Uuid) {
        cache.insert(reading, KEY, subject, i64::MAX, Arc::new(42_u32));
    }

    fn got(cache: &CredentialCache) -> Option<u32> {
        cache.get::<u32>(&KEY).map(|value| *value)
    }

    #[test]
    fn what_is_kept_is_there_until_it_is_forgotten() {
        let (cache, _clock) = cache();
        let (account, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        insert(&cache, cache.begin_read(), account);
        assert_eq!(got(&cache), Some(42));
        assert!(cache.get::<String>(&KEY).is_none(), "another type");
        cache.forget(other);
        assert_eq!(got(&cache), Some(42));
        cache.forget(account);
        assert_eq!(got(&cache), None);
        insert(&cache, cache.begin_read(), account);
        assert_eq!(got(&cache), Some(42), "what is read afterwards holds again");
        cache.forget_all();
        assert_eq!(got(&cache), None);
        insert(&cache, cache.begin_read(), account);
        assert_eq!(got(&cache), Some(42));
    }

    /// A revocation between reading and keeping wins (invariant 34).
    #[test]
    fn what_was_read_before_something_was_forgotten_is_not_kept() {
        let (cache, _clock) = cache();
        let account = Uuid::from_u128(1);
        let reading = cache.begin_read();
        cache.forget(account);
        insert(&cache, reading, account);
        assert_eq!(got(&cache), None);
        let reading = cache.begin_read();
        cache.forget_all();
        insert(&cache, reading, account);
        assert_eq!(got(&cache), None);
    }

    #[test]
    fn nothing_is_older_than_a_minute_or_than_its_end() {
        let (cache, clock) = cache();
        let account = Uuid::from_u128(1);
        insert(&cache, cache.begin_read(), account);
        clock.0.fetch_add(59_999, Ordering::SeqCst);
        cache.mark_fresh_since(clock.monotonic_millis());
        assert_eq!(got(&cache), Some(42));
        clock.0.fetch_add(1, Ordering::SeqCst);
        cache.mark_fresh_since(clock.monotonic_millis());
        assert_eq!(got(&cache), None);
        cache.insert(cache.begin_read(), KEY, account, clock.now() + 1, Arc::new(42_u32));
        assert_eq!(got(&cache), Some(42));
        clock.0.fetch_add(1000, Ordering::SeqCst);
        cache.mark_fresh_since(clock.monotonic_millis());
        assert_eq!(got(&cache), None);
    }

    /// Nobody knows what a silent second hid.
    #[test]
    fn nothing_is_taken_while_nobody_listens() {
        let (cache, clock) = cache();
        insert(&cache, cache.begin_read(), Uuid::from_u128(1));
        clock.0.fetch_add(999, Ordering::SeqCst);
        assert_eq!(got(&cache), Some(42));
        clock.0.fetch_add(1, Ordering::SeqCst);
        assert_eq!(got(&cache), None);
        cache.mark_fresh_since(clock.monotonic_millis());
        assert_eq!(got(&cache), Some(42));
    }
}
