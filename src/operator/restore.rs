//! Restore: a backup, or the file of a replica, becomes an installation.
//!
//! A copy of yesterday does not know what was revoked since, and must not revive it (invariant 34). So whatever opened
//! something before belongs to the time before, and opens nothing: sessions, access keys, access tokens, logins under way,
//! mailed links and kept answers are not restored, unless the operator knows that nothing happened since.

use std::path::{Path, PathBuf};

use entity::{
    access_key, account, confirmation_token, deletion_notice, email_link, email_token, event, idempotency_record,
    job_run, keyring, mail_quota, outbox, pending_login, rename_notice, resting_name, revoked_access_token, session,
    signing_key,
};
use scoped_futures::ScopedFutureExt;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::backup::{copy_all, copy_non_credentials, has_log, remove};
use super::error::StartError;
use super::keyring_file::{keyring_file, known_keyring};
use super::{data_dir, database, record};
use crate::auth::event::{EventKind, record_operator_for};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::crypto::random::OsRandom;
use crate::db::{BackupFile, Db, Schema, Transaction, in_words};

const BATCH: u64 = 500;

/// What becomes of sessions, access keys, access tokens, logins under way and mailed links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// They open nothing any more.
    Ended,
    /// They are as they were when the backup was taken: what was revoked since opens again.
    Kept,
}

/// What was restored.
#[derive(Clone, Copy, Debug)]
pub struct Restored {
    /// How many accounts.
    pub accounts: u64,
    /// How many sessions were alive in the backup.
    pub sessions: u64,
    /// How many access keys were.
    pub access_keys: u64,
    /// What became of both.
    pub credentials: Credentials,
}

/// Reads everything from `file` into an installation that has no accounts, whose server does not run. What else was in
/// that goes.
///
/// # Errors
/// The file is no backup, or one of a newer program, its keyring secret is not here, or the installation is not empty; nothing is
/// changed then.
pub async fn restore(config: &Config, file: &Path, credentials: Credentials) -> Result<Restored, StartError> {
    look_into(config, file, credentials).await?;
    // A copy is opened, so that reading a backup never changes it, not even by a migration.
    data_dir::prepare(&config.data_dir)?;
    let copy = config.data_dir.join("restore.partial");
    let restored = match copy_owner_only(file, &copy) {
        Ok(()) => restore_copy(config, file, &copy, credentials).await,
        Err(error) => Err(StartError::Backup { file: copy.clone(), reason: error.to_string() }),
    };
    remove(&copy);
    restored
}

/// Looks whether a file can be restored here, and says what that would bring back. Changes and makes nothing.
///
/// # Errors
/// Why it cannot.
pub async fn look_into(config: &Config, file: &Path, credentials: Credentials) -> Result<Restored, StartError> {
    let bad = |reason: String| StartError::Backup { file: file.to_owned(), reason };
    if !file.is_file() {
        return Err(bad("there is no such file".to_owned()));
    }
    if has_log(file) {
        return Err(bad(
            "its write-ahead log (…-wal) lies beside it and is part of it: this is the database of a server \
                        rather than a backup"
                .to_owned(),
        ));
    }
    let looked = BackupFile::look(file, SystemClock.now()).await;
    let backup = looked.map_err(|reason| bad(format!("not a usable backup: {reason}")))?;
    if let Schema::Newer { newest, known } = backup.schema {
        return Err(bad(format!(
            "this backup was made by a newer Doorpost (its newest change is {newest}; this program knows up to {known}): use that \
             version, or a newer one"
        )));
    }
    expect_keyring(config, backup.fingerprint.as_deref()).map_err(|error| match error {
        KeyringOf::Missing(file) => bad(format!(
            "its keyring secret is not here: put it into {}, or set DOORPOST_KEYRING__SECRET",
            file.display()
        )),
        KeyringOf::Other => {
            bad("the keyring secret that is here is not the one that belongs to it: put that one in its place"
                .to_owned())
        }
        KeyringOf::Unusable(error) => error,
    })?;
    expect_empty(config).await?;
    let BackupFile { accounts, sessions, access_keys, .. } = backup;
    Ok(Restored { accounts, sessions, access_keys, credentials })
}

/// What is wrong with the keyring secret.
enum KeyringOf {
    Missing(PathBuf),
    Other,
    Unusable(StartError),
}

fn expect_keyring(config: &Config, fingerprint: Option<&[u8]>) -> Result<(), KeyringOf> {
    // No server ever ran on it.
    let Some(fingerprint) = fingerprint else { return Ok(()) };
    match known_keyring(config).map_err(KeyringOf::Unusable)? {
        Some(keyring) if keyring.leaves(fingerprint) => Ok(()),
        Some(_) => Err(KeyringOf::Other),
        None => Err(KeyringOf::Missing(keyring_file(config))),
    }
}

/// A file that is not there is as empty as can be.
async fn expect_empty(config: &Config) -> Result<(), StartError> {
    let (db, schema) = match database::open_existing(config).await {
        Err(StartError::NoDatabase(_)) => return Ok(()),
        opened => opened?,
    };
    let accounts = if schema == Schema::Empty { 0 } else { account::Entity::find().count(db.read()).await? };
    db.close().await;
    if accounts > 0 { Err(StartError::NotEmpty { accounts }) } else { Ok(()) }
}

