//! Telling the owner of an account that it was renamed. Both names and the address are kept apart until the mail is sent, so that
//! whatever happens to the account meanwhile neither stops nor changes what is told.

use entity::rename_notice::{ActiveModel, Entity, Model};
use entity::{account, outbox as rows};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use uuid::Uuid;

use crate::auth::prepared_mail::{PreparedMail, SkipReason};
use crate::auth::username::Username;
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::db::Transaction;
use crate::mail::message::Message;
use crate::mail::outbox::{self, Claim, Subject};
use crate::view::locale::Locale;

/// The notice is worth sending for so many seconds.
const NOTICE_LIFE: i64 = 3 * 24 * 60 * 60;

/// Accepts the mail, as part of the rename. `account` is the row as it was before; its quota was taken by the caller.
///
/// # Errors
/// The database does not answer.
pub(super) async fn enqueue(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    email: &str,
    username: &Username,
    locale: Locale,
) -> Result<(), DbErr> {
    let id = row_id(&*context.clock, &*context.random);
    let expiration_date = context.now() + NOTICE_LIFE;
    let row = ActiveModel {
        id: Set(id),
        old_username: Set(account.username.clone()),
        new_username: Set(username.as_str().to_owned()),
        email: Set(email.to_owned()),
        locale: Set(locale.tag().to_owned()),
        creation_date: Set(context.now()),
        expiration_date: Set(expiration_date),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    outbox::enqueue(tx, &*context.clock, &*context.random, Subject::RenameNotice(id), expiration_date).await
}

/// Makes the mail. It holds no secret.
///
/// # Errors
/// The database does not answer; the row comes up again after its lease.
pub async fn prepare_mail(
    context: &Context,
    claim: &Claim,
    id: Uuid,
) -> Result<Result<PreparedMail, SkipReason>, DbErr> {
    let notice = context
        .db
        .write("address_rename_notice", |tx| async move { address(context, tx, claim, id).await }.scope_boxed())
        .await?;
    Ok(notice.map(|notice| PreparedMail {
        to: notice.email,
        locale: Locale::from_tag(&notice.locale).unwrap_or_default(),
        message: Message::UsernameChanged {
            link: context.settings.public_url.join("/me"),
            old_username: notice.old_username,
            username: notice.new_username,
            changed: notice.creation_date,
        },
    }))
}

async fn address(
    context: &Context,
    tx: &Transaction,
    claim: &Claim,
    id: Uuid,
) -> Result<Result<Model, SkipReason>, DbErr> {
    if !claim.begin_attempt(tx).await? {
        return Ok(Err(SkipReason::LeaseLost));
    }
    let Some(notice) = Entity::find_by_id(id).one(tx).await? else { return Ok(Err(SkipReason::SubjectDeleted)) };
    Ok(if notice.expiration_date > context.now() { Ok(notice) } else { Err(SkipReason::SubjectExpired) })
}

/// Forgets what a mail needed that is sent or given up.
///
/// # Errors
/// The database does not answer; the row goes with the next purge.
pub async fn forget(context: &Context, row: &rows::Model) -> Result<(), DbErr> {
    let Some(id) = row.rename_notice_id else { return Ok(()) };
    context
        .db
        .write("forget_rename_notice", |tx| {
            async move { Entity::delete_by_id(id).exec(tx).await.map(drop) }.scope_boxed()
        })
        .await
}
