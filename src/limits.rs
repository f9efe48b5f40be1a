//! Limits: how fast a login may be polled, and how much mail a mailbox gets.
//!
//! Pacing lives in this process. What must hold across nodes and restarts is counted in the database.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use entity::mail_quota;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use moka::sync::Cache;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};

use crate::clock::Clock;

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

type Pace = RateLimiter<NotKeyed, InMemoryState, PaceClock, NoOpMiddleware<Duration>>;

/// The limits of this process. Clones share them.
#[derive(Clone)]
pub struct Limits {
    enforced: bool,
    clock: Arc<dyn Clock>,
    polls: Cache<Vec<u8>, Arc<Pace>>,
}

impl Limits {
    /// With `enforced` off, everything here is allowed.
    pub fn new(enforced: bool, clock: Arc<dyn Clock>) -> Self {
        let polls = Cache::builder().max_capacity(PACED_LOGINS).time_to_idle(PACE_MEMORY).build();
        Self { enforced, clock, polls }
    }

    /// Whether caps on mails and on live logins hold.
    #[must_use]
    pub fn enforced(&self) -> bool {
        self.enforced
    }

    /// Counts one poll of the login with this hash. `Err` holds the seconds after which the next one is welcome.
    ///
    /// # Errors
    /// It is polled too fast.
    pub fn pace_poll(&self, auth_id_hash: &[u8]) -> Result<(), u64> {
        if !self.enforced {
            return Ok(());
        }
        let pace = self.polls.get_with(auth_id_hash.to_vec(), || {
            let quota = Quota::per_second(POLLS_PER_SECOND).allow_burst(POLL_BURST);
            Arc::new(RateLimiter::direct_with_clock(quota, PaceClock(Arc::clone(&self.clock))))
        });
        pace.check().map_err(|until| {
            let wait = until.wait_time_from(governor::clock::Clock::now(&PaceClock(Arc::clone(&self.clock))));
            wait.as_secs() + 1
        })
    }

    /// Takes one mail from a mailbox's quota. `false` if it is used up: the mail must not go out. The mailbox's case and
    /// its plus tag make no other mailbox of it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_mail(
        &self,
        transaction: &DatabaseTransaction,
        quota: &MailQuota,
        mailbox: &str,
    ) -> Result<bool, DbErr> {
        if !self.enforced {
            return Ok(true);
        }
        let (mailbox, now) = (folded(mailbox), self.clock.now());
        let paced = Bucket { key: key(quota.name, &mailbox), burst: quota.burst, interval: quota.interval };
        Ok(paced.take(transaction, now).await? && take_daily(transaction, quota, &mailbox, now).await?)
    }
}

fn folded(mailbox: &str) -> String {
    let lower = mailbox.to_ascii_lowercase();
    match lower.split_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split_once('+').map_or(local, |(name, _)| name)),
        None => lower,
    }
}

fn key(name: &str, mailbox: &str) -> Vec<u8> {
    Sha256::new().chain_update(name).chain_update([0]).chain_update(mailbox).finalize().to_vec()
}

/// One bucket for each of the day's mails, full again a day after its mail: no 24 hours hold more, wherever they begin.
/// A single bucket that gains all day would let out twice as many on its first.
async fn take_daily(
    transaction: &DatabaseTransaction,
    quota: &MailQuota,
    mailbox: &str,
    now: i64,
) -> Result<bool, DbErr> {
    let keys: Vec<Vec<u8>> =
        (0..quota.daily).map(|number| key(&format!("{}_day_{number}", quota.name), mailbox)).collect();
    let used: Vec<Vec<u8>> = mail_quota::Entity::find()
        .select_only()
        .column(mail_quota::Column::KeyHash)
        .filter(mail_quota::Column::KeyHash.is_in(keys.clone()))
        .filter(mail_quota::Column::ArrivalDate.gt(now))
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
    async fn take(self, transaction: &DatabaseTransaction, now: i64) -> Result<bool, DbErr> {
        let arrival = Expr::col((mail_quota::Entity, mail_quota::Column::ArrivalDate));
        let from = Expr::case(mail_quota::Column::ArrivalDate.gt(now), arrival).finally(now);
        let row = mail_quota::ActiveModel { key_hash: Set(self.key), arrival_date: Set(now + self.interval) };
        let taken = mail_quota::Entity::insert(row)
            .on_conflict(
                OnConflict::column(mail_quota::Column::KeyHash)
                    .value(mail_quota::Column::ArrivalDate, from.add(self.interval))
                    .action_and_where(mail_quota::Column::ArrivalDate.lte(now + self.interval * (self.burst - 1)))
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
        Ok(taken > 0)
    }
}

/// The context's clock, as the limiter reads it.
struct PaceClock(Arc<dyn Clock>);

impl Clone for PaceClock {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl governor::clock::Clock for PaceClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now_millis()).unwrap_or(0))
    }
}
