//! Who was held off by which limit, until it is written down.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::{LimitedAction, RateLimitKey};

/// Of each limit, since the last time. Bounds what a flood leaves behind, in memory and in the record; and a flood against one limit
/// does not hide who reached another.
const REMEMBERED: usize = 10;

/// Somebody was held off, however often since the last time.
#[derive(Clone, Debug)]
pub struct LimitReached {
    /// By which limit.
    pub what: LimitedAction,
    /// The address, where it is known and the limit is one of addresses.
    pub ip: Option<IpAddr>,
}

/// Clones share the notes.
#[derive(Clone, Default)]
pub(super) struct Hits(Arc<Mutex<HashMap<(LimitedAction, RateLimitKey), LimitReached>>>);

impl Hits {
    pub(super) fn note(&self, what: LimitedAction, place: RateLimitKey, ip: Option<IpAddr>) {
        metrics::counter!("doorpost_limits_reached_total", "limit" => what.setting()).increment(1);
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.keys().filter(|(noted, _)| *noted == what).count() < REMEMBERED {
            notes.entry((what, place)).or_insert(LimitReached { what, ip });
        }
    }

    pub(super) fn take(&self) -> Vec<LimitReached> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_values().collect()
    }
}
