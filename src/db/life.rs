//! Whether a process lives, as far as others can see: on PostgreSQL by an advisory lock that its listening session holds, and that
//! ends with it; on SQLite by a lock on the folder of the file, which all processes on it share.

use std::fs::File;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sqlx::Executor;
use sqlx::postgres::PgListener;

use super::Db;

/// Tells our advisory locks from others.
const CLASS: i32 = 1_685_024_626;

/// A process.
#[derive(Default)]
pub(super) struct Life {
    id: OnceLock<i32>,
    /// Whether its lock is held.
    seen: AtomicBool,
    /// The folder that it shares.
    folder: OnceLock<File>,
}

impl Life {
    /// Shows on this session that the process lives, for as long as the session does. Where that fails nobody sees it, and its leases
    /// end by their time alone.
    pub(super) async fn show(&self, listener: &mut PgListener) {
        let Some(id) = self.id.get() else { return };
        // Shared: the session before may not have ended yet, where it was lost without a word. And what is written here is worth no
        // waiting for a standby.
        let sql = format!(
            "SET synchronous_commit = off; SELECT pg_advisory_lock_shared({CLASS}, {id}); \
             INSERT INTO process (id, start_date) VALUES ({id}, extract(epoch FROM now())::bigint) ON CONFLICT (id) DO NOTHING"
        );
        match listener.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await {
            Ok(_) => self.seen.store(true, Ordering::SeqCst),
            Err(error) => tracing::debug!(%error, "other processes cannot see whether this one lives"),
        }
    }

    /// Notes that nobody sees it any more.
    pub(super) fn hide(&self) {
        self.seen.store(false, Ordering::SeqCst);
    }
}

impl Db {
    /// Gives this process the number by which others know it. Only the first one is kept.
    pub fn live_as(&self, id: i32) {
        let _kept = self.pools.life.id.set(id);
    }

    /// The number of this process, if others can see at the moment whether it lives.
    #[must_use]
    pub fn visible_process(&self) -> Option<i32> {
        self.pools.life.id.get().copied().filter(|_| self.pools.life.seen.load(Ordering::SeqCst))
    }

    /// Numbers of processes that nobody sees any more, by what the database knows now. On SQLite nobody is known.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unseen_processes(&self) -> Result<Vec<i32>, DbErr> {
        if self.is_sqlite() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT id FROM process WHERE NOT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' \
             AND classid = {CLASS} AND objid::bigint = process.id AND objsubid = 2 \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        );
        let rows = self.read().query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        rows.iter().map(|row| row.try_get("", "id")).collect()
    }

    /// Whether this is the only process on the file of a SQLite database, asked once, at its start: whatever others had in hand is
    /// nobody's then. Of PostgreSQL it never is.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_sole_process(&self) -> Result<bool, DbErr> {
        if !self.is_sqlite() {
            return Ok(false);
        }
        let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
        let row = self.read().query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
        let file: String = row.map_or(Ok(String::new()), |row| row.try_get("", "file"))?;
        let Some(folder) = Path::new(&file).parent().and_then(|folder| File::open(folder).ok()) else {
            return Ok(false);
        };
        let sole = folder.try_lock().is_ok();
        // From here on it shares the folder; a process that comes beside it is not the only one.
        let shared = if sole { folder.lock_shared().is_ok() } else { folder.try_lock_shared().is_ok() };
        if !shared {
            tracing::debug!("the folder of the database cannot be locked");
        }
        let _kept = self.pools.life.folder.set(folder);
        Ok(sole)
    }
}
