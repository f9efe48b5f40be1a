//! The end of sessions: by their owner's hand, and by themselves.

use entity::session;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, ModelTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::auth::event::{self, EventKind};
use crate::auth::pending_login as logins;
use crate::context::Context;
use crate::db::{Db, Notice, Transaction};
use crate::secret::SessionTokenHash;

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

/// Ends the session of a presented token; nothing happens if there is none.
///
/// # Errors
/// The database does not answer.
pub async fn end_by_token(context: &Context, token: &SessionTokenHash) -> Result<(), DbErr> {
    let found =
        session::Entity::find().filter(session::Column::TokenHash.eq(token.to_vec())).one(context.db.read()).await?;
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
