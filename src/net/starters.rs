//! Where logins are asked for from: whether most of them seem to come from one private address, which is what it looks like when a
//! proxy in front is not named in `trusted_proxies`, or itself sees everybody through one address. All those people share one bucket
//! of every limit, and the match code is asked of all of them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// Seconds over which logins are counted, and for which a warning is enough.
const WINDOW: i64 = 60 * 60;
/// Fewer logins in a window say nothing.
const ENOUGH: u32 = 20;
/// Private addresses that are counted in a window, which bounds the memory. One that most logins come from is among the first of
/// them, or comes to the front in the next window.
const COUNTED: usize = 64;

/// Counts the starters of logins. Clones share the counts.
#[derive(Clone)]
pub struct Starters {
    clock: Arc<dyn Clock>,
    counts: Arc<Mutex<Counts>>,
}

#[derive(Default)]
struct Counts {
    /// Steady milliseconds at which the window began.
    began: Option<i64>,
    /// Steady milliseconds of the last warning.
    warned: Option<i64>,
    logins: u32,
    private: HashMap<IpAddr, u32>,
}

impl Starters {
    /// Counts by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, counts: Arc::default() }
    }

    /// Counts a login that is asked for, and says in the log, at most once an hour, if most of them come from one private address.
    /// `private` is the starter's address if it proves nothing about where it is.
    pub fn note(&self, private: Option<IpAddr>) {
        let now = self.clock.monotonic_millis();
        let crowded = self.counts.lock().unwrap_or_else(PoisonError::into_inner).note(private, now);
        if let Some((address, logins, from_it)) = crowded {
            tracing::warn!(
                %address,
                logins,
                from_it,
                "most logins of the last hour seem to come from one private address: name the proxies in front in trusted_proxies and \
                 have them hand on the client's own address, or, if these devices are really together, list their network in \
                 login.near_networks; until then they share one bucket of every limit"
            );
        }
    }
}

impl Counts {
    /// The address that a warning is due for, with the logins in all and those from it.
    fn note(&mut self, private: Option<IpAddr>, now: i64) -> Option<(IpAddr, u32, u32)> {
        let is_over = |since: i64| now - since >= WINDOW * 1000;
        if self.began.is_none_or(is_over) {
            *self = Self { began: Some(now), warned: self.warned, ..Self::default() };
        }
        self.logins = self.logins.saturating_add(1);
        let address = private?;
        if self.private.len() >= COUNTED && !self.private.contains_key(&address) {
            return None;
        }
        let from_it = self.private.entry(address).or_default();
        *from_it = from_it.saturating_add(1);
        let is_most = *from_it > self.logins / 2;
        if self.logins < ENOUGH || !is_most || !self.warned.is_none_or(is_over) {
            return None;
        }
        self.warned = Some(now);
        Some((address, self.logins, *from_it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = WINDOW * 1000;

    fn ip(last: u8) -> IpAddr {
        IpAddr::from([10, 42, 0, last])
    }

    fn warnings(counts: &mut Counts, private: Option<IpAddr>, times: u32, now: i64) -> usize {
        (0..times).filter(|_| counts.note(private, now).is_some()).count()
    }

    #[test]
    fn a_crowd_at_one_private_address_is_told_of_once_an_hour() {
        let mut counts = Counts::default();
        assert_eq!(warnings(&mut counts, Some(ip(1)), 19, 0), 0);
        assert_eq!(counts.note(Some(ip(1)), 1), Some((ip(1), 20, 20)));
        assert_eq!(warnings(&mut counts, Some(ip(1)), 1000, HOUR - 1), 0);
        // A window begins anew, and the warning is less than an hour old.
        assert_eq!(warnings(&mut counts, Some(ip(1)), 30, HOUR), 0);
        assert_eq!(warnings(&mut counts, Some(ip(1)), 30, HOUR + 1), 1);
    }

    #[test]
    fn half_of_the_logins_or_many_addresses_are_no_crowd() {
        let mut counts = Counts::default();
        for _ in 0..200 {
            assert_eq!(counts.note(None, 0), None);
            assert_eq!(counts.note(Some(ip(1)), 0), None);
        }
        let mut counts = Counts::default();
        for number in 0..=255 {
            assert_eq!(counts.note(Some(ip(number)), 0), None);
        }
        assert_eq!(counts.private.len(), COUNTED);
    }
}
