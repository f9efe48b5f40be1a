//! Sessions: signed-in devices. They end by themselves, and by their owner's hand.

mod list;

use std::sync::atomic::{AtomicI64, Ordering};

use entity::{account, pending_login, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, ModelTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::auth::client::Client;
use crate::auth::event::{self, EventKind};
use crate::auth::pending_login as logins;
use crate::auth::platform::Platform;
use crate::clock::APART;
use crate::context::Context;
use crate::db::{Db, Notice, Transaction};
use crate::last_seen::GRANULARITY;
use crate::random::row_id;
use crate::secret::{SessionToken, SessionTokenHash};

pub use list::{Cursor, Page, list};

/// Notes are written every few seconds; a session this close to its idle limit, in seconds, does not wait for that.
const NEARLY_IDLE: i64 = 15;
/// Notes that are written at once: SQLite has one writer, and others wait for it.
const NOTES_AT_ONCE: usize = 100;

/// A session that was just made, with the only copy of its token.
pub struct NewSession {
    /// The session.
    pub session_id: Uuid,
    /// Whose it is.
    pub account_id: Uuid,
    /// What its device presents from now on.
    pub token: SessionToken,
    /// Unix seconds of its end, if it is not used.
    pub expiration_date: i64,
}

/// What a session comes of.
pub enum Origin<'a> {
    /// A registration by this client.
    Registration(&'a Client),
    /// The collection of an approved login by this client.
    Login(&'a Client, &'a pending_login::Model),
}

/// Begins a session, as part of the change that it comes of. Its token is always a fresh one (invariant 33).
///
/// # Errors
/// The database does not answer.
pub async fn begin(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    token_hash: &SessionTokenHash,
    platform: &Platform,
    origin: Origin<'_>,
) -> Result<session::Model, DbErr> {
    let now = context.now();
    let (client, login) = match origin {
        Origin::Registration(client) => (client, None),
        Origin::Login(client, login) => (client, Some(login)),
    };
    let max_expiration_date = now + context.settings.session_max_ttl;
    let row = session::Model {
        id: row_id(&*context.clock, &*context.random),
        account_id,
        token_hash: token_hash.to_vec(),
        platform: platform.as_str().to_owned(),
        name: None,
        creation_date: now,
        last_seen_date: now,
        expiration_date: idle_expiration(context, now, max_expiration_date),
        max_expiration_date,
        first_use_date: None,
        ip: client.ip_text(),
        user_agent: client.user_agent.clone(),
        approved_from: login.and_then(|login| login.approved_from.clone()),
        pending_login_id: login.map(|login| login.id),
    };
    session::Entity::insert(session::ActiveModel::from(row.clone()).reset_all()).exec_without_returning(tx).await?;
    event::record(context, tx, account_id, EventKind::SessionBegun, Some(&row.platform)).await?;
    Ok(row)
}

/// The idle limit never passes the absolute one (invariant 37).
fn idle_expiration(context: &Context, seen: i64, max_expiration_date: i64) -> i64 {
    (seen + context.settings.session_idle_ttl).min(max_expiration_date)
}

/// The living session of a token with its account, if there is one.
///
/// # Errors
/// The database does not answer; that says nothing about the token.
pub async fn by_token(
    context: &Context,
    token: &SessionToken,
) -> Result<Option<(session::Model, account::Model)>, DbErr> {
    find_living(context, Condition::all().add(session::Column::TokenHash.eq(token.hash().to_vec()))).await
}

/// A living session of an account with that account, if there is one.
///
/// # Errors
/// The database does not answer.
pub async fn living(
    context: &Context,
    account_id: Uuid,
    session_id: Uuid,
) -> Result<Option<(session::Model, account::Model)>, DbErr> {
    let which = Condition::all().add(session::Column::Id.eq(session_id)).add(session::Column::AccountId.eq(account_id));
    find_living(context, which).await
}

/// Expiry is checked here, whatever any job has cleaned up.
async fn find_living(context: &Context, which: Condition) -> Result<Option<(session::Model, account::Model)>, DbErr> {
    let now = context.now();
    let found = session::Entity::find()
        .find_also_related(account::Entity)
        .filter(which)
        .filter(session::Column::ExpirationDate.gt(now))
        .filter(session::Column::MaxExpirationDate.gt(now))
        .one(context.db.read())
        .await?;
    Ok(found.and_then(|(session, account)| Some((session, account?))))
}

/// Unix seconds until which uses change nothing about a session but what [`note_use`] notes.
#[must_use]
pub fn unchanged_until(session: &session::Model) -> i64 {
    match session.first_use_date {
        None => 0,
        Some(_) if session.expiration_date == session.max_expiration_date => session.expiration_date,
        Some(_) => session.expiration_date - NEARLY_IDLE,
    }
}

/// Notes a use in memory, unless it is the first one, or the idle limit would come before the notes are written: then it
/// is moved on at once. `noted` is when the last use was noted, in Unix seconds. A failure here fails no request. What is written is
/// in a box: nearly no use holds room for it.
pub async fn note_use(context: &Context, session: &session::Model, noted: &AtomicI64) {
    if session.first_use_date.is_none() {
        Box::pin(note_first_use(context, session)).await;
    }
    let now = context.now();
    let nearly_idle = session.expiration_date - now <= NEARLY_IDLE;
    if !nearly_idle || session.expiration_date == session.max_expiration_date {
        let before = noted.load(Ordering::Relaxed);
        if now - before >= GRANULARITY || before > now + APART {
            noted.store(now, Ordering::Relaxed);
            context.last_seen.note(session.id, now);
        }
        return;
    }
    let moved = context
        .db
        .write("move_session_on", |tx| async move { move_on(context, tx, session.id, now).await }.scope_boxed());
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
                if let Some(pending_login_id) = session.pending_login_id {
                    logins::wipe_sealed(tx, pending_login::Column::Id.eq(pending_login_id)).await?;
                }
                Ok::<_, DbErr>(())
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
                    move_on(context, tx, *session_id, *seen).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
}

/// Two nodes may write in any order, so a date only ever moves on, unless a clock that stood ahead wrote it; and only a living
/// session's does, so that a note never revives one that has ended meanwhile.
async fn move_on(context: &Context, tx: &Transaction, session_id: Uuid, seen: i64) -> Result<(), DbErr> {
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
                .add(session::Column::LastSeenDate.gt(seen + APART)),
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
                tx.announce(Notice::Account(session.account_id));
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

/// Gives a session of an account a name of its owner's choice, or takes it away. `false` if the account has no such session.
///
/// # Errors
/// The database does not answer.
pub async fn rename(
    context: &Context,
    account_id: Uuid,
    session_id: Uuid,
    name: Option<&Platform>,
) -> Result<bool, DbErr> {
    let (now, name) = (context.now(), &name.map(|name| name.as_str().to_owned()));
    let renamed = context
        .db
        .write("rename_session", |tx| {
            async move {
                session::Entity::update_many()
                    .col_expr(session::Column::Name, name.clone().into())
                    .filter(session::Column::Id.eq(session_id))
                    .filter(session::Column::AccountId.eq(account_id))
                    .filter(session::Column::ExpirationDate.gt(now))
                    .exec(tx)
                    .await
            }
            .scope_boxed()
        })
        .await?;
    Ok(renamed.rows_affected == 1)
}

/// Ends one session of an account. `false` if the account has no such session: another's looks like a missing one
/// (invariant 35).
///
/// # Errors
/// The database does not answer.
pub async fn end(context: &Context, account_id: Uuid, session_id: Uuid) -> Result<bool, DbErr> {
    let now = context.now();
    let ended = context
        .db
        .write("end_session", |tx| {
            async move {
                let living = Condition::all()
                    .add(session::Column::Id.eq(session_id))
                    .add(session::Column::AccountId.eq(account_id))
                    .add(session::Column::ExpirationDate.gt(now));
                let Some(session) = session::Entity::find().filter(living.clone()).one(tx).await? else {
                    return Ok(false);
                };
                let ended = session::Entity::delete_many().filter(living).exec(tx).await?;
                if ended.rows_affected == 1 {
                    tx.announce(Notice::Account(account_id));
                    event::record(context, tx, account_id, EventKind::SessionEnded, Some(&session.platform)).await?;
                }
                Ok::<_, DbErr>(ended.rows_affected == 1)
            }
            .scope_boxed()
        })
        .await?;
    Ok(ended)
}

/// Takes up to so many sessions away that ended by themselves, and says so in the record of their accounts. Returns how many.
///
/// # Errors
/// The database does not answer.
pub async fn purge(context: &Context, limit: u64) -> Result<u64, DbErr> {
    let now = context.now();
    context
        .db
        .write("purge_sessions", |tx| {
            async move {
                let gone = session::Entity::find()
                    .filter(session::Column::ExpirationDate.lte(now))
                    .limit(limit)
                    .lock_exclusive()
                    .all(tx)
                    .await?;
                if gone.is_empty() {
                    return Ok(0);
                }
                let ids: Vec<Uuid> = gone.iter().map(|session| session.id).collect();
                session::Entity::delete_many().filter(session::Column::Id.is_in(ids)).exec(tx).await?;
                event::record_expired(context, tx, &gone).await?;
                Ok::<_, DbErr>(gone.len() as u64)
            }
            .scope_boxed()
        })
        .await
}

/// Ends the session of a presented token; nothing happens if there is none.
///
/// # Errors
/// The database does not answer.
pub async fn end_by_token(context: &Context, token: &SessionToken) -> Result<(), DbErr> {
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token.hash().to_vec()))
        .one(context.db.read())
        .await?;
    let Some(session) = found else { return Ok(()) };
    let session = &session;
    context
        .db
        .write("end_session", |tx| {
            async move {
                if session.clone().delete(tx).await?.rows_affected == 1 {
                    tx.announce(Notice::Account(session.account_id));
                    let platform = Some(session.platform.as_str());
                    event::record(context, tx, session.account_id, EventKind::SessionEnded, platform).await?;
                }
                Ok::<_, DbErr>(())
            }
            .scope_boxed()
        })
        .await
}

