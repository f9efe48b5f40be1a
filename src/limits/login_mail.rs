//! The quota of login mails: what strangers may use, what is kept for starters whom the account knows, and the same work for
//! logins that nobody is mailed about.

use sea_orm::DbErr;
use uuid::Uuid;

use super::Limits;
use super::bucket::{Bucket, key};
use super::mail_quota::{MailQuota, free_and_next, take_first};
use super::mailbox::folded;
use crate::db::Transaction;

/// Live logins per account.
pub const LIVE_LOGINS: usize = 5;
/// How many of these may be strangers'.
pub const STRANGERS_LIVE_LOGINS: usize = 3;

/// Login mails of one mailbox: 3 at once, then 1 per 10 minutes, 20 a day.
const LOGIN_MAIL: MailQuota = MailQuota { name: "login", burst: 3, interval: 600, daily: 20 };
/// How much of it strangers may use: two thirds of burst, rate and day. The rest refills for known starters alone (invariant 68).
const STRANGERS_LOGIN_MAIL: MailQuota = MailQuota { name: "strangers_login", burst: 2, interval: 900, daily: 13 };
/// Login mails of one account, wherever its address leads: 3 at once, then 1 per 5 minutes.
const ACCOUNT_LOGIN_MAIL: MailQuota = MailQuota { name: "account_login", burst: 3, interval: 300, daily: 40 };
/// That a login mail was held back is recorded once in an hour.
const WITHHELD_EVENT: MailQuota = MailQuota { name: "withheld_event", burst: 1, interval: 3600, daily: 1 };
/// Rows that logins which nobody is mailed about write in place of those of a mailbox. They bound what a flood leaves behind.
const DECOYS: u128 = 1024;

/// Seconds. Where a day's quota has the next mail so soon, nobody is told that mails are held back.
const SOON: i64 = 3600;

/// A login mail that is about to be counted.
pub struct LoginMail<'a> {
    /// Names the login. Decides which rows are written where no mailbox is counted.
    pub login_id: Uuid,
    /// The mailbox; none if there is nobody to mail, or the mail is held back already.
    pub mailbox: Option<&'a str>,
    /// The account, where it is clear which one.
    pub account_id: Option<Uuid>,
    /// Whether the starter is known to the account.
    pub known: bool,
}

/// Which mails are held back after this one, until the day's first mails are 24 hours old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastOfDay {
    /// Those that starters ask for whom the account does not know.
    Strangers,
    /// All.
    All,
}

impl Limits {
    /// Counts a login mail with its mailbox and its account. `None` if a quota is used up: the mail must not go out. Else says
    /// whether it is the last one of the day. Writes with the same statements whatever comes of it (invariant 76).
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_login_mail(
        &self,
        transaction: &Transaction,
        mail: &LoginMail<'_>,
    ) -> Result<Option<Option<LastOfDay>>, DbErr> {
        if !self.enforced {
            return Ok(mail.mailbox.map(|_| None));
        }
        let mailbox = mail.mailbox.map(folded).unwrap_or_default();
        let account = mail.account_id.map(|id| id.to_string());
        let mut taking = Taking { transaction, now: self.clock.now(), mail, refused: mail.mailbox.is_none() };
        // The mailbox first, which refuses sooner: what it refuses must not use up what the account has for its next address. A known
        // starter's mail is counted with the strangers' as well, who get none in its place.
        taking.paced(&STRANGERS_LOGIN_MAIL, Some(&mailbox), !mail.known).await?;
        taking.paced(&LOGIN_MAIL, Some(&mailbox), true).await?;
        let usable = if mail.known { LOGIN_MAIL.daily } else { STRANGERS_LOGIN_MAIL.daily };
        let is_last = taking.of_day(&LOGIN_MAIL, Some(&mailbox), usable).await?;
        taking.paced(&ACCOUNT_LOGIN_MAIL, account.as_deref(), true).await?;
        taking.of_day(&ACCOUNT_LOGIN_MAIL, account.as_deref(), ACCOUNT_LOGIN_MAIL.daily).await?;
        let last = is_last.then_some(if mail.known { LastOfDay::All } else { LastOfDay::Strangers });
        Ok((!taking.refused).then_some(last))
    }

    /// Whether it is to be recorded with this account that a mail was held back. Without an account it writes as if there were one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_withheld_event(
        &self,
        transaction: &Transaction,
        login_id: Uuid,
        account_id: Option<Uuid>,
    ) -> Result<bool, DbErr> {
        if !self.enforced {
            return Ok(false);
        }
        let now = self.clock.now();
        match account_id {
            Some(id) => WITHHELD_EVENT.paced(&id.to_string()).take(transaction, now).await,
            None => decoy(&WITHHELD_EVENT, login_id).take_without_counting(transaction, now).await.map(|()| false),
        }
    }
}

/// One mail's way through the quotas. Once one of them refused, rows that count nothing are written in place of the others'.
struct Taking<'a> {
    transaction: &'a Transaction,
    now: i64,
    mail: &'a LoginMail<'a>,
    refused: bool,
}

impl Taking<'_> {
    async fn paced(&mut self, quota: &MailQuota, whose: Option<&str>, required: bool) -> Result<(), DbErr> {
        match whose.filter(|_| !self.refused) {
            Some(whose) => {
                let taken = quota.paced(whose).take(self.transaction, self.now).await?;
                self.refused = required && !taken;
                Ok(())
            }
            None => self.decoy(quota).await,
        }
    }

    /// Takes one of the day's first `usable` ones. Returns whether it is the last one for long: where the next one is there soon, none
    /// is held back that the pace would let out.
    async fn of_day(&mut self, quota: &MailQuota, whose: Option<&str>, usable: u32) -> Result<bool, DbErr> {
        let nobody = self.mail.login_id.to_string();
        let counted = whose.filter(|_| !self.refused);
        let mut buckets = quota.of_day(counted.unwrap_or(&nobody));
        buckets.truncate(usize::try_from(usable).unwrap_or(usize::MAX));
        let (free, next) = free_and_next(self.transaction, buckets, self.now).await?;
        let left = match counted {
            Some(_) => take_first(self.transaction, free, self.now).await?.map(|(_, left)| left),
            None => None,
        };
        if left.is_none() {
            self.refused |= counted.is_some();
            self.decoy(quota).await?;
        }
        Ok(left == Some(0) && next.is_none_or(|next| next > SOON))
    }

    async fn decoy(&self, quota: &MailQuota) -> Result<(), DbErr> {
        decoy(quota, self.mail.login_id).take_without_counting(self.transaction, self.now).await
    }
}

/// The same rows for the same login, in the order of the quotas: two transactions cannot each wait for the other's.
fn decoy(quota: &MailQuota, login_id: Uuid) -> Bucket {
    let whose = format!("decoy {}", login_id.as_u128() % DECOYS);
    Bucket { key: key(quota.name, &whose), burst: quota.burst, interval: quota.interval }
}
