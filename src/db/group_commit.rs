//! Group commit on the single writer of a SQLite file: writes that wait for their turn at the same time share one transaction,
//! and with it one wait for the disk. Each has a savepoint of its own, so that its failure undoes what it did and nothing else,
//! and each hears what became of the commit that carried it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use tokio::time::timeout;
use tracing::Instrument;

use super::Listener;
use super::either::OnEither;
use super::transaction::Transaction;

/// Nobody waits for more writes than so many before the one that was first is safe.
const MAX_GROUP_SIZE: usize = 64;
/// Who gets no turn for so long is told that the database is out of reach.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(5);

type Outcome = Option<Result<(), DbErr>>;

/// The writer, and those who wait for it. Clones are the same.
#[derive(Clone)]
pub(super) struct Writer {
    connection: DatabaseConnection,
    listener: Arc<Listener>,
    turn: Arc<Mutex<Option<Group>>>,
    waiting: Arc<AtomicUsize>,
}

/// Writes that are committed together.
struct Group {
    transaction: Transaction,
    members: usize,
    /// What was announced by members that are done.
    announced: usize,
    outcome: watch::Sender<Outcome>,
    /// There is certainly a savepoint, the latest of its name.
    has_savepoint: bool,
    /// Somebody began and did not say how it ended: he failed, his request was dropped, or he panicked.
    unfinished: bool,
}

impl Writer {
    pub(super) fn new(connection: DatabaseConnection, listener: Arc<Listener>) -> Self {
        Self { connection, listener, turn: Arc::default(), waiting: Arc::default() }
    }

    /// Waits for this caller's turn to write.
    pub(super) async fn turn(&self) -> Result<WriteTurn, DbErr> {
        let place = QueueTicket::take(self);
        let guard = timeout(QUEUE_TIMEOUT, Arc::clone(&self.turn).lock_owned()).await;
        let guard = guard.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        place.leave();
        let mut turn = WriteTurn { writer: self.clone(), group: Some(guard) };
        turn.begin().await?;
        Ok(turn)
    }

    async fn open_group(&self) -> Result<Group, DbErr> {
        let transaction = begin(&self.connection, Some(SqliteTransactionMode::Immediate)).await?;
        let transaction = Transaction::new(OnEither::Sqlite(transaction));
        let outcome = watch::Sender::new(None);
        Ok(Group { transaction, members: 0, announced: 0, outcome, has_savepoint: false, unfinished: false })
    }

    /// Commits what has gathered, in a task of its own: nobody who leaves meanwhile takes it with him.
    fn commit(&self, mut group: OwnedMutexGuard<Option<Group>>) {
        let writer = self.clone();
        tokio::spawn(
            async move {
                let Some(mut gathered) = group.take() else { return };
                if gathered.unfinished && !gathered.undo().await {
                    return gathered.fail().await;
                }
                let committed = writer.listener.committed(gathered.transaction.commit().await);
                gathered.outcome.send_replace(Some(committed));
            }
            .in_current_span(),
        );
    }

    /// Commits what those left behind who were expected to come and did not.
    fn settle(&self) {
        let writer = self.clone();
        tokio::spawn(async move {
            let group = Arc::clone(&writer.turn).lock_owned().await;
            if writer.nobody_waits() {
                writer.commit(group);
            }
        });
    }

    fn nobody_waits(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) == 0
    }
}

/// Begins a transaction on a connection. A client may leave at any moment, and this future with it. sqlx notes an open transaction only
/// once PostgreSQL has answered to BEGIN: dropped before that, the connection would go back to the pool inside a transaction
/// that nobody knows of. In a task of its own BEGIN is waited for, and what then drops is a transaction, rolled back.
pub(super) async fn begin(
    connection: &DatabaseConnection,
    sqlite_transaction_mode: Option<SqliteTransactionMode>,
) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
    let connection = connection.clone();
    let begun = tokio::spawn(async move { connection.begin_with_options(options).await }.in_current_span());
    begun.await.map_err(|error| DbErr::Custom(format!("beginning a transaction failed: {error}")))?
}

/// A place in the queue.
struct QueueTicket<'a> {
    writer: &'a Writer,
    left: bool,
}

impl<'a> QueueTicket<'a> {
    fn take(writer: &'a Writer) -> Self {
        writer.waiting.fetch_add(1, Ordering::SeqCst);
        Self { writer, left: false }
    }

    /// Its turn has come.
    fn leave(mut self) {
        self.left = true;
    }
}

