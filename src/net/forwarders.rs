//! Who hands on other clients' addresses without being trusted to: a proxy that was forgotten in `trusted_proxies`, or a client that
//! pretends to be one. Behind a forgotten proxy all the world shares one bucket of every limit.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// Milliseconds for which a warning about a peer is enough.
const WINDOW: i64 = 60 * 60 * 1000;
/// Peers that are told of in a window, which bounds memory and log: anybody can send such a header.
const TOLD_OF: usize = 16;

/// Tells of them in the log. Clones share what was told.
#[derive(Clone)]
pub struct Forwarders {
    clock: Arc<dyn Clock>,
    told: Arc<Mutex<HashMap<IpAddr, i64>>>,
}

impl Forwarders {
    /// Counts hours by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, told: Arc::default() }
    }

    /// Counts a request whose forwarded address is ignored, since nobody said that this peer is to be believed; and says so in the log,
    /// at most once an hour for each peer.
    pub fn note_ignored(&self, peer: IpAddr) {
        metrics::counter!("doorpost_forwarded_ignored_total").increment(1);
        let now = self.clock.monotonic_millis();
        if is_news(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner), peer, now) {
            tracing::warn!(
                %peer,
                "the client's address that this peer hands on is ignored; if it is a proxy of yours, trust it: trusted_proxies = \
                 [\"{peer}\"], or DOORPOST_TRUSTED_PROXIES={peer} (behind a proxy that is not trusted, everybody counts as one client); \
                 if not, a client pretends, and nothing needs to be done"
            );
        }
    }
}

fn is_news(told: &mut HashMap<IpAddr, i64>, peer: IpAddr, now: i64) -> bool {
    if told.contains_key(&peer) || told.len() >= TOLD_OF {
        told.retain(|_, since| now - *since < WINDOW);
    }
    if told.contains_key(&peer) || told.len() >= TOLD_OF {
        return false;
    }
    told.insert(peer, now);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(last: u8) -> IpAddr {
        IpAddr::from([10, 42, 0, last])
    }

    #[test]
    fn each_peer_is_told_of_once_an_hour() {
        let mut told = HashMap::new();
        for (peer, now, is_told) in
            [(1, 0, true), (1, 1, false), (2, 2, true), (1, WINDOW - 1, false), (1, WINDOW, true)]
        {
            assert_eq!(is_news(&mut told, ip(peer), now), is_told, "{peer} {now}");
        }
        assert!(!is_news(&mut told, ip(2), WINDOW + 1) && is_news(&mut told, ip(2), WINDOW + 2));
    }

    #[test]
    fn a_crowd_of_peers_fills_neither_memory_nor_log() {
        let mut told = HashMap::new();
        assert_eq!((0..=255).filter(|last| is_news(&mut told, ip(*last), 0)).count(), TOLD_OF);
        assert_eq!(told.len(), TOLD_OF);
        assert!(is_news(&mut told, ip(255), WINDOW));
    }
}
