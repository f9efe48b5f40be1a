//! Backup. It is always a SQLite database, whatever it was taken from, so that it also moves an installation from one kind
//! of database to the other. It holds no secret that opens anything; the keyring secret is not in it and is to be kept
//! apart.

use std::io::Write;
use std::path::Path;

use entity::{
    access_key, account, confirmation_token, deletion_notice, email_link, email_token, event, forgotten_account,
    idempotency_record, job_run, keyring, mail_quota, outbox, pending_login, rename_notice, resting_name,
    revoked_access_token, session, signing_key,
};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Iterable,
    ModelTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect,
};

use super::error::StartError;
use super::scratch::Scratch;
use super::{database, record};
use crate::auth::event::EventKind;
use crate::config::Config;
use crate::db::{Db, LeftOut, Transaction, in_words};

const BATCH: u64 = 500;

/// Writes everything to `file`, consistently, while the server goes on. Returns what was left out, since it belongs to nothing.
///
/// # Errors
/// The file exists, or something cannot be read or written; nothing is left behind then. Where only the record of the backup
/// could not be written, the file is there.
pub async fn backup(config: &Config, file: &Path) -> Result<LeftOut, StartError> {
    if file.exists() {
        return Err(StartError::Backup { file: file.to_owned(), reason: "the file exists already".to_owned() });
    }
    let source = database::open_current(config).await?;
    let partial = partial_file(file);
    // An earlier backup may have been cut short.
    remove(&partial);
    let written = write_copy(&source, &partial).await.map_err(|error| in_words(&error));
    let finished = written.and_then(|left_out| finish(&partial, file).map(|()| left_out));
    let recorded = match finished {
        Ok(left_out) => {
            let recorded = record::record_afterwards(&source, EventKind::BackupMade, None).await;
            recorded.map(|()| left_out).map_err(StartError::from)
        }
        Err(reason) => {
            remove(&partial);
            // Where nothing can be written, the exit code has to do.
            let _recorded = record::record_afterwards(&source, EventKind::BackupFailed, None).await;
            Err(StartError::Backup { file: file.to_owned(), reason })
        }
    };
    source.close().await;
    recorded
}

/// The same for whoever takes it as it is read, such as standard output.
///
/// # Errors
/// The same.
pub async fn backup_to(config: &Config, output: &mut impl Write) -> Result<LeftOut, StartError> {
    let directory = Scratch::make().map_err(StartError::Output)?;
    let file = directory.file("backup.db");
    let left_out = backup(config, &file).await?;
    let copied = std::fs::File::open(&file).and_then(|mut file| std::io::copy(&mut file, output));
    copied.and_then(|_| output.flush()).map_err(StartError::Output)?;
    Ok(left_out)
}

fn partial_file(file: &Path) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

/// A database's file, and what SQLite puts beside it.
pub(super) fn remove(file: &Path) {
    for beside in ["", "-wal", "-shm", "-journal"] {
        let mut name = file.as_os_str().to_owned();
        name.push(beside);
        let _absent = std::fs::remove_file(name);
    }
}

async fn write_copy(source: &Db, file: &Path) -> Result<LeftOut, DbErr> {
    let target = Db::open_file(file).await?;
    let copied = copy_into(source, &target).await;
    target.close().await;
    copied
}

async fn copy_into(source: &Db, target: &Db) -> Result<LeftOut, DbErr> {
    target.migrate().await?;
    target.sign_backup().await?;
    let snapshot = &source.snapshot().await?;
    let copy = target.write("backup", |tx| {
        async move {
            tx.take_orphans().await?;
            copy_all(snapshot, tx).await?;
            tx.leave_out_orphans().await
        }
        .scope_boxed()
    });
    copy.await
}

/// Whether something of this database is not in its file.
pub(super) fn has_log(file: &Path) -> bool {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Owner-only, on the disk, and only then under its name.
fn finish(partial: &Path, file: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    if has_log(partial) {
        // Closing it writes the log to the file, and says nothing if that fails.
        return Err("not all of it could be written to the file: the disk may be full".to_owned());
    }
    let finish = || -> std::io::Result<()> {
        std::fs::set_permissions(partial, std::fs::Permissions::from_mode(0o600))?;
        std::fs::File::open(partial)?.sync_all()?;
        std::fs::rename(partial, file)?;
        remove(partial);
        Ok(())
    };
    finish().map_err(|error| error.to_string())
}

/// Copies every table. Parents before children, here as below.
pub(super) async fn copy_all(source: &DatabaseTransaction, target: &Transaction) -> Result<(), DbErr> {
    copy_non_credentials(source, target).await?;
    copy::<session::Entity>(source, target, Condition::all()).await?;
    copy::<access_key::Entity>(source, target, Condition::all()).await?;
    copy::<pending_login::Entity>(source, target, Condition::all()).await?;
    copy::<confirmation_token::Entity>(source, target, Condition::all()).await?;
    copy::<email_link::Entity>(source, target, Condition::all()).await?;
    copy::<email_token::Entity>(source, target, Condition::all()).await?;
    copy::<outbox::Entity>(source, target, speaks_of_a_notice().not()).await?;
    copy::<idempotency_record::Entity>(source, target, Condition::all()).await?;
    copy::<signing_key::Entity>(source, target, Condition::all()).await?;
    copy::<revoked_access_token::Entity>(source, target, Condition::all()).await
}

/// Copies every table but for those whose rows open something, together with what somebody outside holds, and the mail
/// about such rows.
pub(super) async fn copy_non_credentials(source: &DatabaseTransaction, target: &Transaction) -> Result<(), DbErr> {
    copy::<account::Entity>(source, target, Condition::all()).await?;
    copy::<event::Entity>(source, target, Condition::all()).await?;
    copy::<resting_name::Entity>(source, target, Condition::all()).await?;
    copy::<forgotten_account::Entity>(source, target, Condition::all()).await?;
    copy::<deletion_notice::Entity>(source, target, Condition::all()).await?;
    copy::<rename_notice::Entity>(source, target, Condition::all()).await?;
    copy::<outbox::Entity>(source, target, speaks_of_a_notice()).await?;
    copy::<mail_quota::Entity>(source, target, Condition::all()).await?;
    copy::<job_run::Entity>(source, target, Condition::all()).await?;
    copy::<keyring::Entity>(source, target, Condition::all()).await
}

/// Mails that carry no link of their own and whose facts are kept apart.
fn speaks_of_a_notice() -> Condition {
    Condition::any()
        .add(outbox::Column::DeletionNoticeId.is_not_null())
        .add(outbox::Column::RenameNoticeId.is_not_null())
}

/// Batch by batch along the primary key, so that the last batch of a large table costs no more than the first.
async fn copy<E>(source: &DatabaseTransaction, target: &Transaction, which: Condition) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let mut after: Option<Vec<Expr>> = None;
    loop {
        let mut query = E::find().filter(which.clone()).limit(BATCH);
        for key in &keys {
            query = query.order_by_asc(*key);
        }
        if let Some(after) = after {
            query = query.filter(Expr::tuple(keys.iter().copied().map(Expr::col)).gt(Expr::tuple(after)));
        }
        let rows = query.all(source).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(keys.iter().map(|key| Expr::val(last.get(*key))).collect());
        let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
        E::insert_many(rows).exec_without_returning(target).await?;
    }
}
