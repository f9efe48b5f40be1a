//! Limits: how often something may be done from one address, how fast a login may be polled, and how much mail a mailbox gets.
//!
//! Pacing lives in this process. What must hold across nodes and restarts is counted in the database.

mod bucket;
mod concurrency;
mod hits;
mod login_mail;
mod mail_quota;
mod mailbox;
mod monotonic_clock;
pub mod rate;
mod thrown_out;
mod under_way;
mod writes;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use ipnet::IpNet;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use sea_orm::DbErr;
use uuid::Uuid;

use crate::clock::Clock;
use crate::crypto::secret::AuthId;
use crate::db::Transaction;
use crate::limits::rate::{Rate, Rates};
use crate::net::address::carried;

use bucket::{Bucket, key};
pub use concurrency::{Concurrency, Permit};
use hits::Hits;
pub use hits::LimitReached;
pub use login_mail::{LIVE_LOGINS, LastOfDay, LoginMail, STRANGERS_LIVE_LOGINS};
pub use mail_quota::{
    CHANGE_NOTICE_MAIL, DELETION_MAIL, KEY_NOTICE_MAIL, MailQuota, RENAME_NOTICE_MAIL, UNVERIFIED_NOTICE_MAIL,
};
use monotonic_clock::MonotonicClock;
pub use under_way::{Export, HELD_POLLS, HeldPoll};
pub use writes::Written;

/// Polls of one login: a burst, then so many a second.
const POLL_BURST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const POLLS_PER_SECOND: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
/// Bounds the memory of the pacing: the least recently polled logins are forgotten first.
const PACED_LOGINS: u64 = 100_000;
const PACE_MEMORY: Duration = Duration::from_mins(1);

/// Addresses that are remembered: the least recently seen ones are forgotten first, so that no flood of them fills the memory.
const PACED_ADDRESSES: u64 = 50_000;

/// What is limited by where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitedAction {
    /// Asking for a login.
    Login,
    /// Asking for a login, from wherever.
    LoginGlobal,
    /// Trying to register, with or without success.
    Registration,
    /// Making an account; counted in the database.
    NewAccount,
    /// Opening a mailed link.
    Link,
    /// Polling a login that there is not.
    UnknownPoll,
    /// Presenting a credential that is none.
    FailedCredential,
    /// Handing a mail over, whoever it is for.
    MailGlobal,
}

impl LimitedAction {
    /// The setting that says how often.
    #[must_use]
    pub fn setting(self) -> &'static str {
        match self {
            Self::Login => "login.per_address",
            Self::LoginGlobal => "login.in_all",
            Self::Registration => "registration.tries_per_address",
            Self::NewAccount => "registration.per_address",
            Self::Link => "link.per_address",
            Self::UnknownPoll => "poll.unknown_per_address",
            Self::FailedCredential => "credentials.failures_per_address",
            Self::MailGlobal => "mail.in_all",
        }
    }
}

/// The rate of each.
fn rate(rates: &Rates, what: LimitedAction) -> Rate {
    match what {
        LimitedAction::Login => rates.login,
        LimitedAction::LoginGlobal => rates.login_in_all,
        LimitedAction::Registration => rates.registration_tries,
        LimitedAction::NewAccount => rates.registration,
        LimitedAction::Link => rates.link,
        LimitedAction::UnknownPoll => rates.unknown_poll,
        LimitedAction::FailedCredential => rates.failed_credential,
        LimitedAction::MailGlobal => rates.mail_in_all,
    }
}

/// After so long every bucket of an address is full again, and need not be remembered.
fn longest(rates: &Rates) -> Duration {
    let per_address = [rates.login, rates.registration_tries, rates.link, rates.unknown_poll, rates.failed_credential];
    per_address.map(|rate| rate.interval() * rate.burst().get()).into_iter().max().unwrap_or_default()
}

/// One client, as far as limits go: an IPv4 address, also one that an IPv6 address carries, or an IPv6 /64, of which everybody has
/// as many addresses as they like (invariant 31). All whose address is not known are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateLimitKey {
    /// An IPv4 address.
    V4([u8; 4]),
    /// The first half of an IPv6 address.
    V6([u8; 8]),
    /// Not known.
    Unknown,
}

impl RateLimitKey {
    /// The client with this address; an IPv4 address that an IPv6 one carries is the same.
    #[must_use]
    pub fn of(ip: Option<IpAddr>) -> Self {
        match ip.map(carried) {
            Some(IpAddr::V4(ip)) => Self::V4(ip.octets()),
            Some(IpAddr::V6(ip)) => Self::V6(std::array::from_fn(|byte| ip.octets()[byte])),
            None => Self::Unknown,
        }
    }