/// With a mode of its own, whatever the backup's is.
fn copy_owner_only(file: &Path, copy: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let _absent = std::fs::remove_file(copy);
    let mut target = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy)?;
    std::io::copy(&mut std::fs::File::open(file)?, &mut target).map(drop)
}

async fn restore_copy(
    config: &Config,
    file: &Path,
    copy: &Path,
    credentials: Credentials,
) -> Result<Restored, StartError> {
    let bad = |error: DbErr| StartError::Backup {
        file: file.to_owned(),
        reason: format!("not a usable backup: {}", in_words(&error)),
    };
    let source = Db::open_file(copy).await.map_err(bad)?;
    let prepared = async {
        source.migrate().await?;
        // The file of a server may have some.
        source.repair().await
    };
    let restored = match prepared.await.map_err(bad) {
        Ok(_) => restore_from(config, &source, credentials).await,
        Err(error) => Err(error),
    };
    source.close().await;
    restored
}

async fn restore_from(config: &Config, source: &Db, credentials: Credentials) -> Result<Restored, StartError> {
    let (target, _) = database::open(config).await?;
    target.migrate().await?;
    let snapshot = &source.snapshot().await?;
    let restored = target
        .write("restore", |tx| {
            async move {
                let accounts = account::Entity::find().count(tx).await?;
                if accounts > 0 {
                    return Err(StartError::NotEmpty { accounts });
                }
                clear(tx).await?;
                let done = match credentials {
                    Credentials::Ended => {
                        copy_non_credentials(snapshot, tx).await?;
                        tell_owners(snapshot, tx).await?;
                        "credentials ended"
                    }
                    Credentials::Kept => {
                        copy_all(snapshot, tx).await?;
                        "credentials kept"
                    }
                };
                record::record(tx, EventKind::BackupRestored, Some(done)).await?;
                count(snapshot, credentials).await.map_err(StartError::from)
            }
            .scope_boxed()
        })
        .await;
    target.close().await;
    restored
}

/// An empty installation that was started once has a fingerprint and a signing key, and may have been asked for logins. The
/// backup's take their place.
async fn clear(tx: &Transaction) -> Result<(), DbErr> {
    outbox::Entity::delete_many().exec(tx).await?;
    confirmation_token::Entity::delete_many().exec(tx).await?;
    pending_login::Entity::delete_many().exec(tx).await?;
    email_token::Entity::delete_many().exec(tx).await?;
    email_link::Entity::delete_many().exec(tx).await?;
    idempotency_record::Entity::delete_many().exec(tx).await?;
    deletion_notice::Entity::delete_many().exec(tx).await?;
    rename_notice::Entity::delete_many().exec(tx).await?;
    resting_name::Entity::delete_many().exec(tx).await?;
    mail_quota::Entity::delete_many().exec(tx).await?;
    revoked_access_token::Entity::delete_many().exec(tx).await?;
    signing_key::Entity::delete_many().exec(tx).await?;
    keyring::Entity::delete_many().exec(tx).await?;
    job_run::Entity::delete_many().exec(tx).await?;
    event::Entity::delete_many().exec(tx).await.map(drop)
}

/// Owners find in their record why their devices and scripts were signed out.
async fn tell_owners(source: &DatabaseTransaction, tx: &Transaction) -> Result<(), DbErr> {
    use entity::{access_key::Column as Key, session::Column as Session};
    tell::<session::Entity>(source, tx, [Session::AccountId, Session::ExpirationDate], EventKind::SessionsEnded)
        .await?;
    tell::<access_key::Entity>(source, tx, [Key::AccountId, Key::ExpirationDate], EventKind::AccessKeysRevoked).await
}

async fn tell<E: EntityTrait>(
    source: &DatabaseTransaction,
    tx: &Transaction,
    [account_id, expiration_date]: [E::Column; 2],
    kind: EventKind,
) -> Result<(), DbErr> {
    let mut after = Uuid::nil();
    loop {
        let owners: Vec<Uuid> = E::find()
            .select_only()
            .column(account_id)
            .distinct()
            .filter(expiration_date.gt(SystemClock.now()))
            .filter(account_id.gt(after))
            .order_by_asc(account_id)
            .limit(BATCH)
            .into_tuple()
            .all(source)
            .await?;
        let Some(last) = owners.last() else { return Ok(()) };
        after = *last;
        record_operator_for(&SystemClock, &OsRandom, tx, &owners, kind).await?;
    }
}

async fn count(source: &DatabaseTransaction, credentials: Credentials) -> Result<Restored, DbErr> {
    let now = SystemClock.now();
    let sessions = session::Entity::find().filter(session::Column::ExpirationDate.gt(now));
    let access_keys = access_key::Entity::find().filter(access_key::Column::ExpirationDate.gt(now));
    Ok(Restored {
        accounts: account::Entity::find().count(source).await?,
        sessions: sessions.count(source).await?,
        access_keys: access_keys.count(source).await?,
        credentials,
    })
}
