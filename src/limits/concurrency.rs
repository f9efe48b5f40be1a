//! How many of something one client, or one account, has under way at the same time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts by key. A key is remembered for as long as it has something under way, so that the memory is bounded by what is counted.
/// Clones share the counts.
pub struct Concurrency<K>(Arc<Mutex<HashMap<K, usize>>>);

impl<K> Clone for Concurrency<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K> Default for Concurrency<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Copy + Eq + Hash> Concurrency<K> {
    /// Counts one more of this key until the permit is dropped, unless it has `limit` of them.
    pub fn take(&self, key: K, limit: usize) -> Option<Permit<K>> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get(&key).copied().unwrap_or(0);
        if count >= limit {
            return None;
        }
        counts.insert(key, count + 1);
        Some(Permit { key, counts: self.clone() })
    }

    /// How many of this key are under way.
    #[must_use]
    pub fn count(&self, key: K) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied().unwrap_or(0)
    }
}

/// One that is under way, until this is dropped.
pub struct Permit<K: Copy + Eq + Hash> {
    key: K,
    counts: Concurrency<K>,
}

impl<K: Copy + Eq + Hash> Drop for Permit<K> {
    fn drop(&mut self) {
        let mut counts = self.counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.get_mut(&self.key) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                counts.remove(&self.key);
            }
        }
        // A flood of keys is over: its room is not kept.
        if counts.capacity() > 1024 && counts.len() < counts.capacity() / 4 {
            let wanted = counts.len() * 2;
            counts.shrink_to(wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_the_limit_and_nothing_remembered() {
        let counts = Concurrency::default();
        let permits: Vec<_> = (0..3).map(|_| counts.take("a", 3).unwrap()).collect();
        assert!(counts.take("a", 3).is_none());
        let other = counts.take("b", 1).unwrap();
        drop(permits);
        assert!(counts.take("a", 1).is_some());
        drop(other);
        assert!(counts.0.lock().unwrap().is_empty());
    }

    #[test]
    fn a_flood_leaves_no_room_behind() {
        let counts = Concurrency::default();
        let permits: Vec<_> = (0..100_000).map(|key| counts.take(key, 1).unwrap()).collect();
        drop(permits);
        assert!(counts.0.lock().unwrap().capacity() <= 2048);
    }
}
