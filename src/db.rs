//! The database: SQLite or PostgreSQL behind one type. No branch on which of them it is stands outside this module.
//!
//! SQLite has one writer connection and readers of their own; PostgreSQL has one pool. Every change goes through
//! [`Db::write`], and what a change announces is told once it is committed.

mod backup_file;
mod change_feed;
mod connect;
mod either;
mod failure;
mod file;
mod group_commit;
mod insert;
mod life;
mod postgres;
mod repair;
mod schema;
mod transaction;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};

use connect::Opened;
use either::OnEither;
use file::Identity;
use group_commit::Writer;
use life::Life;
use postgres::{Demands, Postgres};
use scoped_futures::{ScopedBoxFuture, ScopedFutureExt};
use sea_orm::sea_query::InsertStatement;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tracing::Instrument;

pub use backup_file::BackupFile;
pub use change_feed::{ChangeFeed, FeedEvent, Invalidation};
pub use failure::{WriteFailure, in_words, is_unavailable, is_unique_violation};
pub use insert::insert_pair;
pub use repair::LeftOut;
pub use schema::Schema;
pub use transaction::{Transaction, Turn};

/// How often a write is tried when PostgreSQL says that it got in another's way.
const WRITE_TRIES: u32 = 5;
/// Connections to PostgreSQL where nobody chose how many.
pub const CONNECTIONS: usize = 20;

/// Connections to the database. Clones share them.
#[derive(Clone)]
pub struct Db {
    pools: Arc<Pools>,
}

struct Pools {
    reader: OnEither<DatabaseConnection, Postgres>,
    writer: DatabaseConnection,
    writing: OnEither<Writer, Postgres>,
    /// How many connections `writer` made so far.
    connections: Arc<AtomicU64>,
    file: Option<Identity>,
    listener: Arc<Listener>,
    life: Arc<Life>,
}

/// Who is told of what this process committed.
#[derive(Default)]
struct Listener(OnceLock<Box<dyn Fn(Invalidation) + Send + Sync>>);

impl Listener {
    /// Tells what a commit brought. One that failed may have been made all the same, and its answer lost.
    fn committed(&self, outcome: Result<Vec<Invalidation>, DbErr>) -> Result<(), DbErr> {
        match outcome {
            Ok(notices) => {
                metrics::counter!("doorpost_commits_total").increment(1);
                self.tell(&notices);
                Ok(())
            }
            Err(error) => {
                self.tell(&[Invalidation::All]);
                Err(error)
            }
        }
    }

    fn tell(&self, notices: &[Invalidation]) {
        if let Some(listener) = self.0.get() {
            for notice in notices {
                listener(*notice);
            }
        }
    }
}

impl Db {
    /// Opens `sqlite://FILE` (made, owner-only, where it does not exist) or `postgres://…`, whatever the latter is like.
    ///
    /// # Errors
    /// The URL is not understood, or the database does not answer.
    pub async fn open(url: &str) -> Result<Self, DbErr> {
        Ok(Self::of(connect::open(url, CONNECTIONS, Demands::None).await?))
    }

    /// The same for a database that is served from or written to. PostgreSQL gets so many connections at most, and one that listens.
    ///
    /// # Errors
    /// The same, or it is not fit for that: its encoding is not UTF-8, nothing can be written, it is a standby, or its connections
    /// are not sessions of their own.
    pub async fn open_for_service(url: &str, connections: usize) -> Result<Self, DbErr> {
        Ok(Self::of(connect::open(url, connections, Demands::Service).await?))
    }

