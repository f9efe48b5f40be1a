//! Telling the owner of an account that it was deleted. The account is gone by then; what the mail needs is kept apart, and
//! goes with the mail.

use entity::deletion_notice::{ActiveModel, Entity, Model};
use entity::{account, outbox as rows};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use uuid::Uuid;

use crate::auth::email_link;
use crate::auth::prepared_mail::{PreparedMail, SkipReason};
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::db::Transaction;
use crate::limits::DELETION_MAIL;
use crate::mail::message::Message;
use crate::mail::outbox::{self, Claim, Subject};
use crate::view::locale::Locale;

/// The notice is worth sending for so many seconds.
const NOTICE_LIFE: i64 = 3 * 24 * 60 * 60;

/// Accepts the mails, as part of the deletion: to the account's address, and to those that could still take its place back, which
/// the deletion makes an end of. An address that was never proven may be a stranger's, and gets none.
///
/// # Errors
/// The database does not answer.
pub(super) async fn enqueue(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    locale: Locale,
) -> Result<(), DbErr> {
    for email in email_link::addresses_to_tell(context, tx, account).await? {
        enqueue_one(context, tx, account, email, locale).await?;
    }
    Ok(())
}

async fn enqueue_one(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    email: String,
    locale: Locale,
) -> Result<(), DbErr> {
    let id = row_id(&*context.clock, &*context.random);
    let expiration_date = context.now() + NOTICE_LIFE;
    let row = ActiveModel {
        id: Set(id),
        username: Set(account.username.clone()),
        email: Set(email),
        locale: Set(locale.tag().to_owned()),
        creation_date: Set(context.now()),
        expiration_date: Set(expiration_date),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    outbox::enqueue(tx, &*context.clock, &*context.random, Subject::DeletionNotice(id), expiration_date).await
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
        .write("address_deletion_notice", |tx| async move { address(context, tx, claim, id).await }.scope_boxed())
        .await?;
    Ok(notice.map(|notice| PreparedMail {
        to: notice.email,
        locale: Locale::from_tag(&notice.locale).unwrap_or_default(),
        message: Message::AccountDeleted {
            link: context.settings.public_url.join("/register"),
            username: notice.username,
            deleted: notice.creation_date,
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
    if notice.expiration_date <= context.now() {
        return Ok(Err(SkipReason::SubjectExpired));
    }
    // A retry was counted with the first try.
    if claim.row.attempts == 0 && !context.limits.take_mail(tx, &DELETION_MAIL, &notice.email).await? {
        return Ok(Err(SkipReason::RateLimited));
    }
    Ok(Ok(notice))
}

/// Forgets what a mail needed that is sent or given up.
///
/// # Errors
/// The database does not answer; the row goes with the next purge.
pub async fn forget(context: &Context, row: &rows::Model) -> Result<(), DbErr> {
    let Some(id) = row.deletion_notice_id else { return Ok(()) };
    context
        .db
        .write("forget_deletion_notice", |tx| {
            async move { Entity::delete_by_id(id).exec(tx).await.map(drop) }.scope_boxed()
        })
        .await
}
