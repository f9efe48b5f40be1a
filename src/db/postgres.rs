//! Connections to PostgreSQL, of which none is waited for without an end.
//!
//! A server that is gone without a word (its machine lost power, a firewall drops what is sent to it) leaves connections that neither
//! answer nor fail before TCP gives up, after a quarter of an hour; and sqlx waits for as long, also for those that it puts back
//! into its pool. Here each wait is bounded, and a connection that did not answer is closed, so that its place is free for a new one.

use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values,
};
use sea_query_sqlx::SqlxValues;
use sqlx::pool::{PoolConnection, PoolConnectionMetadata};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool};
use tokio::runtime::Handle;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout};

use super::connect;

/// An answer takes no longer: PostgreSQL itself ends a statement after 5 s, even if it stood still for as long.
pub(super) const LONGEST_ANSWER: Duration = Duration::from_secs(8);

/// An idle connection that takes longer to say that it is there is closed; there is still time to make another one.
const LONGEST_PING: Duration = Duration::from_secs(2);

/// Whether a commit of ours has waited for a synchronous standby for longer than any answer takes that comes at all. Roles see only their
/// own connections; those of every node are among them.
const COMMITS_WAIT: &str = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity \
     WHERE datname = current_database() AND usename = current_user AND wait_event = 'SyncRep' \
     AND state_change < clock_timestamp() - interval '5 seconds') AS waits";

/// A pool.
#[derive(Clone)]
pub(super) struct Postgres {
    pool: PgPool,
    silence: Silence,
    /// Something was not answered, and it was not asked since why.
    in_doubt: Arc<AtomicBool>,
}

impl Postgres {
    pub(super) fn new(pool: PgPool, silence: Silence) -> Self {
        Self { pool, silence, in_doubt: Arc::default() }
    }

    /// Fails if commits wait for a synchronous standby.
    pub(super) async fn expect_commits(&self) -> Result<(), DbErr> {
        let statement = Statement::from_string(DbBackend::Postgres, COMMITS_WAIT);
        let row = self.query_one_raw(statement).await?;
        let waits = row.map_or(Ok(false), |row| row.try_get("", "waits"))?;
        self.in_doubt.store(waits, Ordering::SeqCst);
        if waits {
            Err(DbErr::Conn(RuntimeErr::Internal("commits wait for a synchronous standby".to_owned())))
        } else {
            Ok(())
        }
    }

    /// The same, at the cost of nothing while everything is answered. A commit that waits for a standby goes on doing so when its
    /// connection is closed: each more would take another connection from the server, from readers as well.
    pub(super) async fn before_writing(&self) -> Result<(), DbErr> {
        if self.in_doubt.load(Ordering::SeqCst) { self.expect_commits().await } else { Ok(()) }
    }

    /// Begins a transaction that may write. Dropped, now or later, it is rolled back.
    pub(super) async fn begin(&self) -> Result<PostgresTransaction, DbErr> {
        self.before_writing().await?;
        let mut lease = self.acquire().await?;
        // Before it is: whoever is dropped while he waits for it may have begun one.
        lease.in_transaction = true;
        lease.execute_unprepared("BEGIN").await?;
        Ok(PostgresTransaction { lease: tokio::sync::Mutex::new(lease) })
    }