impl Drop for QueueTicket<'_> {
    fn drop(&mut self) {
        let last = self.writer.waiting.fetch_sub(1, Ordering::SeqCst) == 1;
        // Somebody before him may have left the commit to him.
        if !self.left && last {
            self.writer.settle();
        }
    }
}

/// The right to write, until it is said how it went.
pub(super) struct WriteTurn {
    writer: Writer,
    group: Option<OwnedMutexGuard<Option<Group>>>,
}

impl WriteTurn {
    /// The first of a group needs no savepoint: if he fails, there is nothing of anybody else's to be kept. Whoever is dropped in
    /// here leaves the group as it was, but for a savepoint more, which nobody goes back to.
    async fn begin(&mut self) -> Result<(), DbErr> {
        let Some(guard) = &mut self.group else { return Ok(()) };
        if let Some(group) = &mut **guard
            && group.unfinished
            && !group.undo().await
            && let Some(group) = guard.take()
        {
            group.fail().await;
        }
        if guard.is_none() {
            **guard = Some(self.writer.open_group().await?);
        }
        let Some(group) = &mut **guard else { return Ok(()) };
        if group.members > 0 {
            let has_savepoint = std::mem::take(&mut group.has_savepoint);
            let sql = if has_savepoint { "RELEASE member; SAVEPOINT member" } else { "SAVEPOINT member" };
            if let Err(error) = group.transaction.execute_unprepared(sql).await {
                // The connection is gone, and with it what the others wrote.
                if let Some(group) = guard.take() {
                    group.fail().await;
                }
                return Err(error);
            }
            group.has_savepoint = true;
        }
        group.unfinished = true;
        Ok(())
    }

    pub(super) fn transaction(&self) -> Result<&Transaction, DbErr> {
        let group = self.group.as_ref().and_then(|guard| guard.as_ref());
        group.map(|group| &group.transaction).ok_or_else(|| DbErr::Custom("the turn to write is over".to_owned()))
    }

    /// Has what was written committed, with what the others wrote; returns once it is safe.
    pub(super) async fn commit(mut self) -> Result<(), DbErr> {
        if let Some(group) = self.group.as_mut().and_then(|guard| guard.as_mut()) {
            group.members += 1;
            group.announced = group.transaction.announced();
            group.unfinished = false;
        }
        let outcome = self.outcome();
        drop(self);
        commit_outcome(outcome).await
    }

    /// Has what was written undone. Returns once what the others wrote is safe: it may be what stood in the way, and is to be seen
    /// by whoever looks for it then.
    pub(super) async fn roll_back(self) {
        let outcome = self.outcome();
        drop(self);
        let _lost_or_safe = commit_outcome(outcome).await;
    }

    fn outcome(&self) -> Option<watch::Receiver<Outcome>> {
        let group = self.group.as_ref().and_then(|guard| guard.as_ref())?;
        (group.members > 0).then(|| group.outcome.subscribe())
    }
}

async fn commit_outcome(outcome: Option<watch::Receiver<Outcome>>) -> Result<(), DbErr> {
    let Some(mut outcome) = outcome else { return Ok(()) };
    let outcome = outcome.wait_for(Option::is_some).await.map(|outcome| outcome.clone());
    outcome.ok().flatten().unwrap_or_else(|| Err(DbErr::Custom("nobody committed".to_owned())))
}

impl Drop for WriteTurn {
    /// The last one for now commits. What was begun and not kept is undone before that, or before anybody else writes.
    fn drop(&mut self) {
        if let Some(guard) = self.group.take()
            && let Some(group) = &*guard
            && (self.writer.nobody_waits() || group.members >= MAX_GROUP_SIZE)
        {
            self.writer.commit(guard);
        }
    }
}

impl Group {
    /// Undoes what the last one wrote; `false` if that takes what the others wrote with it, too.
    async fn undo(&mut self) -> bool {
        self.transaction.take_back(self.announced);
        let undone = self.members > 0 && self.transaction.execute_unprepared("ROLLBACK TO member").await.is_ok();
        // Only now: whoever is dropped while he waits for it leaves it to be done once more, which is harmless.
        self.unfinished = !undone;
        undone
    }

