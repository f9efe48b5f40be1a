//! What using a session does to it: it is seen, and its idle limit moves on.

use std::sync::atomic::{AtomicI64, Ordering};

use entity::{pending_login, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::idle_expiration;
use crate::auth::{pending_login as logins, registration};
use crate::cache::last_seen::GRANULARITY;
use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::context::Context;
use crate::db::{Invalidation, Transaction};

/// Notes are written every few seconds; a session this close to its idle limit, in seconds, does not wait for that.
const NEARLY_IDLE: i64 = 15;
/// Notes that are written at once: SQLite has one writer, and others wait for it.
const NOTES_AT_ONCE: usize = 100;

/// Unix seconds until which uses change nothing about a session but what [`record_use`] notes.
#[must_use]
pub fn cacheable_until(session: &session::Model) -> i64 {
    match session.first_use_date {
        None => 0,
        Some(_) if session.expiration_date == session.max_expiration_date => session.expiration_date,
        Some(_) => session.expiration_date - NEARLY_IDLE,
    }
}

/// Notes a use in memory, unless it is the first one, or the idle limit would come before the notes are written: then it
/// is moved on at once. `noted` is when the last use was noted, in Unix seconds. A failure here fails no request. What is written is
/// in a box: nearly no use holds room for it.
pub async fn record_use(context: &Context, session: &session::Model, noted: &AtomicI64) {
    if session.first_use_date.is_none() {
        Box::pin(note_first_use(context, session)).await;
    }
    let now = context.now();
    let nearly_idle = session.expiration_date - now <= NEARLY_IDLE;
    if !nearly_idle || session.expiration_date == session.max_expiration_date {
        let before = noted.load(Ordering::Relaxed);
        if now - before >= GRANULARITY || before > now + MAX_CLOCK_SKEW_SECONDS {
            noted.store(now, Ordering::Relaxed);
            context.last_seen.note(session.id, now);
        }
        return;
    }
    let moved = context.db.write("move_session_on", |tx| {
        async move { extend_idle_expiration(context, tx, session.id, now).await }.scope_boxed()
    });
    if let Err(error) = Box::pin(moved).await {
        tracing::warn!(%error, "a session's idle limit could not be moved on");
    }
}

/// The first use of a token ends the repetition of the answer that brought it: its sealed copy is wiped. A failure
/// here fails no request; the next use tries again, and the copy's minute ends in any case.
async fn note_first_use(context: &Context, session: &session::Model) {
    let now = context.now();
    let written = context
        .db
        .write("note_first_use", |tx| {
            async move {
                session::Entity::update_many()
                    .col_expr(session::Column::FirstUseDate, Some(now).into())
                    .filter(session::Column::Id.eq(session.id))
                    .filter(session::Column::FirstUseDate.is_null())
                    .exec(tx)
                    .await?;
                match session.pending_login_id {
                    Some(login) => logins::wipe_sealed(tx, pending_login::Column::Id.eq(login)).await.map(drop),
                    None => registration::wipe_sealed(tx, session.account_id, session.id).await,
                }
            }
            .scope_boxed()
        })
        .await;
    if let Err(error) = written {
        tracing::warn!(%error, "the first use of a session could not be noted");
    }
}

/// Writes the noted uses down and moves the idle limits on with them: in small batches, between which other writers get their
/// turn. Returns how many.
///
/// # Errors
/// The database does not answer; the notes that are not written are kept.
pub async fn write_last_seen(context: &Context) -> Result<usize, DbErr> {
    // In one order on all nodes, so that two of them never wait for each other.
    let mut notes: Vec<(Uuid, i64)> = context.last_seen.take().into_iter().collect();
    notes.sort_unstable();
    for (written, batch) in notes.chunks(NOTES_AT_ONCE).enumerate() {
        if let Err(error) = write_notes(context, batch).await {
            context.last_seen.put_back(notes.into_iter().skip(written * NOTES_AT_ONCE).collect());
            return Err(error);
        }
    }
    Ok(notes.len())
}

async fn write_notes(context: &Context, notes: &[(Uuid, i64)]) -> Result<(), DbErr> {
    context
        .db
        .write("write_last_seen", |tx| {
            async move {
                for (session_id, seen) in notes {
                    extend_idle_expiration(context, tx, *session_id, *seen).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
}

/// Two nodes may write in any order, so a date only ever moves on, unless a clock that stood ahead wrote it; and only a living
/// session's does, so that a note never revives one that has ended meanwhile.
async fn extend_idle_expiration(context: &Context, tx: &Transaction, session_id: Uuid, seen: i64) -> Result<(), DbErr> {
    let idle = seen + context.settings.session_idle_ttl;
    let expiration =
        Expr::case(session::Column::MaxExpirationDate.lt(idle), Expr::col(session::Column::MaxExpirationDate))
            .finally(idle);
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenDate, seen.into())
        .col_expr(session::Column::ExpirationDate, expiration.into())
        .filter(session::Column::Id.eq(session_id))
        .filter(
            Condition::any()
                .add(session::Column::LastSeenDate.lt(seen))
                .add(session::Column::LastSeenDate.gt(seen + MAX_CLOCK_SKEW_SECONDS)),
        )
        .filter(session::Column::ExpirationDate.gt(seen))
        .exec(tx)
        .await?;
    Ok(())
}

/// Moves a session's end on as if it had just been used, at once; never past its absolute limit. Returns the end, or
/// nothing if the session is gone.
///
/// # Errors
/// The database does not answer.
pub async fn extend(context: &Context, session: &session::Model) -> Result<Option<i64>, DbErr> {
    let now = context.now();
    let expiration_date = idle_expiration(context, now, session.max_expiration_date);
    let updated = context
        .db
        .write("extend_session", |tx| {
            async move {
                tx.announce(Invalidation::Account(session.account_id));
                session::Entity::update_many()
                    .col_expr(session::Column::LastSeenDate, now.into())
                    .col_expr(session::Column::ExpirationDate, expiration_date.into())
                    .filter(session::Column::Id.eq(session.id))
                    .filter(session::Column::ExpirationDate.gt(now))
                    .exec(tx)
                    .await
            }
            .scope_boxed()
        })
        .await?;
    Ok((updated.rows_affected == 1).then_some(expiration_date))
}
