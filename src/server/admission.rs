//! Which connections a listener takes: as many as there are descriptors for, and so many of one client.
//!
//! Part of the descriptors is kept in reserve, for the operators' listener, the database and mail, and for health on the public
//! listener. Close to the limit connections on which nothing happens make room for new ones; where there are none, a new one is
//! told to come back later, unless it asks for health (invariant 75).

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ipnet::IpNet;
use tokio::sync::Notify;

use crate::limits::{Concurrency, Permit, RateLimitKey};

/// Connections of the operators' listener: health checks, and a scraper or two.
const OPS_CONNECTIONS: usize = 16;
/// Public connections beyond the limit: each is told to come back, or gets an answer about health.
const OVERFLOW: usize = 16;
/// Of a database server, and the files of SQLite.
const DATABASE: usize = 24;
/// What else is opened for a moment: files, the resolver, signals.
const SPARE: usize = 8;
/// Where nothing tells how many descriptors are open.
const USUALLY_OPEN: usize = 40;
/// Connections of one client beyond its limit: each is told to come back.
const CLIENT_OVERFLOW: usize = 32;

/// How many connections a listener takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Capacity {
    /// Served.
    pub(super) connections: usize,
    /// Taken beyond that, to be told to come back.
    pub(super) overflow: usize,
}

/// How the descriptors of the process are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DescriptorShares {
    /// The public listener's.
    pub(super) public: Capacity,
    /// The operators' listener's.
    pub(super) ops: Capacity,
    /// Kept from the public listener.
    pub(super) reserve: usize,
}

impl DescriptorShares {
    /// Divides the soft limit (none: unlimited) with so many open already, and so many connections to mail servers.
    pub(super) fn of(limit: Option<u64>, open: Option<usize>, mail: usize) -> Self {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let left = limit.saturating_sub(open.unwrap_or(USUALLY_OPEN));
        let wanted = OPS_CONNECTIONS + OVERFLOW + DATABASE + SPARE + mail;
        // Where the limit is tiny, both halves are small.
        let reserve = wanted.min(left / 2);
        let part = |whole: usize| whole.min(reserve / 5).max(1);
        Self {
            public: Capacity { connections: (left - reserve).max(1), overflow: part(OVERFLOW) },
            ops: Capacity { connections: part(OPS_CONNECTIONS - 4), overflow: part(4) },
            reserve,
        }
    }
}

/// How many connections one client has.
#[derive(Default)]
pub(super) struct PerClient {
    /// None where limits are off.
    pub(super) limit: Option<usize>,
    /// Who speaks for many clients.
    pub(super) exempt: Vec<IpNet>,
}

/// The connections that a listener has.
pub(super) struct Admission {
    room: Capacity,
    per_client: PerClient,
    open: AtomicUsize,
    of_client: Concurrency<RateLimitKey>,
    left: Notify,
    room_made: Notify,
}

/// One connection that is open, until this is dropped.
pub(super) struct AdmissionPermit {
    seats: Arc<Admission>,
    of_client: Option<Permit<RateLimitKey>>,
}

impl Admission {
    pub(super) fn new(room: Capacity, per_client: PerClient) -> Arc<Self> {
        let of_client = Concurrency::default();
        Arc::new(Self {
            room,
            per_client,
            open: AtomicUsize::new(0),
            of_client,
            left: Notify::new(),
            room_made: Notify::new(),
        })
    }

    /// Connections that are open.
    pub(super) fn open(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }

    /// Connections beyond what is served: of all, or of one client.
    pub(super) fn excess(&self, whose: Option<RateLimitKey>) -> usize {
        match (whose, self.per_client.limit) {
            (Some(client), Some(limit)) => self.of_client.count(client).saturating_sub(limit),
            _ => self.open().saturating_sub(self.room.connections),
        }
    }

    /// Resolves once a connection of this client, which was taken beyond the limit, is within it.
    pub(super) async fn room(&self, client: Option<RateLimitKey>) {
        loop {
            let mut made = std::pin::pin!(self.room_made.notified());
            // Before the look: room that is made in between is heard of.
            made.as_mut().enable();
            if self.excess(client) == 0 && self.excess(None) == 0 {
                return;
            }
            made.await;
        }
    }

    /// Whether not one more can be taken, not even to be told to come back.
    pub(super) fn is_overflowing(&self) -> bool {
        self.excess(None) >= self.room.overflow
    }

    /// Whether an eighth or less is free: connections are then not to be held for the sake of waiting.
    pub(super) fn is_crowded(&self) -> bool {
        self.open() >= self.room.connections - self.room.connections / 8
    }

    /// Resolves when a connection ended since the last time.
    pub(super) async fn one_left(&self) {
        self.left.notified().await;
    }

    /// Whether this peer speaks for many clients.
    pub(super) fn is_trusted(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.per_client.exempt.iter().any(|network| network.contains(&peer))
    }

