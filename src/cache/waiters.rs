//! Waiters: polls that sleep in memory until their pending login is decided.
//!
//! Waiting costs no query. A decision wakes the waiters of its login in this process directly; other nodes hear of it
//! through [`crate::db::Db::changes`].

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Polls that ask the database at one time.
const MAX_CONCURRENT_LOOKUPS: usize = 16;

/// Everybody who waits in this process. Clones share the same waiters.
#[derive(Clone)]
pub struct Waiters {
    by_login: Arc<Mutex<HashMap<Uuid, watch::Sender<()>>>>,
    turns: Arc<Semaphore>,
    crowded: Arc<AtomicBool>,
    /// Each permit sends one waiter away; those who wait longest get them first.
    relief: Arc<Semaphore>,
    closing: CancellationToken,
}

impl Default for Waiters {
    fn default() -> Self {
        Self {
            by_login: Arc::default(),
            turns: Arc::new(Semaphore::new(MAX_CONCURRENT_LOOKUPS)),
            crowded: Arc::default(),
            relief: Arc::new(Semaphore::new(0)),
            closing: CancellationToken::new(),
        }
    }
}

impl Waiters {
    /// Begins to listen for a decision on a pending login. Whatever happens after this call is heard by
    /// [`Waiter::woken`], so that reading the state after subscribing and then waiting misses nothing.
    pub fn subscribe(&self, pending_login_id: Uuid) -> Waiter {
        let mut by_login = self.by_login.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = by_login.entry(pending_login_id).or_insert_with(|| watch::channel(()).0).subscribe();
        Waiter { pending_login_id, receiver, waiters: self.clone() }
    }

    /// Wakes those who wait on one pending login.
    pub fn wake(&self, pending_login_id: Uuid) {
        let by_login = self.by_login.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = by_login.get(&pending_login_id) {
            sender.send_replace(());
        }
    }

    /// Wakes everybody: what changed is not known.
    pub fn wake_all(&self) {
        let by_login = self.by_login.lock().unwrap_or_else(PoisonError::into_inner);
        for sender in by_login.values() {
            sender.send_replace(());
        }
    }

    /// A permit for a poll to query the database, until it is dropped. Tens of thousands may be woken at once: each with a query of its own
    /// would take 28 KiB, and whoever else comes would stand behind all of them for a connection.
    pub async fn lookup_permit(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }

    /// Says whether connections are scarce: no further poll is to be held then.
    pub fn set_crowded(&self, crowded: bool) {
        self.crowded.store(crowded, Ordering::Relaxed);
    }

    /// Whether connections are scarce, so that polls are answered at once.
    #[must_use]
    pub fn is_crowded(&self) -> bool {
        self.crowded.load(Ordering::Relaxed)
    }

    /// Sends this many of those away who have waited longest, since others need their connections.
    pub fn relieve(&self, count: usize) {
        // What nobody took is not added up: it would send away whoever comes after the need is over.
        let left = count.min(self.count()).saturating_sub(self.relief.available_permits());
        self.relief.add_permits(left);
    }

    /// Resolves for a waiter that is to go, for the sake of others.
    pub async fn relieved(&self) {
        if let Ok(permit) = self.relief.acquire().await {
            permit.forget();
        }
    }

    /// Ends all waiting, now and later: the process is about to stop.
    pub fn close(&self) {
        self.closing.cancel();
    }

    /// Resolves once [`Waiters::close`] was called.
    pub async fn closed(&self) {
        self.closing.cancelled().await;
    }

    /// Whether [`Waiters::close`] was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closing.is_cancelled()
    }

    /// How many polls wait.
    pub fn count(&self) -> usize {
        let by_login = self.by_login.lock().unwrap_or_else(PoisonError::into_inner);
        by_login.values().map(watch::Sender::receiver_count).sum()
    }
}

/// One poll that waits.
pub struct Waiter {
    pending_login_id: Uuid,
    receiver: watch::Receiver<()>,
    waiters: Waiters,
}

impl Waiter {
    /// Resolves when the login may have changed since the last call, or at once when the process is stopping.
    pub async fn woken(&mut self) {
        tokio::select! {
            () = self.waiters.closing.cancelled() => {}
            // The sender lives in the map for as long as this waiter does, so that it cannot be gone.
            _ = self.receiver.changed() => {}
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut by_login = self.waiters.by_login.lock().unwrap_or_else(PoisonError::into_inner);
        if by_login.get(&self.pending_login_id).is_some_and(|sender| sender.receiver_count() <= 1) {
            by_login.remove(&self.pending_login_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn those_who_waited_longest_go_first() {
        let waiters = Waiters::default();
        let held: Vec<_> = (0..3).map(|_| waiters.subscribe(Uuid::from_u128(1))).collect();
        let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(waiters.relieved())).collect();
        assert!(waiting.iter_mut().all(|waiting| waiting.as_mut().now_or_never().is_none()));
        waiters.relieve(2);
        let gone: Vec<bool> = waiting.iter_mut().map(|waiting| waiting.as_mut().now_or_never().is_some()).collect();
        assert_eq!(gone, [true, true, false]);
        drop((waiting, held));
        waiters.relieve(5);
        assert!(waiters.relieved().now_or_never().is_none(), "nobody was there to go");
    }

    #[tokio::test]
    async fn so_many_turns_and_no_more() {
        let waiters = Waiters::default();
        let mut turns = Vec::new();
        for _ in 0..MAX_CONCURRENT_LOOKUPS {
            turns.push(waiters.lookup_permit().await.unwrap());
        }
        assert!(waiters.lookup_permit().now_or_never().is_none());
        turns.pop();
        assert!(waiters.lookup_permit().now_or_never().is_some());
    }
}
