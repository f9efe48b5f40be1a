//! Limits of what a signed-in caller changes: per account, in the database, so that they hold on all nodes together (invariant 72).
//!
//! What makes something or changes it is limited. What ends something never is: who throws out a thief must not have to wait because
//! the thief used up a limit.

use sea_orm::{DbErr, EntityTrait};
use uuid::Uuid;

use entity::mail_quota;

use super::{Bucket, Limits, key};
use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::db::{Db, Transaction};

/// What is limited. Each has a bucket of its own per account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Changes of the address that are asked for, its removal, and proofs of it that are sent again.
    Address,
    /// Changes of the name, also those to a name that is taken: each tells whether somebody has that name.
    Name,
    /// Access keys that are made, and changes of their labels.
    Keys,
    /// Revocations of access tokens, after which none are issued. See [`Limits::take_revocation`].
    Tokens,
    /// Names that sessions are given.
    SessionNames,
}

impl Written {
    /// How the limit is called in metrics and in stored keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "account.address",
            Self::Name => "account.name",
            Self::Keys => "account.keys",
            Self::Tokens => "account.tokens",
            Self::SessionNames => "account.session_names",
        }
    }

    /// How many at once, and the seconds after which there is one more.
    fn rate(self) -> (i64, i64) {
        match self {
            Self::Address | Self::Name | Self::Keys | Self::Tokens => (10, 60),
            // A person may well name all devices in one go, and a name adds no row.
            Self::SessionNames => (30, 60),
        }
    }

    fn bucket(self, account_id: Uuid) -> Bucket {
        let (burst, interval) = self.rate();
        Bucket { key: key(self.name(), &account_id.to_string()), burst, interval }
    }
}

/// Rows that an account's revocations of single access tokens may add at once; then one a minute.
const REVOKED_TOKENS: i64 = 100;

impl Limits {
    /// Takes one from the bucket of an account. In a transaction of its own: what fails afterwards was tried all the same. `Err`
    /// holds the seconds after which the next one is welcome.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_write(&self, db: &Db, what: Written, account_id: Uuid) -> Result<Result<(), u64>, DbErr> {
        if !self.enforced {
            return Ok(Ok(()));
        }
        let now = self.clock.now();
        let taken = db
            .write("take_write", |tx| {
                use scoped_futures::ScopedFutureExt;
                async move { what.bucket(account_id).take_or_wait(tx, now).await }.scope_boxed()
            })
            .await?;
        Ok(taken.inspect_err(|_| count(what)))
    }

    /// Whether there is room in the bucket of an account, without taking from it. `Err` holds the seconds after which there is.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn has_room(&self, db: &Db, what: Written, account_id: Uuid) -> Result<Result<(), u64>, DbErr> {
        if !self.enforced {
            return Ok(Ok(()));
        }
        let (now, Bucket { key, burst, interval }) = (self.clock.now(), what.bucket(account_id));
        let row = mail_quota::Entity::find_by_id(key).one(db.read()).await?;
        let wait = row.map_or(0, |row| row.arrival_date - now - interval * (burst - 1));
        // A date further ahead was written while a clock was wrong.
        if !(1..=interval + MAX_CLOCK_SKEW_SECONDS).contains(&wait) {
            return Ok(Ok(()));
        }
        count(what);
        Ok(Err(u64::try_from(wait).unwrap_or(1)))
    }

    /// Counts the revocation of an access token, which is never refused. `false` if the account has revoked so many lately that this
    /// one is not to have a row of its own.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_revocation(&self, transaction: &Transaction, account_id: Uuid) -> Result<bool, DbErr> {
        if !self.enforced {
            return Ok(true);
        }
        let now = self.clock.now();
        // Once the bucket is empty, no more tokens are issued.
        Written::Tokens.bucket(account_id).take(transaction, now).await?;
        let key = key("account.revoked_tokens", &account_id.to_string());
        Bucket { key, burst: REVOKED_TOKENS, interval: 60 }.take(transaction, now).await
    }
}

fn count(what: Written) {
    metrics::counter!("doorpost_limits_reached_total", "limit" => what.name()).increment(1);
}
