//! What one client, or one account, may have under way at the same time on this node.

use std::net::IpAddr;

use uuid::Uuid;

use super::concurrency::Permit;
use super::{Limits, RateLimitKey};

/// Polls of one client that are held open, unless the operator chose another number.
pub const HELD_POLLS: usize = 300;
/// Exports of one account.
const EXPORTS: usize = 1;

/// A poll that is held open, until this is dropped.
pub struct HeldPoll {
    /// None where limits are off.
    _counted: Option<Permit<RateLimitKey>>,
}

/// An export that is under way, until this is dropped.
pub struct Export {
    _counted: Permit<Uuid>,
}

impl Limits {
    /// The same limits with another number of polls that one client may have held open.
    #[must_use]
    pub fn with_held_polls(self, held_polls: usize) -> Self {
        Self { held_polls, ..self }
    }

    /// Counts a poll of this client that is to be held open (invariant 75). None if the client has as many as it may: the poll is
    /// then answered at once, which does its login no harm.
    #[must_use]
    pub fn hold_poll(&self, ip: Option<IpAddr>) -> Option<HeldPoll> {
        if !self.enforced || self.is_exempt(ip) {
            return Some(HeldPoll { _counted: None });
        }
        let permit = self.polls_held.take(RateLimitKey::of(ip), self.held_polls);
        if permit.is_none() {
            metrics::counter!("doorpost_polls_not_held_total", "reason" => "address").increment(1);
        }
        permit.map(|permit| HeldPoll { _counted: Some(permit) })
    }

    /// Counts an export of this account. None if there is one under way; limits that are off do not lift this, since it bounds memory
    /// and not a pace.
    #[must_use]
    pub fn begin_export(&self, account_id: Uuid) -> Option<Export> {
        self.exports.take(account_id, EXPORTS).map(|permit| Export { _counted: permit })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::SystemClock;
    use crate::limits::rate::{Rate, Rates};

    fn limits(enforced: bool) -> Limits {
        let rate = Rate::parse("1 then 1 per 1m").unwrap();
        let rates = Rates {
            login: rate,
            login_in_all: rate,
            registration: rate,
            registration_tries: rate,
            link: rate,
            unknown_poll: rate,
            failed_credential: rate,
            mail_in_all: rate,
        };
        Limits::new(enforced, rates, Arc::new(SystemClock)).with_held_polls(2)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// One client is an IPv4 address or an IPv6 /64; all that are unknown are one.
    #[test]
    fn a_client_holds_so_many_polls() {
        for (first, same, other) in [
            ("203.0.113.9", "::ffff:203.0.113.9", "203.0.113.10"),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
        ] {
            let limits = limits(true);
            let held = [first, same].map(|text| limits.hold_poll(Some(ip(text))).unwrap());
            assert!(limits.hold_poll(Some(ip(first))).is_none() && limits.hold_poll(Some(ip(same))).is_none());
            assert!(limits.hold_poll(Some(ip(other))).is_some() && limits.hold_poll(None).is_some());
            drop(held);
            assert!(limits.hold_poll(Some(ip(first))).is_some());
        }
    }

    #[test]
    fn limits_that_are_off_hold_every_poll_and_one_export() {
        let (limits, account) = (limits(false), Uuid::from_u128(1));
        let held: Vec<_> = (0..1000).map(|_| limits.hold_poll(Some(ip("203.0.113.9"))).unwrap()).collect();
        assert_eq!(held.len(), 1000);
        let export = limits.begin_export(account).unwrap();
        assert!(limits.begin_export(account).is_none() && limits.begin_export(Uuid::from_u128(2)).is_some());
        drop(export);
        assert!(limits.begin_export(account).is_some());
    }
}