    /// As part of a stored key.
    fn text(self) -> String {
        match self {
            Self::V4(octets) => format!("v4 {octets:?}"),
            Self::V6(octets) => format!("v6 {octets:?}"),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, MonotonicClock, NoOpMiddleware<Duration>>;

/// The limits of this process. Clones share them.
#[derive(Clone)]
pub struct Limits {
    enforced: bool,
    clock: Arc<dyn Clock>,
    monotonic_clock: MonotonicClock,
    rates: Rates,
    polls: Cache<[u8; 32], Arc<Limiter>>,
    places: Cache<(LimitedAction, RateLimitKey), Arc<Limiter>>,
    /// What is counted for everybody together stands beside, where no flood of addresses can make it be forgotten.
    logins: Arc<Limiter>,
    mails: Arc<Limiter>,
    hits: Hits,
    exempt: Arc<[IpNet]>,
    held_polls: usize,
    polls_held: Concurrency<RateLimitKey>,
    exports: Concurrency<Uuid>,
}

impl Limits {
    /// With `enforced` off, everything here is allowed.
    pub fn new(enforced: bool, rates: Rates, clock: Arc<dyn Clock>) -> Self {
        let polls = Cache::builder()
            .max_capacity(PACED_LOGINS)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(PACE_MEMORY)
            .build();
        let places = Cache::builder()
            .max_capacity(PACED_ADDRESSES)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(longest(&rates))
            .build();
        let monotonic_clock = MonotonicClock::new(Arc::clone(&clock));
        let in_all = |rate| Arc::new(new_limiter(&monotonic_clock, quota(rate)));
        let (logins, mails) = (in_all(rates.login_in_all), in_all(rates.mail_in_all));
        Self {
            enforced,
            clock,
            monotonic_clock,
            rates,
            polls,
            places,
            logins,
            mails,
            hits: Hits::default(),
            exempt: Arc::default(),
            held_polls: HELD_POLLS,
            polls_held: Concurrency::default(),
            exports: Concurrency::default(),
        }
    }

    /// Addresses in these networks have no limits of their own; what is counted for everybody together counts them, too.
    #[must_use]
    pub fn exempting(self, networks: &[IpNet]) -> Self {
        Self { exempt: networks.into(), ..self }
    }

    fn is_exempt(&self, ip: Option<IpAddr>) -> bool {
        ip.map(carried).is_some_and(|ip| self.exempt.iter().any(|network| network.contains(&ip)))
    }

    /// Whether caps on mails and on live logins hold.
    #[must_use]
    pub fn enforced(&self) -> bool {
        self.enforced
    }

    /// Counts one poll of the login with this auth id. `Err` holds the seconds after which the next one is welcome.
    ///
    /// # Errors
    /// It is polled too fast.
    pub fn check_poll_rate(&self, auth_id: &AuthId) -> Result<(), u64> {
        if !self.enforced {
            return Ok(());
        }
        let quota = Quota::per_second(POLLS_PER_SECOND).allow_burst(POLL_BURST);
        let pace = self.polls.get_with(auth_id.hash().bytes(), || Arc::new(new_limiter(&self.monotonic_clock, quota)));
        self.check(&pace)
    }

    /// Counts one of these from this address. `Err` holds the seconds after which the next one is welcome; no success makes up for
    /// anything that was counted (invariant 30).
    ///
    /// # Errors
    /// It is done too often.
    pub fn check_rate_limit(&self, what: LimitedAction, ip: Option<IpAddr>) -> Result<(), u64> {
        if !self.enforced {
            return Ok(());
        }
        let (place, limiter) = match what {
            LimitedAction::LoginGlobal => (RateLimitKey::Unknown, Arc::clone(&self.logins)),
            LimitedAction::MailGlobal => (RateLimitKey::Unknown, Arc::clone(&self.mails)),
            _ if self.is_exempt(ip) => return Ok(()),
            _ => {
                let place = RateLimitKey::of(ip);
                let new = || Arc::new(new_limiter(&self.monotonic_clock, quota(rate(&self.rates, what))));
                (place, self.places.get_with((what, place), new))
            }
        };
        self.check(&limiter).inspect_err(|_| self.hits.note(what, place, ip))
    }

    /// Takes the notes of who was held off, to write them down.
    #[must_use]
    pub fn take_hits(&self) -> Vec<LimitReached> {
        self.hits.take()
    }

    fn check(&self, pace: &Limiter) -> Result<(), u64> {
        pace.check().map_err(|until| {
            let wait = until.wait_time_from(governor::clock::Clock::now(&self.monotonic_clock));
            u64::try_from(wait.as_millis().div_ceil(1000)).map_or(u64::MAX, |seconds| Ord::max(seconds, 1))
        })
    }

    /// Counts an account that is made from this address, on all nodes. `Err` holds the seconds after which the next one is
    /// welcome.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_registration(
        &self,
        transaction: &Transaction,
        ip: Option<IpAddr>,
    ) -> Result<Result<(), u64>, DbErr> {
        if !self.enforced || self.is_exempt(ip) {
            return Ok(Ok(()));
        }
        let rate = self.rates.registration;
        // Counted in whole seconds, and rounded up: never more than the sentence says.
        let interval = i64::try_from(rate.interval().as_millis().div_ceil(1000)).unwrap_or(i64::MAX);
        let place = RateLimitKey::of(ip);
        let bucket = Bucket { key: key("registration", &place.text()), burst: rate.burst().get().into(), interval };
        let taken = bucket.take_or_wait(transaction, self.clock.now()).await?;
        Ok(taken.inspect_err(|_| self.hits.note(LimitedAction::NewAccount, place, ip)))
    }
}

fn new_limiter(clock: &MonotonicClock, quota: Quota) -> Limiter {
    RateLimiter::direct_with_clock(quota, clock.clone())
}

fn quota(rate: Rate) -> Quota {
    // An interval is at least a millisecond.
    Quota::with_period(rate.interval()).unwrap_or(Quota::per_second(POLLS_PER_SECOND)).allow_burst(rate.burst())
}
