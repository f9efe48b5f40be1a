//! Quotas of mail, each with buckets of its own: what uses one up takes nothing from another (invariant 64).

use std::net::IpAddr;

use entity::mail_quota::{Column, Entity};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::bucket::{Bucket, DAY, key};
use super::mailbox::{exact, folded};
use super::{Limits, RateLimitKey};
use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::db::Transaction;

/// A limit on mail: a burst, the seconds after which it gains one, and how many there are in any 24 hours.
#[derive(Clone, Copy, Debug)]
pub struct MailQuota {
    pub(super) name: &'static str,
    pub(super) burst: i64,
    pub(super) interval: i64,
    pub(super) daily: u32,
}

/// Notices that an account was deleted, per exact address. There is one of them per account and address.
pub const DELETION_MAIL: MailQuota = MailQuota { name: "deletion", burst: 5, interval: 600, daily: 20 };
/// Notices about access keys, per account and exact address.
pub const KEY_NOTICE_MAIL: MailQuota = MailQuota { name: "key_notice", burst: 10, interval: 600, daily: 40 };
/// Notices to an address that is not verified and may be a stranger's, per exact address.
pub const UNVERIFIED_NOTICE_MAIL: MailQuota =
    MailQuota { name: "unverified_notice", burst: 2, interval: 600, daily: 5 };
/// Notices of changes of the address, per account and exact address. No other mail draws on it.
pub const CHANGE_NOTICE_MAIL: MailQuota = MailQuota { name: "change_notice", burst: 10, interval: 600, daily: 40 };
/// Notices of another name, per account and exact address. A key may rename; it must not keep its owner from changing the address.
pub const RENAME_NOTICE_MAIL: MailQuota = MailQuota { name: "rename_notice", burst: 10, interval: 600, daily: 40 };
/// Mails that ask a mailbox to prove itself, per account: otherwise one account could have one sent to every mailbox of the world.
const ACCOUNT_VERIFICATION_MAIL: MailQuota =
    MailQuota { name: "account_verification", burst: 3, interval: 300, daily: 20 };
/// The same per mailbox and asking address: a stranger elsewhere does not use up what a newcomer asks for.
const PLACE_VERIFICATION_MAIL: MailQuota = MailQuota { name: "place_verification", burst: 3, interval: 600, daily: 20 };
/// The same per mailbox, from wherever they are asked for: no number of addresses floods it.
const VERIFICATION_MAIL: MailQuota = MailQuota { name: "verification", burst: 9, interval: 600, daily: 40 };

impl MailQuota {
    pub(super) fn paced(&self, whose: &str) -> Bucket {
        Bucket { key: key(self.name, whose), burst: self.burst, interval: self.interval }
    }

    /// One bucket for each of the day's mails, full again a day after its mail: no 24 hours hold more, wherever they begin. A single
    /// bucket that gains all day would let out twice as many on its first.
    pub(super) fn of_day(&self, whose: &str) -> Vec<Bucket> {
        let bucket = |number| {
            let key = key(&format!("{}_day_{number}", self.name), whose);
            Bucket { key, burst: 1, interval: DAY }
        };
        (0..self.daily).map(bucket).collect()
    }
}

