//! A write transaction, and what is told once it is committed.

use std::sync::{Mutex, PoisonError};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement, StatementBuilder,
};

use super::change_feed::{self, Invalidation};
use super::either::OnEither;
use super::postgres::PostgresTransaction;

/// Tells the advisory locks of turns from other ones.
const TURNS: i32 = 1_685_024_627;

/// Work that is done by one transaction at a time, whatever the number of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Judging how mail is doing.
    MailHealth = 1,
}

/// A transaction that may write.
pub struct Transaction {
    inner: OnEither<DatabaseTransaction, PostgresTransaction>,
    announced: Mutex<Vec<Invalidation>>,
}

impl Transaction {
    pub(super) fn new(inner: OnEither<DatabaseTransaction, PostgresTransaction>) -> Self {
        Self { inner, announced: Mutex::default() }
    }

    /// Has everybody told of a change, here and on other nodes, as soon as it is committed. Nobody hears of what is rolled back.
    pub fn announce(&self, change: Invalidation) {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).push(change);
    }

    /// Waits until no other transaction has this turn, and keeps it to the end: what judges by rows that others insert at the same time
    /// would not see them else. A SQLite file has one writer anyway.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take(&self, turn: Turn) -> Result<(), DbErr> {
        if self.inner.get_database_backend() == DbBackend::Postgres {
            let turn = turn as i32;
            self.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({TURNS}, {turn})")).await?;
        }
        Ok(())
    }

    /// How much was announced so far.
    pub(super) fn announced(&self) -> usize {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Takes back what was announced after the first so many.
    pub(super) fn take_back(&self, kept: usize) {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).truncate(kept);
    }

    /// Commits, and returns what is to be told in this process; other nodes hear of it from the database.
    pub(super) async fn commit(self) -> Result<Vec<Invalidation>, DbErr> {
        let announced = self.announced.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !announced.is_empty() && self.inner.get_database_backend() == DbBackend::Postgres {
            change_feed::notify(&self.inner, &announced).await?;
        }
        match self.inner {
            OnEither::Sqlite(transaction) => transaction.commit().await?,
            OnEither::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(announced)
    }

    /// The connection rolls back when it returns to its pool, whatever becomes of this statement.
    pub(super) async fn roll_back(self) {
        let rolled_back = match self.inner {
            OnEither::Sqlite(transaction) => transaction.rollback().await,
            OnEither::Postgres(transaction) => transaction.roll_back().await,
        };
        if let Err(error) = rolled_back {
            tracing::debug!(%error, "rolling back failed");
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }

    async fn execute<S: StatementBuilder>(&self, statement: &S) -> Result<ExecResult, DbErr> {
        self.inner.execute(statement).await
    }

    async fn query_one<S: StatementBuilder>(&self, statement: &S) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one(statement).await
    }

    async fn query_all<S: StatementBuilder>(&self, statement: &S) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all(statement).await
    }
}
