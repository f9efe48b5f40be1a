//! The file of a backup: what it says of itself, read without changing it.

use std::path::Path;

use sea_orm::{ConnectionTrait, DbErr};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection};

use super::schema::{self, Schema};
use super::{Db, in_words};

/// SQLite's place for the program that a file belongs to: `Door` in ASCII.
const APPLICATION_ID: i64 = 0x446f_6f72;
/// Tables that there always were.
const OURS: [&str; 4] = ["account", "session", "keyring", "seaql_migrations"];

/// What is in a backup, or in the file of a replica.
pub struct BackupFile {
    /// The schema that it has.
    pub schema: Schema,
    /// What proves that a keyring secret belongs to it; none if no server ever ran on it.
    pub fingerprint: Option<Vec<u8>>,
    /// How many accounts.
    pub accounts: u64,
    /// How many sessions that have not ended.
    pub sessions: u64,
    /// How many access keys that have not ended.
    pub access_keys: u64,
}

impl BackupFile {
    /// Looks into a file; `now` in Unix seconds.
    ///
    /// # Errors
    /// Why it is none of ours, in words.
    pub async fn look(file: &Path, now: i64) -> Result<Self, String> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
        let failed = |error: sqlx::Error| in_words(&super::connect::connection_error(error));
        let mut connection = SqliteConnection::connect_with(&options).await.map_err(failed)?;
        let looked = look(&mut connection, now).await.map_err(failed);
        let _closed = connection.close().await;
        looked?.ok_or_else(|| "it is a database of another program".to_owned())
    }
}

async fn look(connection: &mut SqliteConnection, now: i64) -> Result<Option<BackupFile>, sqlx::Error> {
    let application: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table'").fetch_all(&mut *connection).await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    // Earlier ones say nothing of themselves, and replicas are the file of a server.
    if ![0, APPLICATION_ID].contains(&application) || !OURS.iter().all(|name| has(name)) {
        return Ok(None);
    }
    let applied: Vec<String> =
        sqlx::query_scalar("SELECT version FROM seaql_migrations ORDER BY version").fetch_all(&mut *connection).await?;
    let schema = Schema::of(applied);
    if !schema.has(schema::FIRST) && !matches!(schema, Schema::Newer { .. }) {
        return Ok(None);
    }
    let fingerprint = sqlx::query_scalar("SELECT fingerprint FROM keyring").fetch_optional(&mut *connection).await?;
    let mut count = async |table: &str, condition: String| -> Result<u64, sqlx::Error> {
        if !has(table) {
            return Ok(0);
        }
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table} WHERE {condition}"));
        let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    };
    let alive = format!("expiration_date > {now} AND account_id IN (SELECT id FROM account)");
    Ok(Some(BackupFile {
        accounts: count("account", "1".to_owned()).await?,
        sessions: count("session", alive.clone()).await?,
        access_keys: count("access_key", alive).await?,
        schema,
        fingerprint,
    }))
}

impl Db {
    /// Has the file say that it is a backup of this program's.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn sign_backup(&self) -> Result<(), DbErr> {
        self.pools.writer.execute_unprepared(&format!("PRAGMA application_id = {APPLICATION_ID}")).await.map(drop)
    }
}
