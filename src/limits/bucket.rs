//! Buckets in the database: they hold on all nodes and across restarts.

use entity::mail_quota::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::db::Transaction;

/// Seconds.
pub(super) const DAY: i64 = 86_400;

/// The key of a row: the name of a limit, and whose it is.
pub(super) fn key(name: &str, whose: &str) -> Vec<u8> {
    Sha256::new().chain_update(name).chain_update([0]).chain_update(whose).finalize().to_vec()
}

/// A row that holds the date at which the bucket is full again.
#[derive(Clone)]
pub(super) struct Bucket {
    pub(super) key: Vec<u8>,
    pub(super) burst: i64,
    /// Seconds after which it gains one.
    pub(super) interval: i64,
}

impl Bucket {
    /// The generic cell rate algorithm in one guarded statement: each take moves the date on by one interval, and past the burst
    /// no row is changed.
    pub(super) async fn take(&self, transaction: &Transaction, now: i64) -> Result<bool, DbErr> {
        let furthest = self.furthest(now);
        self.write(transaction, now, furthest).await
    }

    /// The same statement, which always changes the row: no date counts, so that there is always room.
    pub(super) async fn take_without_counting(&self, transaction: &Transaction, now: i64) -> Result<(), DbErr> {
        self.write(transaction, now, now - 1).await.map(drop)
    }

    /// The same, and when it is used up, after how many seconds there is one again.
    pub(super) async fn take_or_wait(self, transaction: &Transaction, now: i64) -> Result<Result<(), u64>, DbErr> {
        if self.take(transaction, now).await? {
            return Ok(Ok(()));
        }
        let row = Entity::find_by_id(self.key.clone()).one(transaction).await?;
        let wait = row.map_or(1, |row| self.wait(row.arrival_date, now));
        Ok(Err(u64::try_from(wait).map_or(1, |seconds| Ord::max(seconds, 1))))
    }

    /// Gives back what the same transaction took.
    pub(super) async fn give_back(&self, transaction: &Transaction) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::ArrivalDate, Expr::col(Column::ArrivalDate).sub(self.interval))
            .filter(Column::KeyHash.eq(self.key.clone()))
            .exec(transaction)
            .await
            .map(drop)
    }

    /// Seconds until there is one to take, by the date that its row holds; 0 or less if there is one now.
    pub(super) fn wait(&self, arrival_date: i64, now: i64) -> i64 {
        if arrival_date > self.furthest(now) { 0 } else { arrival_date - self.room(now) }
    }

    /// No take of today's leads further: such a date was written while a clock was wrong, and must not bind anybody now.
    fn furthest(&self, now: i64) -> i64 {
        now + self.interval * self.burst + MAX_CLOCK_SKEW_SECONDS
    }

    /// The latest date at which there is one to take.
    fn room(&self, now: i64) -> i64 {
        now + self.interval * (self.burst - 1)
    }

    async fn write(&self, transaction: &Transaction, now: i64, furthest: i64) -> Result<bool, DbErr> {
        let arrival = Expr::col((Entity, Column::ArrivalDate));
        let counts = Column::ArrivalDate.gt(now).and(Column::ArrivalDate.lte(furthest));
        let from = Expr::case(counts, arrival).finally(now);
        let room = Column::ArrivalDate.lte(self.room(now));
        let row = ActiveModel { key_hash: Set(self.key.clone()), arrival_date: Set(now + self.interval) };
        let taken = Entity::insert(row)
            .on_conflict(
                OnConflict::column(Column::KeyHash)
                    .value(Column::ArrivalDate, from.add(self.interval))
                    .action_and_where(room.or(Column::ArrivalDate.gt(furthest)))
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
        Ok(taken > 0)
    }
}