impl Limits {
    /// Takes one from a quota, by an exact address or something else that names whose it is; only case is ignored. `false` if it is
    /// used up: the mail must not go out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_mail(&self, transaction: &Transaction, quota: &MailQuota, whose: &str) -> Result<bool, DbErr> {
        Ok(self.take_all(transaction, &[(quota, exact(whose))]).await?.is_ok())
    }

    /// Takes one notice of a change of the account, for the transaction that makes the change. `Err` holds the seconds after
    /// which there is one again: the change must not be made then, since its address could not be told (invariant 64).
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_change_notice(
        &self,
        transaction: &Transaction,
        quota: &MailQuota,
        account_id: Uuid,
        address: &str,
    ) -> Result<Result<(), u64>, DbErr> {
        let whose = format!("{account_id} {}", exact(address));
        self.take_all(transaction, &[(quota, whose)]).await
    }

    /// Takes one mail that asks a mailbox to prove itself. `Err` holds the seconds after which there is one again: the mail waits.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_verification(
        &self,
        transaction: &Transaction,
        account_id: Uuid,
        address: &str,
        asked_from: Option<IpAddr>,
    ) -> Result<Result<(), u64>, DbErr> {
        let mailbox = folded(address);
        let place = format!("{mailbox} {}", RateLimitKey::of(asked_from).text());
        // The mailbox's first, which many ask for at once.
        let quotas = [
            (&VERIFICATION_MAIL, mailbox),
            (&PLACE_VERIFICATION_MAIL, place),
            (&ACCOUNT_VERIFICATION_MAIL, account_id.to_string()),
        ];
        self.take_all(transaction, &quotas).await
    }

    /// Takes one from each of some quotas, or from none. `Err` holds the seconds after which all of them have one.
    async fn take_all(
        &self,
        transaction: &Transaction,
        quotas: &[(&MailQuota, String)],
    ) -> Result<Result<(), u64>, DbErr> {
        if !self.enforced {
            return Ok(Ok(()));
        }
        let now = self.clock.now();
        let quotas: Vec<(Bucket, Vec<Bucket>)> =
            quotas.iter().map(|(quota, whose)| (quota.paced(whose), quota.of_day(whose))).collect();
        let wait = longest_wait(transaction, &quotas, now).await?;
        if wait > 0 {
            return Ok(Err(wait.unsigned_abs()));
        }
        let mut taken = Vec::new();
        for (paced, of_day) in quotas {
            if paced.take(transaction, now).await? {
                taken.push(paced);
                let free = free_of(transaction, of_day, now).await?;
                if let Some((bucket, _)) = take_first(transaction, free, now).await? {
                    taken.push(bucket);
                    continue;
                }
            }
            // Another transaction took the last one since.
            for bucket in &taken {
                bucket.give_back(transaction).await?;
            }
            return Ok(Err(1));
        }
        Ok(Ok(()))
    }
}

/// Seconds until all of these have one to take; 0 or less if they have now.
async fn longest_wait(transaction: &Transaction, quotas: &[(Bucket, Vec<Bucket>)], now: i64) -> Result<i64, DbErr> {
    let all = quotas.iter().flat_map(|(paced, of_day)| std::iter::once(paced).chain(of_day));
    let rows = Entity::find()
        .filter(Column::KeyHash.is_in(all.map(|bucket| bucket.key.clone())))
        .filter(Column::ArrivalDate.gt(now))
        .all(transaction)
        .await?;
    let wait = |bucket: &Bucket| {
        let row = rows.iter().find(|row| row.key_hash == bucket.key);
        row.map_or(0, |row| bucket.wait(row.arrival_date, now))
    };
    let waits = quotas.iter().flat_map(|(paced, of_day)| [wait(paced), of_day.iter().map(wait).min().unwrap_or(0)]);
    Ok(waits.max().unwrap_or(0))
}

/// Those of some buckets of a day that have one.
pub(super) async fn free_of(transaction: &Transaction, buckets: Vec<Bucket>, now: i64) -> Result<Vec<Bucket>, DbErr> {
    Ok(free_and_next(transaction, buckets, now).await?.0)
}

/// The same, and the seconds until the next one of the others has one.
pub(super) async fn free_and_next(
    transaction: &Transaction,
    buckets: Vec<Bucket>,
    now: i64,
) -> Result<(Vec<Bucket>, Option<i64>), DbErr> {
    let keys = buckets.iter().map(|bucket| bucket.key.clone());
    let used: Vec<(Vec<u8>, i64)> = Entity::find()
        .select_only()
        .columns([Column::KeyHash, Column::ArrivalDate])
        .filter(Column::KeyHash.is_in(keys))
        .filter(Column::ArrivalDate.gt(now))
        .filter(Column::ArrivalDate.lte(now + DAY + MAX_CLOCK_SKEW_SECONDS))
        .into_tuple()
        .all(transaction)
        .await?;
    let next = used.iter().map(|(_, arrival_date)| arrival_date - now).min();
    let is_free = |bucket: &Bucket| used.iter().all(|(key, _)| *key != bucket.key);
    Ok((buckets.into_iter().filter(is_free).collect(), next))
}

/// Takes from the first of these that has one. Returns it, and how many are left after it.
pub(super) async fn take_first(
    transaction: &Transaction,
    free: Vec<Bucket>,
    now: i64,
) -> Result<Option<(Bucket, usize)>, DbErr> {
    let mut left = free.len();
    for bucket in free {
        left -= 1;
        if bucket.take(transaction, now).await? {
            return Ok(Some((bucket, left)));
        }
    }
    Ok(None)
}
