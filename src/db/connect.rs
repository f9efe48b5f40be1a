//! Opening connections, with each database's parameters.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool};

use super::either::OnEither;
use super::failure;
use super::file::Identity;
use super::postgres::{self, ACQUIRE_TIMEOUT, Demands, Pool, Postgres};

const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 4;
/// A connection that lay idle for so long is asked whether it is still there before it is used. Under load none does; what a restart
/// of the database leaves has by then.
pub(super) const TRUSTED_FOR: Duration = Duration::from_millis(50);
const OPEN_TRIES: u32 = 50;
const OPEN_PAUSE: Duration = Duration::from_millis(100);
/// What is copied as a whole, and what is migrated, takes a connection of its own for so long after it is done.
const APART_FOR: Duration = Duration::from_secs(1);
/// For those.
const APART: u32 = 8;
/// The log beside a SQLite file keeps no more than this once it is written to the file.
const LONGEST_LOG: &str = "16777216";

/// What a database is spoken to with.
pub(super) struct Opened {
    pub(super) reader: OnEither<DatabaseConnection, Postgres>,
    pub(super) writer: DatabaseConnection,
    /// How many connections the writer of a SQLite file made so far.
    pub(super) connections: Arc<AtomicU64>,
    /// Which SQLite file it is.
    pub(super) file: Option<Identity>,
}

/// Reader and writer connections for a URL. On PostgreSQL there are so many, and others for what is done as a whole.
pub(super) async fn open(url: &str, connections: usize, demands: Demands) -> Result<Opened, DbErr> {
    if url.starts_with("sqlite:") {
        open_sqlite(SqliteConnectOptions::from_str(url).map_err(connection_error)?).await
    } else {
        open_postgres(url, connections, demands).await
    }
}

/// The file of a SQLite database.
pub(super) fn file(url: &str) -> Option<PathBuf> {
    let options = SqliteConnectOptions::from_str(url).ok().filter(|_| url.starts_with("sqlite:"))?;
    Some(options.get_filename().to_owned())
}

/// Reader and writer connections for a SQLite file.
pub(super) async fn open_file(file: &Path) -> Result<Opened, DbErr> {
    open_sqlite(SqliteConnectOptions::new().filename(file)).await
}

/// Switching a new file to WAL does not wait for another process that is at it, whatever the busy time-out is.
async fn open_sqlite(options: SqliteConnectOptions) -> Result<Opened, DbErr> {
    let mut tries = 1;
    loop {
        match try_open_sqlite(options.clone()).await {
            Err(error) if tries < OPEN_TRIES && failure::is_busy(&error) => {
                tries += 1;
                tokio::time::sleep(OPEN_PAUSE).await;
            }
            outcome => return outcome,
        }
    }
}

async fn try_open_sqlite(options: SqliteConnectOptions) -> Result<Opened, DbErr> {
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(SQLITE_BUSY_TIMEOUT)
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        // What a savepoint keeps for going back is small, and not worth a file.
        .pragma("temp_store", "MEMORY")
        .pragma("journal_size_limit", LONGEST_LOG);
    make_owner_only(options.get_filename())
        .map_err(|error| DbErr::Conn(RuntimeErr::Internal(format!("cannot make the database file: {error}"))))?;
    let file = Identity::of(options.get_filename());
    let connections = Arc::<AtomicU64>::default();
    let count = Arc::clone(&connections);
    // The writer first: it switches a new file to WAL, which readers cannot do.
    let writer = SqlitePoolOptions::new()
        .after_connect(move |_, _| {
            count.fetch_add(1, Ordering::SeqCst);
            Box::pin(async { Ok(()) })
        })
        .test_before_acquire(false)
        .before_acquire(|connection, about| Box::pin(is_alive(connection, about)))
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        // SQLite ends a transaction by itself when COMMIT finds the disk full or broken. sqlx goes on counting it, makes a
        // savepoint of the next one, and in the end releases what never commits: such a connection is not used again.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(options.clone())
        .await
        .map_err(connection_error)?;
    let reader = SqlitePoolOptions::new()
        .test_before_acquire(false)
        .before_acquire(|connection, about| Box::pin(is_alive(connection, about)))
        .max_connections(SQLITE_READERS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .max_lifetime(None)
        .connect_lazy_with(options.pragma("query_only", "ON"));
    Ok(Opened {
        reader: OnEither::Sqlite(SqlxSqliteConnector::from_sqlx_sqlite_pool(reader)),
        writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
        connections,
        file: Some(file),
    })
}

/// A connection that was used a moment ago is taken to be alive: asking would cost as much as the query. If it is not, that query
/// fails, and with it the connection.
pub(super) async fn is_alive(
    connection: &mut impl Connection,
    about: PoolConnectionMetadata,
) -> Result<bool, sqlx::Error> {
    if about.idle_for >= TRUSTED_FOR {
        connection.ping().await?;
    }
    Ok(true)
}

/// SQLite gives its log the mode of the database file, so making that one owner-only settles all of them.
fn make_owner_only(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(file).map(drop)
}

async fn open_postgres(url: &str, connections: usize, demands: Demands) -> Result<Opened, DbErr> {
    // A pooler refuses a connection for the sake of what it does not know, and nothing here depends on it.
    let mut options = PgConnectOptions::from_str(url).map_err(connection_error)?.extra_float_digits(None);
    if !url.contains("application_name=") {
        options = options.application_name("doorpost");
    }
    let pool = Pool::new(options.clone(), connections, demands);
    pool.begin().await?;
    let writer = apart().max_connections(APART).idle_timeout(APART_FOR).connect_lazy_with(options);
    Ok(Opened {
        reader: OnEither::Postgres(Postgres::new(pool)),
        writer: SqlxPostgresConnector::from_sqlx_postgres_pool(writer),
        connections: Arc::default(),
        file: None,
    })
}

/// A connection to listen on, in a pool of its own: the one that it takes the place of may never be given back.
pub(super) fn to_listen(pool: &PgPool) -> PgPool {
    apart().max_connections(1).idle_timeout(None).connect_lazy_with(PgConnectOptions::clone(&pool.connect_options()))
}

/// Beside the pool that requests are answered with.
fn apart() -> PgPoolOptions {
    PgPoolOptions::new()
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .max_lifetime(None)
        .after_connect(|connection, _| Box::pin(postgres::settle(connection)))
}

pub(super) fn connection_error(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}