    /// The client of whose connections this peer's is one, where they are limited.
    pub(super) fn client(&self, peer: IpAddr) -> Option<RateLimitKey> {
        (self.per_client.limit.is_some() && !self.is_trusted(peer)).then(|| RateLimitKey::of(Some(peer)))
    }

    /// Whether this client has as many as it may.
    pub(super) fn is_full_for(&self, client: Option<RateLimitKey>) -> bool {
        let (Some(limit), Some(client)) = (self.per_client.limit, client) else { return false };
        self.of_client.count(client) >= limit
    }

    /// Whether there are as many as are served.
    pub(super) fn is_full(&self) -> bool {
        self.open() >= self.room.connections
    }

    /// Takes a connection. None if its client has too many even to be told so.
    pub(super) fn take(self: &Arc<Self>, client: Option<RateLimitKey>) -> Option<AdmissionPermit> {
        let of_client = match (client, self.per_client.limit) {
            (Some(client), Some(limit)) => Some(self.of_client.take(client, limit + CLIENT_OVERFLOW)?),
            _ => None,
        };
        self.open.fetch_add(1, Ordering::AcqRel);
        Some(AdmissionPermit { seats: Arc::clone(self), of_client })
    }
}

impl AdmissionPermit {
    /// What it is one of.
    pub(super) fn seats(&self) -> Arc<Admission> {
        Arc::clone(&self.seats)
    }
}

impl Drop for AdmissionPermit {
    fn drop(&mut self) {
        self.seats.open.fetch_sub(1, Ordering::AcqRel);
        // Before anybody looks at the count of the client.
        drop(self.of_client.take());
        self.seats.left.notify_one();
        self.seats.room_made.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reserve_is_kept_and_shrinks_with_the_limit() {
        let shares = DescriptorShares::of(Some(1024), Some(24), 16);
        assert_eq!((shares.reserve, shares.public.connections), (80, 920));
        for limit in 1..2000 {
            let shares = DescriptorShares::of(Some(limit), Some(24), 16);
            assert!(shares.public.connections >= 1 && shares.ops.connections >= 1);
            let all = [shares.public, shares.ops].map(|room| room.connections + room.overflow);
            if limit > 64 {
                assert!(24 + all[0] + all[1] <= usize::try_from(limit).unwrap(), "{limit}: {shares:?}");
            }
        }
        assert!(DescriptorShares::of(None, None, 16).public.connections > 1 << 40);
    }

    #[test]
    fn one_client_does_not_take_all() {
        let per_client = PerClient { limit: Some(2), exempt: vec!["10.0.0.0/8".parse().unwrap()] };
        let seats = Admission::new(Capacity { connections: 4, overflow: 2 }, per_client);
        let [one, same, other, proxy] = ["2001:db8::1", "2001:db8::2", "203.0.113.9", "10.1.2.3"]
            .map(|address| seats.client(address.parse().unwrap()));
        assert!(one == same && one != other && proxy.is_none());
        let held: Vec<AdmissionPermit> = (0..2).map(|_| seats.take(one).unwrap()).collect();
        assert_eq!([same, other, proxy].map(|client| seats.is_full_for(client)), [true, false, false]);
        assert!(!seats.is_full());
        let more: Vec<AdmissionPermit> = (0..2).map(|_| seats.take(proxy).unwrap()).collect();
        assert!(seats.is_full() && seats.is_crowded() && !seats.is_overflowing());
        let beyond: Vec<AdmissionPermit> = (0..2).map(|_| seats.take(other).unwrap()).collect();
        assert!(seats.is_overflowing());
        drop((held, more, beyond));
        assert!(seats.open() == 0 && !seats.is_full_for(one));
    }

    /// Who was taken beyond the limit waits for room, of the client's as well as of all.
    #[tokio::test]
    async fn room_is_heard_of() {
        use futures_util::FutureExt;
        let per_client = PerClient { limit: Some(1), exempt: Vec::new() };
        let seats = Admission::new(Capacity { connections: 2, overflow: 2 }, per_client);
        let [one, other] = ["203.0.113.9", "203.0.113.10"].map(|address| seats.client(address.parse().unwrap()));
        let (first, second, third) = (seats.take(one).unwrap(), seats.take(one).unwrap(), seats.take(other).unwrap());
        let mut waiting = Box::pin(seats.room(one));
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(third);
        assert!(waiting.as_mut().now_or_never().is_none(), "the client has two");
        drop(first);
        assert!(waiting.as_mut().now_or_never().is_some());
        drop(second);
    }

    #[test]
    fn a_client_with_far_too_many_is_not_even_told() {
        let seats = Admission::new(
            Capacity { connections: 1000, overflow: 2 },
            PerClient { limit: Some(1), exempt: Vec::new() },
        );
        let client = seats.client("203.0.113.9".parse().unwrap());
        let held: Vec<AdmissionPermit> = std::iter::from_fn(|| seats.take(client)).take(1000).collect();
        assert_eq!(held.len(), 1 + CLIENT_OVERFLOW);
    }
}