    /// Ends it; those who wait for its commit hear that there was none.
    async fn fail(self) {
        self.transaction.roll_back().await;
        let lost = DbErr::Conn(sea_orm::RuntimeErr::Internal("the transaction was lost".to_owned()));
        self.outcome.send_replace(Some(Err(lost)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use scoped_futures::ScopedFutureExt;
    use sea_orm::{Statement, Values};

    use super::super::{Db, Invalidation, Transaction};
    use super::*;

    async fn opened() -> (tempfile::TempDir, Db) {
        let directory = tempfile::tempdir().unwrap();
        let db = Db::open_file(&directory.path().join("group.db")).await.unwrap();
        let made = db.write("make", |tx| {
            async move { tx.execute_unprepared("CREATE TABLE number (value INTEGER PRIMARY KEY)").await }.scope_boxed()
        });
        made.await.unwrap();
        (directory, db)
    }

    async fn insert(tx: &Transaction, value: i64) -> Result<(), DbErr> {
        let sql = "INSERT INTO number (value) VALUES (?)";
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, Values(vec![value.into()]));
        tx.execute_raw(statement).await.map(drop)
    }

    async fn write(db: Db, values: Vec<i64>, fails: bool) -> Result<(), DbErr> {
        let values = &values;
        db.write("insert", |tx| {
            async move {
                for value in values {
                    insert(tx, *value).await?;
                }
                tx.announce(Invalidation::Login(uuid::Uuid::from_u128(u128::from(values[0].unsigned_abs()))));
                if fails { Err(DbErr::Custom("on purpose".to_owned())) } else { Ok(()) }
            }
            .scope_boxed()
        })
        .await
    }

    async fn values(db: &Db) -> Vec<i64> {
        let sql = "SELECT value FROM number ORDER BY value";
        let rows =
            db.read().query_all_raw(Statement::from_string(db.read().get_database_backend(), sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// Of many that write at once some fail after they have written, some are dropped in the middle, and some panic: what the others
    /// wrote is there, of theirs there is nothing, and only what was committed is told.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nobody_is_harmed_by_anothers_failure() {
        for round in 0..20 {
            let (_directory, db) = opened().await;
            let told = Arc::new(AtomicU32::new(0));
            let counter = Arc::clone(&told);
            db.on_invalidation(move |_| {
                counter.fetch_add(1, Ordering::SeqCst);
            });
            let mut writers = tokio::task::JoinSet::new();
            for number in 0..60_i64 {
                let db = db.clone();
                writers.spawn(async move {
                    let pair = vec![10 * number, 10 * number + 1];
                    match number % 6 {
                        0 => assert!(write(db, pair, true).await.is_err()),
                        // The second one is there already, if another was faster.
                        1 => drop(write(db, vec![10 * number, 1_000_000], false).await),
                        2 => {
                            let write = write(db, pair, false);
                            let limit = Duration::from_micros(u64::try_from(number * (round + 1) * 20).unwrap());
                            drop(timeout(limit, write).await);
                        }
                        _ => write(db, pair, false).await.unwrap(),
                    }
                });
            }
            while let Some(outcome) = writers.join_next().await {
                outcome.unwrap();
            }
            // Whoever left may have left a commit behind, which this one comes after.
            write(db.clone(), vec![2_000_000], false).await.unwrap();
            let there = values(&db).await;
            for number in 0..60_i64 {
                let (first, second) = (there.contains(&(10 * number)), there.contains(&(10 * number + 1)));
                match number % 6 {
                    0 => assert!(!first && !second, "{number} failed and is there"),
                    1 => assert!(!second),
                    2 => assert_eq!(first, second, "{number} is half there"),
                    _ => assert!(first && second, "{number} is lost"),
                }
            }
            let winners = (0..60).filter(|number| number % 6 == 1 && there.contains(&(10 * number))).count();
            assert_eq!(winners, 1, "one of those that write the same value");
            let announced = there.iter().filter(|value| *value % 10 == 0 && **value != 1_000_000).count();
            assert_eq!(usize::try_from(told.load(Ordering::SeqCst)).unwrap(), announced);
            db.close().await;
        }
    }

    /// Who waits at the same time is committed together.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn those_who_wait_share_a_commit() {
        let (directory, db) = opened().await;
        let log = directory.path().join("group.db-wal");
        let length = || std::fs::metadata(&log).unwrap().len();
        let one = {
            let before = length();
            write(db.clone(), vec![-1], false).await.unwrap();
            length() - before
        };
        let before = length();
        let writers = (0..50).map(|number| write(db.clone(), vec![number], false));
        for outcome in futures_util::future::join_all(writers).await {
            outcome.unwrap();
        }
        let written = length() - before;
        assert!(written < 10 * one, "50 writes took {written} bytes of log, one alone {one}");
        db.close().await;
    }
}
