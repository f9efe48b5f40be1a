//! Bringing a database up to date, and mending it.

use sea_orm::DbErr;

use super::database;
use super::error::StartError;
use super::record::record_afterwards;
use crate::auth::event::EventKind;
use crate::config::Config;
use crate::db::{Db, LeftOut};

/// Applies the migrations that are missing, and returns their names.
///
/// # Errors
/// See [`StartError`].
pub async fn migrate(config: &Config) -> Result<Vec<String>, StartError> {
    let (db, _) = database::open(config).await?;
    let names = bring_up(&db).await?;
    db.close().await;
    Ok(names)
}

/// Deletes rows that belong to nothing, and returns how many there were.
///
/// # Errors
/// See [`StartError`].
pub async fn repair(config: &Config) -> Result<LeftOut, StartError> {
    database::expect_there(config)?;
    let (db, _) = database::open(config).await?;
    bring_up(&db).await?;
    let deleted = db.repair().await?;
    db.close().await;
    Ok(deleted)
}

/// Applies what is missing, and writes down up to which one.
pub(crate) async fn bring_up(db: &Db) -> Result<Vec<String>, DbErr> {
    let names = db.migrate().await?;
    if let Some(last) = names.last() {
        record_afterwards(db, EventKind::DatabaseMigrated, Some(last)).await?;
    }
    Ok(names)
}

/// Every migration with whether it is applied.
///
/// # Errors
/// See [`StartError`].
pub async fn migration_status(config: &Config) -> Result<Vec<(String, bool)>, StartError> {
    let (db, schema) = database::open_existing(config).await?;
    db.close().await;
    Ok(schema.status())
}
