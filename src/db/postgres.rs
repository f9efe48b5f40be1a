//! Connections to PostgreSQL, of which none is waited for without an end.
//!
//! A server that is gone without a word (its machine lost power, a firewall drops what is sent to it) leaves connections that neither
//! answer nor fail before TCP gives up, after a quarter of an hour; and sqlx waits for as long, also for those that it puts back
//! into its pool. Here each wait is bounded, and a connection that did not answer is closed, so that its place is free for a new one.

mod again;
mod cause;
mod pool;
mod session;

use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::runtime::Handle;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout};

use super::connect;
use pool::Pooled;

pub(super) use again::is_of_stale_statements;
pub(super) use cause::{is_for_want_of_connections, words};
pub(super) use pool::{ACQUIRE_TIMEOUT, Pool};
pub(super) use session::{Demands, is_shared, settle, shared};

/// An answer takes no longer: PostgreSQL itself ends a statement after 5 s, even if it stood still for as long.
pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_secs(8);

/// An idle connection that takes longer to say that it is there is closed; there is still time to make another one.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// A look at a connection that takes longer says that it is gone.
const PROBE_TIMEOUT: Duration = Duration::from_millis(700);

/// Whether a commit of ours has waited for a synchronous standby for longer than any answer takes that comes at all; roles see only their
/// own connections; those of every node are among them. And whether this is a primary that can be written to.
const STATE: &str = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity \
     WHERE datname = current_database() AND usename = current_user AND wait_event = 'SyncRep' \
     AND state_change < clock_timestamp() - interval '5 seconds') AS waits, pg_is_in_recovery() AS standby, \
     current_setting('transaction_read_only') = 'on' AS read_only";

const BEGIN: &str = "BEGIN";
/// What PostgreSQL says to a write in a transaction that is read-only.
const READ_ONLY_TRANSACTION: &str = "25006";

/// A pool.
#[derive(Clone)]
pub(super) struct Postgres {
    pool: Pool,
    last_timeout: LastTimeout,
    /// Something was not answered, and it was not asked since why.
    commit_status_unknown: Arc<AtomicBool>,
}

impl Postgres {
    pub(super) fn new(pool: Pool) -> Self {
        Self { pool, last_timeout: LastTimeout::default(), commit_status_unknown: Arc::default() }
    }

    /// Fails if commits wait for a synchronous standby, or if nothing can be written.
    pub(super) async fn expect_commits(&self) -> Result<(), DbErr> {
        let row = self.query_one_raw(Statement::from_string(DbBackend::Postgres, STATE)).await?;
        let is = |column| row.as_ref().map_or(Ok(false), |row| row.try_get::<bool>("", column));
        let (waits, standby, read_only) = (is("waits")?, is("standby")?, is("read_only")?);
        self.commit_status_unknown.store(waits, Ordering::SeqCst);
        if waits {
            return Err(DbErr::Conn(RuntimeErr::Internal("commits wait for a synchronous standby".to_owned())));
        }
        if standby || read_only || self.pool.is_read_only() {
            // What it is was settled when the connection was made.
            self.pool.renew();
            return Err(if standby { session::standby() } else { session::read_only() });
        }
        Ok(())
    }

    /// The same, at the cost of nothing while everything is answered. A commit that waits for a standby goes on doing so when its
    /// connection is closed: each more would take another connection from the server, from readers as well.
    pub(super) async fn before_writing(&self) -> Result<(), DbErr> {
        if self.commit_status_unknown.load(Ordering::SeqCst) { self.expect_commits().await } else { Ok(()) }
    }

    /// Begins a transaction that may write. Dropped, now or later, it is rolled back.
    pub(super) async fn begin(&self) -> Result<PostgresTransaction, DbErr> {
        self.before_writing().await?;
        let mut lease = self.acquire().await?;
        let mut begun = lease.begin().await;
        if again::may_be_asked(&begun, BEGIN) {
            lease = self.acquire_asked().await?;
            begun = lease.begin().await;
        }
        begun?;
        Ok(PostgresTransaction { lease: tokio::sync::Mutex::new(lease) })
    }

