//! Answers of one connection that its peer has not read yet, in bytes.
//!
//! A peer that closes its window holds each answer in our memory for the price of a few bytes of request. So a request is not
//! begun while too much lies unread on its connection (invariant 75).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// What a request is taken to need while its answer is being made. Nearly every answer is smaller.
const ESTIMATE: usize = 16 * 1024;

/// The account of one connection.
pub struct Unread {
    limit: usize,
    used: Mutex<usize>,
    freed: Notify,
}

impl Unread {
    /// At most so many bytes, and whatever the answers that were begun below it turn out to be longer than estimated.
    #[must_use]
    pub fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit: limit.max(ESTIMATE), used: Mutex::new(0), freed: Notify::new() })
    }

    /// Waits until there is room for another answer, and takes it. Never resolves for a peer that reads nothing: the caller has to
    /// end with its connection.
    pub async fn claim(self: &Arc<Self>) -> Claim {
        loop {
            let mut freed = std::pin::pin!(self.freed.notified());
            // Before the look: what is freed in between is heard.
            freed.as_mut().enable();
            if let Some(claim) = self.try_claim() {
                return claim;
            }
            freed.await;
        }
    }

    fn try_claim(self: &Arc<Self>) -> Option<Claim> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if *used + ESTIMATE > self.limit {
            return None;
        }
        *used += ESTIMATE;
        Some(Claim { account: Arc::clone(self), bytes: AtomicUsize::new(ESTIMATE) })
    }

    fn exchange(&self, before: usize, after: usize) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used = (*used).saturating_sub(before).saturating_add(after);
        let has_room = *used + ESTIMATE <= self.limit;
        drop(used);
        if after < before && has_room {
            self.freed.notify_waiters();
        }
    }
}

/// Bytes that one request or one piece of an answer takes, until this is dropped.
pub struct Claim {
    account: Arc<Unread>,
    bytes: AtomicUsize,
}

impl Claim {
    /// From now on it takes this many bytes.
    pub fn set(&self, bytes: usize) {
        let before = self.bytes.swap(bytes, Ordering::AcqRel);
        self.account.exchange(before, bytes);
    }

    /// Moves this many bytes into a claim of their own.
    #[must_use]
    pub fn split(&self, bytes: usize) -> Self {
        let mut left = 0;
        // An answer without a known length has claimed nothing for its pieces beforehand.
        let before = self.bytes.fetch_update(Ordering::AcqRel, Ordering::Acquire, |held| {
            left = held.saturating_sub(bytes);
            Some(left)
        });
        let before = before.unwrap_or(left);
        self.account.exchange(before, left + bytes);
        Self { account: Arc::clone(&self.account), bytes: AtomicUsize::new(bytes) }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.account.exchange(*self.bytes.get_mut(), 0);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn used(unread: &Unread) -> usize {
        *unread.used.lock().unwrap()
    }

    #[tokio::test]
    async fn a_peer_that_reads_nothing_gets_no_more_answers_made() {
        let unread = Unread::new(4 * ESTIMATE);
        let claims: Vec<Claim> = futures_util::future::join_all((0..4).map(|_| unread.claim())).await;
        assert!(unread.claim().now_or_never().is_none());
        // Short answers make room, one long answer takes that of several.
        claims[0].set(100);
        assert!(unread.claim().now_or_never().is_none());
        claims[1].set(100);
        assert!(unread.claim().now_or_never().is_some());
        claims[0].set(10 * ESTIMATE);
        assert!(unread.claim().now_or_never().is_none());
        drop(claims);
        assert_eq!(used(&unread), 0);
    }

    #[tokio::test]
    async fn pieces_count_until_they_are_gone() {
        let unread = Unread::new(2 * ESTIMATE);
        let claim = unread.claim().await;
        claim.set(1000);
        let piece = claim.split(600);
        assert_eq!(used(&unread), 1000);
        drop(claim);
        assert_eq!(used(&unread), 600);
        let more = piece.split(5000);
        drop(piece);
        assert_eq!(used(&unread), 5000);
        drop(more);
        assert_eq!(used(&unread), 0);
    }

    /// Whoever waits is woken by what is freed.
    #[tokio::test]
    async fn room_wakes() {
        let unread = Unread::new(ESTIMATE);
        let first = unread.claim().await;
        let waiting = tokio::spawn({
            let unread = Arc::clone(&unread);
            async move { drop(unread.claim().await) }
        });
        tokio::task::yield_now().await;
        drop(first);
        waiting.await.unwrap();
    }
}