/// Ends an account's sessions but the current one, if there is one, only those of a platform if one is named, and returns how many. Without a
/// platform this is signing out everywhere: logins under way are ended with them (invariant 14).
///
/// # Errors
/// The database does not answer.
pub async fn end_others(
    context: &Context,
    account_id: Uuid,
    current: Option<Uuid>,
    platform: Option<&str>,
) -> Result<u64, DbErr> {
    let now = context.now();
    context
        .db
        .write("end_other_sessions", |tx| {
            async move {
                // Logins first: whoever collects one at this moment either finds it denied, or has committed a session
                // that the next statement sees.
                let denied =
                    if platform.is_none() { logins::deny_all(context, tx, account_id, None).await? } else { 0 };
                let of_platform = platform
                    .map(|platform| Condition::all().add(session::Column::Platform.eq(Db::comparable(platform))));
                let not_current = current.map(|current| Condition::all().add(session::Column::Id.ne(current)));
                let ended = session::Entity::delete_many()
                    .filter(session::Column::AccountId.eq(account_id))
                    .filter(not_current.unwrap_or_else(Condition::all))
                    .filter(session::Column::ExpirationDate.gt(now))
                    .filter(of_platform.unwrap_or_else(Condition::all))
                    .exec(tx)
                    .await?;
                tx.announce(Notice::Account(account_id));
                if ended.rows_affected > 0 || denied > 0 {
                    event::record(context, tx, account_id, EventKind::SessionsEnded, platform).await?;
                }
                Ok::<_, DbErr>(ended.rows_affected)
            }
            .scope_boxed()
        })
        .await
}

/// Ends every session of an account, as part of another change.
///
/// # Errors
/// The database does not answer.
pub async fn end_all(context: &Context, tx: &Transaction, account_id: Uuid) -> Result<(), DbErr> {
    let ended = session::Entity::delete_many().filter(session::Column::AccountId.eq(account_id)).exec(tx).await?;
    tx.announce(Notice::Account(account_id));
    if ended.rows_affected > 0 {
        event::record(context, tx, account_id, EventKind::SessionsEnded, None).await?;
    }
    Ok(())
}