    /// Opens a SQLite file, made where it does not exist.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub async fn open_file(file: &Path) -> Result<Self, DbErr> {
        Ok(Self::of(connect::open_file(file).await?))
    }

    fn of(Opened { reader, writer, connections, file }: Opened) -> Self {
        let listener = Arc::<Listener>::default();
        let writing = match &reader {
            OnEither::Sqlite(_) => OnEither::Sqlite(Writer::new(writer.clone(), Arc::clone(&listener))),
            OnEither::Postgres(postgres) => OnEither::Postgres(postgres.clone()),
        };
        let life = Arc::default();
        Self { pools: Arc::new(Pools { reader, writer, writing, connections, file, listener, life }) }
    }

    /// Has what this process commits told to `listener`, before whoever wrote it hears that it is safe. Only the first one is
    /// kept.
    pub fn on_invalidation(&self, listener: impl Fn(Invalidation) + Send + Sync + 'static) {
        let _kept = self.pools.listener.0.set(Box::new(listener));
    }

    /// A client's text, fit to be compared with what is stored. PostgreSQL's text holds no U+0000 and fails on it; none that
    /// we store holds a control character, so that another one in its place equals nothing either.
    #[must_use]
    pub fn comparable(text: &str) -> String {
        text.replace('\0', "\u{1}")
    }

    /// The file that a URL names, if it names one.
    #[must_use]
    pub fn file(url: &str) -> Option<PathBuf> {
        connect::file(url)
    }

    /// For reading. What [`Db::write`] has committed is visible at once.
    #[must_use]
    pub fn read(&self) -> &impl ConnectionTrait {
        &self.pools.reader
    }

    /// Runs `work` in one write transaction: committed if it returns `Ok`, undone otherwise. On SQLite it takes its turn on the
    /// single writer, and may be committed together with what others wrote meanwhile; on PostgreSQL it is tried again a few times
    /// after a serialisation failure or a deadlock, or where a table was altered, so `work` must be repeatable. No network and no rendering belongs inside.
    ///
    /// # Errors
    /// Those of `work`, and those of the database.
    pub async fn write<'env, T, E, F>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        E: WriteFailure,
        F: for<'tx> Fn(&'tx Transaction) -> ScopedBoxFuture<'env, 'tx, Result<T, E>>,
    {
        let mut tries = 1;
        loop {
            let outcome = match &self.pools.writing {
                OnEither::Sqlite(writer) => self.write_in_turn(writer, &work).await,
                OnEither::Postgres(postgres) => self.write_alone(postgres, &work).await,
            };
            match &outcome {
                Err(error) if tries < WRITE_TRIES && error.database().is_some_and(failure::passes) => {
                    metrics::counter!("doorpost_write_retries_total", "name" => name).increment(1);
                    tries += 1;
                }
                _ => {
                    count_write(name, &outcome);
                    return outcome;
                }
            }
        }
    }

    async fn write_alone<'env, T, E, F>(&self, postgres: &Postgres, work: &F) -> Result<T, E>
    where
        E: WriteFailure,
        F: for<'tx> Fn(&'tx Transaction) -> ScopedBoxFuture<'env, 'tx, Result<T, E>>,
    {
        let transaction = Transaction::new(OnEither::Postgres(postgres.begin().await?));
        match work(&transaction).await {
            Ok(value) => {
                self.commit(transaction).await?;
                Ok(value)
            }
            Err(error) => {
                transaction.roll_back().await;
                Err(error)
            }
        }
    }

    async fn write_in_turn<'env, T, E, F>(&self, writer: &Writer, work: &F) -> Result<T, E>
    where
        E: WriteFailure,
        F: for<'tx> Fn(&'tx Transaction) -> ScopedBoxFuture<'env, 'tx, Result<T, E>>,
    {
        self.expect_file()?;
        let turn = writer.turn().await?;
        match work(turn.transaction()?).await {
            Ok(value) => {
                turn.commit().await?;
                Ok(value)
            }
            Err(error) => {
                turn.roll_back().await;
                Err(error)
            }
        }
    }

    /// In a task of its own: what became of it is told, whoever leaves meanwhile.
    async fn commit(&self, transaction: Transaction) -> Result<(), DbErr> {
        let listener = Arc::clone(&self.pools.listener);
        let commit = async move { listener.committed(transaction.commit().await) };
        let committed = tokio::spawn(commit.in_current_span()).await;
        committed.map_err(|error| DbErr::Custom(format!("committing failed: {error}")))?
    }

    /// Inserts a row, and then another one that may refer to it: both or neither, and in one round trip.
    ///
    /// # Errors
    /// The database does not answer, or refuses one of them.
    pub async fn insert_pair(
        &self,
        name: &'static str,
        first: InsertStatement,
        second: InsertStatement,
    ) -> Result<(), DbErr> {
        let pair = &insert::pair(self.pools.writer.get_database_backend(), first, second);
        let OnEither::Postgres(postgres) = &self.pools.writing else {
            return self
                .write(name, |tx| async move { tx.execute_raw(pair.clone()).await.map(drop) }.scope_boxed())
                .await;
        };
        // A statement is a transaction by itself.
        postgres.before_writing().await?;
        let outcome = postgres.execute_raw(pair.clone()).await;
        count_write(name, &outcome);
        outcome.map(drop)
    }

    async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        group_commit::begin(&self.pools.writer, self.is_sqlite().then_some(SqliteTransactionMode::Immediate)).await
    }

    /// Reads and writes nothing, but fails if either would, or if commits wait for a standby.
    ///
    /// # Errors
    /// The database does not answer, is not migrated, is read-only or gone, or answers no commits.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.expect_file()?;
        self.pools.reader.execute_unprepared("SELECT 1 FROM account WHERE 1 = 0").await?;
        if let OnEither::Postgres(postgres) = &self.pools.reader {
            postgres.expect_commits().await?;
        }
        Ok(())
    }

    /// What other processes changed: exactly that on PostgreSQL, an unspecific hint on SQLite.
    #[must_use]
    pub fn changes(&self) -> ChangeFeed {
        let source = match &self.pools.reader {
            OnEither::Sqlite(_) => OnEither::Sqlite(self.pools.file.clone()),
            OnEither::Postgres(postgres) => OnEither::Postgres(postgres.clone()),
        };
        let (connections, life) = (Arc::clone(&self.pools.connections), Arc::clone(&self.pools.life));
        ChangeFeed::of(self.pools.writer.clone(), connections, source, life)
    }

    /// Starts a transaction that sees one state of the database throughout.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            isolation_level: (!self.is_sqlite()).then_some(sea_orm::IsolationLevel::RepeatableRead),
            ..TransactionOptions::default()
        };
        match &self.pools.reader {
            OnEither::Sqlite(reader) => reader.begin_with_options(options).await,
            OnEither::Postgres(_) => self.pools.writer.begin_with_options(options).await,
        }
    }

    /// Closes the connections; on SQLite the log is checkpointed with the last of them.
    pub async fn close(&self) {
        let reader = match &self.pools.reader {
            OnEither::Sqlite(reader) => Some(reader),
            OnEither::Postgres(postgres) => {
                postgres.close().await;
                None
            }
        };
        for pool in reader.into_iter().chain([&self.pools.writer]) {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "closing the database failed");
            }
        }
    }

    fn expect_file(&self) -> Result<(), DbErr> {
        self.pools.file.as_ref().map_or(Ok(()), Identity::expect)
    }

    /// Whether the database is SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.pools.writer.get_database_backend() == DbBackend::Sqlite
    }
}

fn count_write<T, E>(name: &'static str, outcome: &Result<T, E>) {
    let result = if outcome.is_ok() { "committed" } else { "rolled_back" };
    metrics::counter!("doorpost_writes_total", "name" => name, "result" => result).increment(1);
}
