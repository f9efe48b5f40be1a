//! Telling owners about their keys.

use entity::access_key::{Column, Entity, Model};
use entity::account;
use entity::outbox::OutboxKind;
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::auth::prepared_mail::{PreparedMail, SkipReason};
use crate::auth::scope::Scopes;
use crate::context::Context;
use crate::db::Transaction;
use crate::limits::{KEY_NOTICE_MAIL, UNVERIFIED_NOTICE_MAIL};
use crate::mail::message::Message;
use crate::mail::outbox::{self, Claim, Subject};
use crate::view::locale::Locale;

/// So many seconds before a key ends its owner is told.
const NOTICE_BEFORE_END: i64 = 7 * 24 * 60 * 60;
/// A notice is worth sending for so many seconds.
const NOTICE_LIFE: i64 = 3 * 24 * 60 * 60;
const BATCH: u64 = 100;

/// Accepts a mail about a key, if there is an address to send it to.
pub(super) async fn enqueue_notice(
    context: &Context,
    tx: &Transaction,
    owner: &account::Model,
    kind: OutboxKind,
    key: &Model,
) -> Result<(), DbErr> {
    if owner.email.is_none() {
        return Ok(());
    }
    let subject = Subject::AccessKey(kind, key.id);
    outbox::enqueue(tx, &*context.clock, &*context.random, subject, context.now() + NOTICE_LIFE).await
}

/// Announces the keys that end within seven days, each once. One whose whole life is no longer than that is not
/// announced: its maker has just chosen it. Returns how many.
///
/// # Errors
/// The database does not answer; what was announced before stays so.
pub async fn announce_ends(context: &Context) -> Result<u64, DbErr> {
    let now = context.now();
    let mut announced = 0;
    loop {
        let due = Entity::find()
            .filter(Column::NoticeDate.is_null())
            .filter(Column::ExpirationDate.gt(now))
            .filter(Column::ExpirationDate.lte(now + NOTICE_BEFORE_END))
            .filter(Expr::col(Column::CreationDate).lt(Expr::col(Column::ExpirationDate).sub(NOTICE_BEFORE_END)))
            .order_by_asc(Column::ExpirationDate)
            .limit(BATCH)
            .all(context.db.read())
            .await?;
        for key in &due {
            context
                .db
                .write("announce_key_end", |tx| async move { announce(context, tx, key).await }.scope_boxed())
                .await?;
            announced += 1;
        }
        if (due.len() as u64) < BATCH {
            context.mail.wake();
            return Ok(announced);
        }
    }
}

async fn announce(context: &Context, tx: &Transaction, key: &Model) -> Result<(), DbErr> {
    // Two nodes may be at it: one of them changes the row, and only that one enqueues.
    let noted = Entity::update_many()
        .col_expr(Column::NoticeDate, Some(context.now()).into())
        .filter(Column::Id.eq(key.id))
        .filter(Column::NoticeDate.is_null())
        .exec(tx)
        .await?;
    if noted.rows_affected == 1
        && let Some(owner) = account::Entity::find_by_id(key.account_id).one(tx).await?
    {
        enqueue_notice(context, tx, &owner, OutboxKind::AccessKeyExpiring, key).await?;
    }
    Ok(())
}

/// Finds out who gets a mail about a key. It holds no secret.
///
/// # Errors
/// The database does not answer; the row comes up again after its lease.
pub async fn prepare_mail(
    context: &Context,
    claim: &Claim,
    kind: OutboxKind,
    key_id: Uuid,
) -> Result<Result<PreparedMail, SkipReason>, DbErr> {
    let addressed = context
        .db
        .write("address_key_mail", |tx| async move { address(context, tx, claim, key_id).await }.scope_boxed())
        .await?;
    Ok(addressed.map(|(key, owner, email)| PreparedMail {
        to: email,
        locale: Locale::from_tag(&key.locale).unwrap_or_default(),
        message: message(context, kind, key, owner.username),
    }))
}

async fn address(
    context: &Context,
    tx: &Transaction,
    claim: &Claim,
    key_id: Uuid,
) -> Result<Result<(Model, account::Model, String), SkipReason>, DbErr> {
    if !claim.begin_attempt(tx).await? {
        return Ok(Err(SkipReason::LeaseLost));
    }
    let Some((key, Some(owner))) = Entity::find_by_id(key_id).find_also_related(account::Entity).one(tx).await? else {
        return Ok(Err(SkipReason::SubjectDeleted));
    };
    if claim.row.expiration_date <= context.now() {
        return Ok(Err(SkipReason::SubjectExpired));
    }
    let Some(email) = owner.email.clone() else { return Ok(Err(SkipReason::NoRecipient)) };
    let (quota, whose) = if owner.email_verified {
        (&KEY_NOTICE_MAIL, format!("{} {email}", owner.id))
    } else {
        (&UNVERIFIED_NOTICE_MAIL, email.clone())
    };
    // A retry was counted with the first try.
    if claim.row.attempts == 0 && !context.limits.take_mail(tx, quota, &whose).await? {
        if !owner.email_verified {
            return Ok(Err(SkipReason::RateLimited));
        }
        // It waits for its turn: whoever makes many keys at once must not keep their owner from hearing of each.
        claim.put_off(tx, context.now(), u64::MAX).await?;
        return Ok(Err(SkipReason::Postponed));
    }
    Ok(Ok((key, owner, email)))
}

fn message(context: &Context, kind: OutboxKind, key: Model, username: String) -> Message {
    let link = context.settings.public_url.join("/me");
    let (name, prefix, scopes) = (key.name, key.prefix, Scopes::from_text(&key.scopes).to_vec());
    let (created, expires) = (key.creation_date, key.expiration_date);
    if kind == OutboxKind::AccessKeyExpiring {
        Message::AccessKeyExpiring { link, username, name, prefix, scopes, expires }
    } else {
        Message::AccessKeyCreated { link, username, name, prefix, scopes, created, expires }
    }
}
