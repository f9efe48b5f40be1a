//! Limits: how often something may be done from one address, how fast a login may be polled, and how much mail a mailbox gets.
//!
//! Pacing lives in this process. What must hold across nodes and restarts is counted in the database.

mod hits;
mod pace_clock;
mod writes;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use entity::mail_quota;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};

use crate::address::carried;
use crate::clock::{APART, Clock};
use crate::db::Transaction;
use crate::rate::{Rate, Rates};
use crate::secret::AuthId;

pub use hits::Hit;
use hits::Hits;
use pace_clock::PaceClock;
pub use writes::Written;

/// Polls of one login: a burst, then so many a second.
const POLL_BURST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const POLLS_PER_SECOND: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
/// Bounds the memory of the pacing: the least recently polled logins are forgotten first.
const PACED_LOGINS: u64 = 100_000;
const PACE_MEMORY: Duration = Duration::from_mins(1);

/// Live logins per account.
pub const LIVE_LOGINS: u64 = 5;

/// A limit on mail: a burst, the seconds after which it gains one, and how many there are in any 24 hours.
#[derive(Clone, Copy, Debug)]
pub struct MailQuota {
    name: &'static str,
    burst: i64,
    interval: i64,
    daily: u32,
}

/// Login mails of one mailbox: 3 at once, then 1 per 10 minutes, 20 a day.
pub const LOGIN_MAIL: MailQuota = MailQuota { name: "login", burst: 3, interval: 600, daily: 20 };
/// Login mails of one account, wherever its address leads: 3 at once, then 1 per 5 minutes.
pub const ACCOUNT_LOGIN_MAIL: MailQuota = MailQuota { name: "account_login", burst: 3, interval: 300, daily: 40 };
/// Mails by which one account asks mailboxes to prove themselves: else it could have one sent to every mailbox of the world.
pub const ACCOUNT_VERIFICATION_MAIL: MailQuota =
    MailQuota { name: "account_verification", burst: 3, interval: 300, daily: 20 };
/// That a login mail was held back is written down once in an hour.
pub const WITHHELD_EVENT: MailQuota = MailQuota { name: "withheld_event", burst: 1, interval: 3600, daily: 24 };
/// Mails that ask a mailbox to prove itself.
pub const VERIFICATION_MAIL: MailQuota = MailQuota { name: "verification", burst: 3, interval: 600, daily: 20 };
/// Notices. Wider than the others: who floods a mailbox with changes must not be able to silence the warning.
pub const NOTICE_MAIL: MailQuota = MailQuota { name: "notice", burst: 10, interval: 600, daily: 40 };
/// Notices that an account was deleted. Apart from the others, so that whoever uses those up cannot keep this one in; there is
/// one of them per account and address.
pub const DELETION_MAIL: MailQuota = MailQuota { name: "deletion", burst: 5, interval: 600, daily: 20 };
/// Notices to an address that is not verified, and may be a stranger's. Apart from the verification, which they must not
/// use up.
pub const UNVERIFIED_NOTICE_MAIL: MailQuota =
    MailQuota { name: "unverified_notice", burst: 2, interval: 600, daily: 5 };

const DAY: i64 = 86_400;

/// Addresses that are remembered: the least recently seen ones are forgotten first, so that no flood of them fills the memory.
const PACED_ADDRESSES: u64 = 50_000;

/// What is limited by where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paced {
    /// Asking for a login.
    Login,
    /// Asking for a login, from wherever.
    LoginInAll,
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
    MailInAll,
}

impl Paced {
    /// The setting that says how often.
    #[must_use]
    pub fn setting(self) -> &'static str {
        match self {
            Self::Login => "login.per_address",
            Self::LoginInAll => "login.in_all",
            Self::Registration => "registration.tries_per_address",
            Self::NewAccount => "registration.per_address",
            Self::Link => "link.per_address",
            Self::UnknownPoll => "poll.unknown_per_address",
            Self::FailedCredential => "credentials.failures_per_address",
            Self::MailInAll => "mail.in_all",
        }
    }
}

