//! Backup and restore. A backup is always a SQLite database, whatever it was taken from, so that it also moves an
//! installation from one kind of database to the other. It holds no secret that opens anything; the keyring secret is
//! not in it and is to be kept apart.

use std::path::Path;

use entity::{
    access_key, account, confirmation_token, deletion_notice, email_link, email_token, event, idempotency_record,
    job_run, keyring, mail_quota, outbox, pending_login, revoked_access_token, session, signing_key,
};
use scoped_futures::ScopedFutureExt;
use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Iterable, PaginatorTrait,
    PrimaryKeyToColumn, QueryOrder, QuerySelect,
};

use super::{StartError, data_dir, operator};
use crate::auth::event::EventKind;
use crate::config::Config;
use crate::db::{Db, Transaction};

const BATCH: u64 = 500;

/// Writes everything to `file`, consistently, while the server goes on.
///
/// # Errors
/// The file exists, or something cannot be read or written; nothing is left behind then. Where only the record of the backup
/// could not be written, the file is there.
pub async fn backup(config: &Config, file: &Path) -> Result<(), StartError> {
    let bad = |reason: String| StartError::Backup { file: file.to_owned(), reason };
    if file.exists() {
        return Err(bad("the file exists already".to_owned()));
    }
    let url = config.database_url();
    if !Db::exists(url.expose()) {
        return Err(bad("there is no database to back up".to_owned()));
    }
    let source = Db::open(url.expose()).await?;
    let partial = partial_file(file);
    // An earlier backup may have been cut short.
    let _absent = std::fs::remove_file(&partial);
    let written = write_copy(&source, &partial).await;
    let finished = written.map_err(|error| error.to_string()).and_then(|()| finish(&partial, file));
    let recorded = match finished {
        Ok(()) => operator::record_afterwards(&source, EventKind::BackupMade, None).await.map_err(StartError::from),
        Err(reason) => {
            let _absent = std::fs::remove_file(&partial);
            Err(bad(reason))
        }
    };
    source.close().await;
    recorded
}

fn partial_file(file: &Path) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

async fn write_copy(source: &Db, file: &Path) -> Result<(), DbErr> {
    let target = Db::open_file(file).await?;
    target.migrate().await?;
    let snapshot = &source.snapshot().await?;
    target.write("backup", |tx| async move { copy_all(snapshot, tx).await }.scope_boxed()).await?;
    target.close().await;
    Ok(())
}

/// Owner-only, on the disk, and only then under its name.
fn finish(partial: &Path, file: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let finish = || -> std::io::Result<()> {
        std::fs::set_permissions(partial, std::fs::Permissions::from_mode(0o600))?;
        std::fs::File::open(partial)?.sync_all()?;
        std::fs::rename(partial, file)
    };
    finish().map_err(|error| error.to_string())
}

/// Reads everything from `file` into an installation that has nothing yet.
///
/// # Errors
/// The file is no backup, or the installation is not empty; nothing is changed then.
pub async fn restore(config: &Config, file: &Path) -> Result<(), StartError> {
    if !file.is_file() {
        return Err(StartError::Backup { file: file.to_owned(), reason: "there is no such file".to_owned() });
    }
    // A copy is opened, so that reading a backup never changes it, not even by a migration.
    data_dir::prepare(&config.data_dir)?;
    let copy = config.data_dir.join("restore.partial");
    let restored = match copy_owner_only(file, &copy) {
        Ok(()) => restore_copy(config, file, &copy).await,
        Err(error) => Err(StartError::Backup { file: copy.clone(), reason: error.to_string() }),
    };
    let _absent = std::fs::remove_file(&copy);
    restored
}

/// With a mode of its own, whatever the backup's is.
fn copy_owner_only(file: &Path, copy: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let _absent = std::fs::remove_file(copy);
    let mut target = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy)?;
    std::io::copy(&mut std::fs::File::open(file)?, &mut target).map(drop)
}

async fn restore_copy(config: &Config, file: &Path, copy: &Path) -> Result<(), StartError> {
    let bad =
        |error: DbErr| StartError::Backup { file: file.to_owned(), reason: format!("not a usable backup: {error}") };
    let source = Db::open_file(copy).await.map_err(bad)?;
    let restored = match source.migrate().await.map_err(bad) {
        Ok(_) => restore_from(config, &source).await,
        Err(error) => Err(error),
    };
    source.close().await;
    restored
}

async fn restore_from(config: &Config, source: &Db) -> Result<(), StartError> {
    let target = Db::open(config.database_url().expose()).await?;
    target.migrate().await?;
    let accounts = account::Entity::find().count(target.read()).await?;
    if accounts > 0 {
        return Err(StartError::NotEmpty { accounts });
    }
    let snapshot = &source.snapshot().await?;
    target
        .write("restore", |tx| {
            async move {
                // An empty installation that was started once has left its fingerprint; the backup's takes its place.
                keyring::Entity::delete_many().exec(tx).await?;
                signing_key::Entity::delete_many().exec(tx).await?;
                job_run::Entity::delete_many().exec(tx).await?;
                event::Entity::delete_many().exec(tx).await?;
                copy_all(snapshot, tx).await?;
                operator::record(tx, EventKind::BackupRestored, None).await
            }
            .scope_boxed()
        })
        .await?;
    target.close().await;
    Ok(())
}

/// Parents before children.
async fn copy_all(source: &DatabaseTransaction, target: &Transaction) -> Result<(), DbErr> {
    copy::<account::Entity>(source, target).await?;
    copy::<session::Entity>(source, target).await?;
    copy::<access_key::Entity>(source, target).await?;
    copy::<pending_login::Entity>(source, target).await?;
    copy::<confirmation_token::Entity>(source, target).await?;
    copy::<email_link::Entity>(source, target).await?;
    copy::<email_token::Entity>(source, target).await?;
    copy::<event::Entity>(source, target).await?;
    copy::<deletion_notice::Entity>(source, target).await?;
    copy::<outbox::Entity>(source, target).await?;
    copy::<idempotency_record::Entity>(source, target).await?;
    copy::<mail_quota::Entity>(source, target).await?;
    copy::<job_run::Entity>(source, target).await?;
    copy::<signing_key::Entity>(source, target).await?;
    copy::<revoked_access_token::Entity>(source, target).await?;
    copy::<keyring::Entity>(source, target).await
}

async fn copy<E: EntityTrait>(source: &DatabaseTransaction, target: &Transaction) -> Result<(), DbErr>
where
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut offset = 0;
    loop {
        let mut query = E::find().limit(BATCH).offset(offset);
        for key in E::PrimaryKey::iter() {
            query = query.order_by_asc(key.into_column());
        }
        let rows = query.all(source).await?;
        let count = rows.len() as u64;
        if count == 0 {
            return Ok(());
        }
        let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
        E::insert_many(rows).exec_without_returning(target).await?;
        offset += count;
    }
}