    /// Fails if a connection is not a session of its own any more, or is that of `other`, the server's process that another one has.
    /// With `at_once` none is waited for: an idle one is asked, if there is one.
    pub(super) async fn expect_own_session(&self, other: i32, at_once: bool) -> Result<(), DbErr> {
        let pooled =
            if at_once { self.pool.try_acquire() } else { Some((self.take(connect::TRUSTED_FOR).await?, now())) };
        let Some((mut pooled, since)) = pooled else { return Ok(()) };
        let expected = pooled.process();
        let Some(connection) = pooled.connection() else { return Ok(()) };
        // One that does not answer, or fails, is closed by being dropped, and says nothing about what a session is.
        let Ok(Ok(process)) = timeout(PROBE_TIMEOUT, session::process(connection)).await else { return Ok(()) };
        if process != expected || process == other {
            return Err(session::shared());
        }
        // A connection that was just used is used again without being asked whether it is there; a look is no use.
        pooled.give_back_idle_since(since);
        Ok(())
    }

    /// Gives up a connection, for something else that gets none, or no answer.
    pub(super) fn make_room(&self, is_certain: bool) {
        self.pool.make_room(is_certain);
    }

    /// Has every connection replaced by a new one: what is prepared on them is not what was prepared there.
    pub(super) fn replace_connections(&self) {
        self.pool.replace();
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    async fn acquire(&self) -> Result<Lease, DbErr> {
        Ok(self.lease(self.take(connect::TRUSTED_FOR).await?))
    }

    /// A connection that was asked whether it is there, since another one was not.
    async fn acquire_asked(&self) -> Result<Lease, DbErr> {
        Ok(self.lease(self.take(Duration::ZERO).await?))
    }

    fn lease(&self, pooled: Pooled) -> Lease {
        Lease { pooled: Some(pooled), in_transaction: false, unfinished: false, pool: self.clone() }
    }

    /// One that was idle for no longer than `trusted_for` is not asked whether it is there.
    async fn take(&self, trusted_for: Duration) -> Result<Pooled, DbErr> {
        let deadline = in_time();
        loop {
            let (mut pooled, idle_for) = self.pool.acquire(deadline).await?;
            let Some(connection) = pooled.connection() else { continue };
            if self.last_timeout.answers(connection, idle_for, trusted_for).await {
                return Ok(pooled);
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a limit of the network, by the clock of its time-outs")]
fn now() -> Instant {
    Instant::now()
}

fn in_time() -> Instant {
    now() + ACQUIRE_TIMEOUT
}

#[async_trait::async_trait]
impl ConnectionTrait for Postgres {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let outcome = self.acquire().await?.execute(statement.clone()).await;
        if again::may_be_asked(&outcome, &statement.sql) {
            return self.acquire_asked().await?.execute(statement).await;
        }
        outcome
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.acquire().await?.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let outcome = self.acquire().await?.query_one(statement.clone()).await;
        if again::may_be_asked(&outcome, &statement.sql) {
            return self.acquire_asked().await?.query_one(statement).await;
        }
        outcome
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let outcome = self.acquire().await?.query_all(statement.clone()).await;
        if again::may_be_asked(&outcome, &statement.sql) {
            return self.acquire_asked().await?.query_all(statement).await;
        }
        outcome
    }
}

/// Since when something was not answered, the last time that this happened.
#[derive(Clone, Default)]
struct LastTimeout(Arc<Mutex<Option<Instant>>>);

impl LastTimeout {
    #[expect(clippy::disallowed_methods, reason = "a limit of the network, by the clock of its time-outs")]
    fn record_timeout(&self, duration: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now().checked_sub(duration);
    }

    /// Whether an idle connection may be used. One that lay idle since before another one fell silent is not asked: if all of them are
    /// gone, whoever asks one after the other waits for each.
    async fn answers(&self, connection: &mut PgConnection, idle_for: Duration, trusted_for: Duration) -> bool {
        let since = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if since.is_some_and(|since| idle_for >= since.elapsed()) {
            return false;
        }
        if idle_for < trusted_for {
            return true;
        }
        let answer = timeout(PING_TIMEOUT, connection.ping()).await;
        if answer.is_err() {
            self.record_timeout(PING_TIMEOUT);
        }
        matches!(answer, Ok(Ok(())))
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
    pooled: Option<Pooled>,
    in_transaction: bool,
    /// The last question was not answered, or its answer not understood.
    unfinished: bool,
    pool: Postgres,
}

impl Lease {
    async fn begin(&mut self) -> Result<(), DbErr> {
        // Before it is: whoever is dropped while he waits for it may have begun one.
        self.in_transaction = true;
        self.execute_unprepared(BEGIN).await.map(drop)
    }

    async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        let answer = timeout(ANSWER_TIMEOUT, query(statement).execute(self.connection()?)).await;
        self.close_on_timeout(answer).map(ExecResult::from).map_err(|error| DbErr::Exec(runtime_error(error)))
    }

    async fn execute_unprepared(&mut self, sql: &str) -> Result<ExecResult, DbErr> {
        let answer = timeout(ANSWER_TIMEOUT, self.connection()?.execute(AssertSqlSafe(sql.to_owned()))).await;
        self.close_on_timeout(answer).map(ExecResult::from).map_err(|error| DbErr::Exec(runtime_error(error)))
    }

    async fn query_one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let answer = timeout(ANSWER_TIMEOUT, query(statement).fetch_optional(self.connection()?)).await;
        let row = self.close_on_timeout(answer).map_err(|error| DbErr::Query(runtime_error(error)))?;
        Ok(row.map(QueryResult::from))
    }

    async fn query_all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let answer = timeout(ANSWER_TIMEOUT, query(statement).fetch_all(self.connection()?)).await;
        let rows = self.close_on_timeout(answer).map_err(|error| DbErr::Query(runtime_error(error)))?;
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }

    /// For one question.
    fn connection(&mut self) -> Result<&mut PgConnection, DbErr> {
        self.unfinished = true;
        self.pooled
            .as_mut()
            .and_then(Pooled::connection)
            .ok_or_else(|| DbErr::Conn(runtime_error(std::io::Error::from(ErrorKind::NotConnected).into())))
    }

    /// Without an answer the connection is closed, and its place is free at once: putting it back would be to wait for it again.
    fn close_on_timeout<T>(&mut self, answer: Result<Result<T, sqlx::Error>, Elapsed>) -> Result<T, sqlx::Error> {
        let Ok(answer) = answer else {
            self.pool.last_timeout.record_timeout(ANSWER_TIMEOUT);
            self.pool.commit_status_unknown.store(true, Ordering::SeqCst);
            drop(self.pooled.take());
            return Err(no_answer());
        };
        match &answer {
            Ok(_) => self.unfinished = false,
            Err(error @ sqlx::Error::Database(said)) => {
                self.unfinished = false;
                if said.code().is_some_and(|code| code == READ_ONLY_TRANSACTION) {
                    self.pool.pool.renew();
                }
                if is_of_stale_statements(error) {
                    // A table that was altered was altered for all of them.
                    if let Some(pooled) = self.pooled.take() {
                        pooled.outdate();
                    }
                }
            }
            Err(_) => {}
        }
        answer
    }
}

impl Drop for Lease {
    /// Whoever was dropped while he waited leaves a connection that is still at it. It is of use again once that is over.
    fn drop(&mut self) {
        let Some(pooled) = self.pooled.take() else { return };
        if !self.unfinished && !self.in_transaction {
            return pooled.give_back();
        }
        // Without a runtime it is dropped, and closed.
        if let Ok(runtime) = Handle::try_current() {
            drop(runtime.spawn(give_back(pooled, self.in_transaction)));
        }
    }
}

/// Puts a connection back into its pool if it answers, and closes it if not.
async fn give_back(mut pooled: Pooled, in_transaction: bool) {
    let Some(connection) = pooled.connection() else { return };
    let settling =
        async { if in_transaction { connection.execute("ROLLBACK").await.map(drop) } else { connection.ping().await } };
    if matches!(timeout(ANSWER_TIMEOUT, settling).await, Ok(Ok(()))) {
        pooled.give_back();
    }
}

fn query(statement: Statement) -> Query<'static, sqlx::Postgres, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn no_answer() -> sqlx::Error {
    std::io::Error::new(ErrorKind::TimedOut, "PostgreSQL does not answer").into()
}

fn runtime_error(error: sqlx::Error) -> RuntimeErr {
    RuntimeErr::SqlxError(error.into())
}
