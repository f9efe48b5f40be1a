//! Backup. It is always a SQLite database, whatever it was taken from, so that it also moves an installation from one kind
//! of database to the other. It holds no secret that opens anything; the keyring secret is not in it and is to be kept
//! apart.

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

use super::{StartError, operator};
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
    if let Some(missing) = Db::missing_file(url.expose()) {
        return Err(StartError::NoDatabase(missing));
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

/// Copies every table. Parents before children, here as below.
pub(super) async fn copy_all(source: &DatabaseTransaction, target: &Transaction) -> Result<(), DbErr> {
    copy_what_opens_nothing(source, target).await?;
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
pub(super) async fn copy_what_opens_nothing(source: &DatabaseTransaction, target: &Transaction) -> Result<(), DbErr> {
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