/// The rate of each.
fn rate(rates: &Rates, what: Paced) -> Rate {
    match what {
        Paced::Login => rates.login,
        Paced::LoginInAll => rates.login_in_all,
        Paced::Registration => rates.registration_tries,
        Paced::NewAccount => rates.registration,
        Paced::Link => rates.link,
        Paced::UnknownPoll => rates.unknown_poll,
        Paced::FailedCredential => rates.failed_credential,
        Paced::MailInAll => rates.mail_in_all,
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
enum Place {
    V4([u8; 4]),
    V6([u8; 8]),
    Unknown,
}

impl Place {
    fn of(ip: Option<IpAddr>) -> Self {
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

type Pace = RateLimiter<NotKeyed, InMemoryState, PaceClock, NoOpMiddleware<Duration>>;

/// The limits of this process. Clones share them.
#[derive(Clone)]
pub struct Limits {
    enforced: bool,
    clock: Arc<dyn Clock>,
    pace_clock: PaceClock,
    rates: Rates,
    polls: Cache<[u8; 32], Arc<Pace>>,
    places: Cache<(Paced, Place), Arc<Pace>>,
    /// What is counted for everybody together stands beside, where no flood of addresses can make it be forgotten.
    logins: Arc<Pace>,
    mails: Arc<Pace>,
    hits: Hits,
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
        let pace_clock = PaceClock::new(Arc::clone(&clock));
        let in_all = |rate| Arc::new(new_pace(&pace_clock, quota(rate)));
        let (logins, mails) = (in_all(rates.login_in_all), in_all(rates.mail_in_all));
        Self { enforced, clock, pace_clock, rates, polls, places, logins, mails, hits: Hits::default() }
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
    pub fn pace_poll(&self, auth_id: &AuthId) -> Result<(), u64> {
        if !self.enforced {
            return Ok(());
        }
        let quota = Quota::per_second(POLLS_PER_SECOND).allow_burst(POLL_BURST);
        let pace = self.polls.get_with(auth_id.hash().bytes(), || Arc::new(new_pace(&self.pace_clock, quota)));
        self.check(&pace)
    }

    /// Counts one of these from this address. `Err` holds the seconds after which the next one is welcome; no success makes up for
    /// anything that was counted (invariant 30).
    ///
    /// # Errors
    /// It is done too often.
    pub fn pace(&self, what: Paced, ip: Option<IpAddr>) -> Result<(), u64> {
        if !self.enforced {
            return Ok(());
        }
        let (place, limiter) = match what {
            Paced::LoginInAll => (Place::Unknown, Arc::clone(&self.logins)),
            Paced::MailInAll => (Place::Unknown, Arc::clone(&self.mails)),
            _ => {
                let place = Place::of(ip);
                let new = || Arc::new(new_pace(&self.pace_clock, quota(rate(&self.rates, what))));
                (place, self.places.get_with((what, place), new))
            }
        };
        self.check(&limiter).inspect_err(|_| self.hits.note(what, place, ip))
    }

    /// Takes the notes of who was held off, to write them down.
    #[must_use]
    pub fn take_hits(&self) -> Vec<Hit> {
        self.hits.take()
    }

    fn check(&self, pace: &Pace) -> Result<(), u64> {
        pace.check().map_err(|until| {
            let wait = until.wait_time_from(governor::clock::Clock::now(&self.pace_clock));
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
        if !self.enforced {
            return Ok(Ok(()));
        }
        let rate = self.rates.registration;
        // Counted in whole seconds, and rounded up: never more than the sentence says.
        let interval = i64::try_from(rate.interval().as_millis().div_ceil(1000)).unwrap_or(i64::MAX);
        let place = Place::of(ip);
        let bucket = Bucket { key: key("registration", &place.text()), burst: rate.burst().get().into(), interval };
        let taken = bucket.take_or_wait(transaction, self.clock.now()).await?;
        Ok(taken.inspect_err(|_| self.hits.note(Paced::NewAccount, place, ip)))
    }

    /// Takes one from the quota of a mailbox, or of an account by its id. `false` if it is used up: the mail must not go out. A
    /// mailbox's case, its dots and its plus tag make no other mailbox of it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_mail(&self, transaction: &Transaction, quota: &MailQuota, whose: &str) -> Result<bool, DbErr> {
        if !self.enforced {
            return Ok(true);
        }
        let (mailbox, now) = (folded(whose), self.clock.now());
        let paced = Bucket { key: key(quota.name, &mailbox), burst: quota.burst, interval: quota.interval };
        Ok(paced.take(transaction, now).await? && take_daily(transaction, quota, &mailbox, now).await?)
    }
}

fn new_pace(clock: &PaceClock, quota: Quota) -> Pace {
    RateLimiter::direct_with_clock(quota, clock.clone())
}

fn quota(rate: Rate) -> Quota {
    // An interval is at least a millisecond.
    Quota::with_period(rate.interval()).unwrap_or(Quota::per_second(POLLS_PER_SECOND)).allow_burst(rate.burst())
}

fn folded(mailbox: &str) -> String {
    let lower = mailbox.to_ascii_lowercase();
    match lower.split_once('@') {
        // Some providers deliver with or without dots and tags: for the count, all of these are one mailbox.
        Some((local, domain)) => {
            format!("{}@{domain}", local.split_once('+').map_or(local, |(name, _)| name).replace('.', ""))
        }
        None => lower,
    }
}

fn key(name: &str, mailbox: &str) -> Vec<u8> {
    Sha256::new().chain_update(name).chain_update([0]).chain_update(mailbox).finalize().to_vec()
}

/// One bucket for each of the day's mails, full again a day after its mail: no 24 hours hold more, wherever they begin.
/// A single bucket that gains all day would let out twice as many on its first.
async fn take_daily(transaction: &Transaction, quota: &MailQuota, mailbox: &str, now: i64) -> Result<bool, DbErr> {
    let keys: Vec<Vec<u8>> =
        (0..quota.daily).map(|number| key(&format!("{}_day_{number}", quota.name), mailbox)).collect();
    let used: Vec<Vec<u8>> = mail_quota::Entity::find()
        .select_only()
        .column(mail_quota::Column::KeyHash)
        .filter(mail_quota::Column::KeyHash.is_in(keys.clone()))
        .filter(mail_quota::Column::ArrivalDate.gt(now))
        .filter(mail_quota::Column::ArrivalDate.lte(now + DAY + APART))
        .into_tuple()
        .all(transaction)
        .await?;
    for key in keys.into_iter().filter(|key| !used.contains(key)) {
        if (Bucket { key, burst: 1, interval: DAY }).take(transaction, now).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A row that holds the date at which the bucket is full again.
struct Bucket {
    key: Vec<u8>,
    burst: i64,
    interval: i64,
}

impl Bucket {
    /// The generic cell rate algorithm in one guarded statement: each mail moves the date on by one interval, and past
    /// the burst no row is changed.
    async fn take(self, transaction: &Transaction, now: i64) -> Result<bool, DbErr> {
        // No mail of today's leads further: such a date was written while a clock was wrong, and must not bind anybody now.
        let furthest = now + self.interval * self.burst + APART;
        let arrival = Expr::col((mail_quota::Entity, mail_quota::Column::ArrivalDate));
        let counts = mail_quota::Column::ArrivalDate.gt(now).and(mail_quota::Column::ArrivalDate.lte(furthest));
        let from = Expr::case(counts, arrival).finally(now);
        let room = mail_quota::Column::ArrivalDate.lte(now + self.interval * (self.burst - 1));
        let row = mail_quota::ActiveModel { key_hash: Set(self.key), arrival_date: Set(now + self.interval) };
        let taken = mail_quota::Entity::insert(row)
            .on_conflict(
                OnConflict::column(mail_quota::Column::KeyHash)
                    .value(mail_quota::Column::ArrivalDate, from.add(self.interval))
                    .action_and_where(room.or(mail_quota::Column::ArrivalDate.gt(furthest)))
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
        Ok(taken > 0)
    }

    /// The same, and when it is used up, after how many seconds there is one again.
    async fn take_or_wait(self, transaction: &Transaction, now: i64) -> Result<Result<(), u64>, DbErr> {
        let (key, room) = (self.key.clone(), self.interval * (self.burst - 1));
        if self.take(transaction, now).await? {
            return Ok(Ok(()));
        }
        let row = mail_quota::Entity::find_by_id(key).one(transaction).await?;
        let wait = row.map_or(1, |row| row.arrival_date - room - now);
        Ok(Err(u64::try_from(wait).map_or(1, |seconds| Ord::max(seconds, 1))))
    }
}