    async fn acquire(&self) -> Result<Lease, DbErr> {
        let connection = self.pool.acquire().await.map_err(not_acquired)?;
        Ok(Lease {
            connection: Some(connection),
            in_transaction: false,
            silence: self.silence.clone(),
            in_doubt: Arc::clone(&self.in_doubt),
        })
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Postgres {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.acquire().await?.execute(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.acquire().await?.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.acquire().await?.query_one(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.acquire().await?.query_all(statement).await
    }
}

/// Since when something was not answered, the last time that this happened.
#[derive(Clone, Default)]
pub(super) struct Silence(Arc<Mutex<Option<Instant>>>);

impl Silence {
    #[expect(clippy::disallowed_methods, reason = "a limit of the network, by the clock of its time-outs")]
    fn kept_for(&self, duration: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now().checked_sub(duration);
    }

    /// Whether an idle connection may be used. One that lay idle since before another one fell silent is not asked: if all of them are
    /// gone, whoever asks one after the other waits for each.
    pub(super) async fn answers(
        self,
        connection: &mut PgConnection,
        about: PoolConnectionMetadata,
    ) -> Result<bool, sqlx::Error> {
        let since = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if since.is_some_and(|since| about.idle_for >= since.elapsed()) {
            return Ok(false);
        }
        timeout(LONGEST_PING, connect::is_alive(connection, about)).await.unwrap_or_else(|_| {
            self.kept_for(LONGEST_PING);
            Err(no_answer())
        })
    }
}

/// A transaction.
pub(super) struct PostgresTransaction {
    lease: tokio::sync::Mutex<Lease>,
}

impl PostgresTransaction {
    /// Commits. If it fails for want of an answer, it may have happened all the same.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        let mut lease = self.lease.into_inner();
        lease.execute_unprepared("COMMIT").await?;
        lease.in_transaction = false;
        Ok(())
    }

    pub(super) async fn roll_back(self) -> Result<(), DbErr> {
        let mut lease = self.lease.into_inner();
        lease.execute_unprepared("ROLLBACK").await?;
        lease.in_transaction = false;
        Ok(())
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for PostgresTransaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.lease.lock().await.execute(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.lease.lock().await.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.lease.lock().await.query_one(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.lease.lock().await.query_all(statement).await
    }
}

/// A connection in use.
struct Lease {
    /// None once it was closed.
    connection: Option<PoolConnection<sqlx::Postgres>>,
    in_transaction: bool,
    silence: Silence,
    in_doubt: Arc<AtomicBool>,
}

impl Lease {
    async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        let answer = timeout(LONGEST_ANSWER, query(statement).execute(self.connection()?)).await;
        self.heard(answer).map(ExecResult::from).map_err(|error| DbErr::Exec(runtime_error(error)))
    }

    async fn execute_unprepared(&mut self, sql: &str) -> Result<ExecResult, DbErr> {
        let answer = timeout(LONGEST_ANSWER, self.connection()?.execute(AssertSqlSafe(sql.to_owned()))).await;
        self.heard(answer).map(ExecResult::from).map_err(|error| DbErr::Exec(runtime_error(error)))
    }

    async fn query_one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let answer = timeout(LONGEST_ANSWER, query(statement).fetch_optional(self.connection()?)).await;
        let row = self.heard(answer).map_err(|error| DbErr::Query(runtime_error(error)))?;
        Ok(row.map(QueryResult::from))
    }

    async fn query_all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let answer = timeout(LONGEST_ANSWER, query(statement).fetch_all(self.connection()?)).await;
        let rows = self.heard(answer).map_err(|error| DbErr::Query(runtime_error(error)))?;
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }

    fn connection(&mut self) -> Result<&mut PgConnection, DbErr> {
        self.connection
            .as_deref_mut()
            .ok_or_else(|| DbErr::Conn(runtime_error(std::io::Error::from(ErrorKind::NotConnected).into())))
    }

    /// Without an answer the connection is closed, and its place is free at once: putting it back would be to wait for it again.
    fn heard<T>(&mut self, answer: Result<Result<T, sqlx::Error>, Elapsed>) -> Result<T, sqlx::Error> {
        answer.unwrap_or_else(|_| {
            self.silence.kept_for(LONGEST_ANSWER);
            self.in_doubt.store(true, Ordering::SeqCst);
            drop(self.connection.take().map(PoolConnection::detach));
            Err(no_answer())
        })
    }
}

impl Drop for Lease {
    /// Whoever was dropped while he waited leaves a connection that is still at it. It is of use again once that is over.
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(give_back(connection, self.in_transaction))),
            Err(_) => drop(connection.detach()),
        }
    }
}

/// Puts a connection back into its pool if it answers, and closes it if not. Left to itself, sqlx asks it and waits without an end.
async fn give_back(mut connection: PoolConnection<sqlx::Postgres>, in_transaction: bool) {
    if in_transaction {
        let answer = timeout(LONGEST_ANSWER, connection.execute("ROLLBACK")).await;
        if !matches!(answer, Ok(Ok(_))) {
            return drop(connection.detach());
        }
    }
    // What is dropped when the time is over is the connection itself.
    let _put_back_or_closed = timeout(LONGEST_ANSWER, connection.return_to_pool()).await;
}

fn query(statement: Statement) -> Query<'static, sqlx::Postgres, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn no_answer() -> sqlx::Error {
    std::io::Error::new(ErrorKind::TimedOut, "PostgreSQL does not answer").into()
}

fn not_acquired(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(runtime_error(error)),
    }
}

fn runtime_error(error: sqlx::Error) -> RuntimeErr {
    RuntimeErr::SqlxError(error.into())
}
