//! The end of sessions: by their owner's hand, and by themselves.

use entity::{pending_login, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ModelTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::auth::client_info::Network;
use crate::auth::event::{self, EventKind};
use crate::auth::pending_login as logins;
use crate::auth::revocation::{self, Makers, Reach, Revoked, kept_with, revoke_made};
use crate::context::Context;
use crate::crypto::secret::SessionTokenHash;
use crate::db::{Db, Invalidation, Transaction};
use crate::net::address::carried;

/// Rows that one statement names.
const BATCH: usize = 500;

/// Ends one session of an account. By another's hand, what it made ends with it, as far as `reach` says; by its own, and without a
/// `reach`, nothing does. Nothing is returned if the account has no such session: another's looks like a missing one (invariant 35).
///
/// # Errors
/// The database does not answer.
pub async fn end(
    context: &Context,
    account_id: Uuid,
    session_id: Uuid,
    reach: Option<Reach>,
) -> Result<Option<Revoked>, DbErr> {
    let of_account =
        Condition::all().add(session::Column::Id.eq(session_id)).add(session::Column::AccountId.eq(account_id));
    let living = of_account.add(session::Column::ExpirationDate.gt(context.now()));
    let Some(session) = session::Entity::find().filter(living).one(context.db.read()).await? else { return Ok(None) };
    end_one(context, &session, reach).await
}

/// Ends the session of a presented token; nothing happens if there is none.
///
/// # Errors
/// The database does not answer.
pub async fn end_by_token(context: &Context, token: &SessionTokenHash, reach: Option<Reach>) -> Result<(), DbErr> {
    let found =
        session::Entity::find().filter(session::Column::TokenHash.eq(token.to_vec())).one(context.db.read()).await?;
    match &found {
        Some(session) => end_one(context, session, reach).await.map(drop),
        None => Ok(()),
    }
}

async fn end_one(context: &Context, session: &session::Model, reach: Option<Reach>) -> Result<Option<Revoked>, DbErr> {
    context
        .db
        .write("end_session", |tx| {
            async move {
                if reach.is_some() {
                    // Before the session: whoever makes something with it takes both in this order.
                    revocation::lock(tx, session.account_id).await?;
                }
                let ended = match reach {
                    Some(_) => throw_out(context, tx, session.account_id, &[session.id]).await?,
                    None => session.clone().delete(tx).await?.rows_affected,
                };
                if ended != 1 {
                    return Ok(None);
                }
                tx.announce(Invalidation::Account(session.account_id));
                let platform = Some(session.platform.as_str());
                event::record(context, tx, session.account_id, EventKind::SessionEnded, platform).await?;
                match reach {
                    Some(reach) => {
                        let makers = Makers::These(&[session.id]);
                        revoke_made(context, tx, session.account_id, makers, reach).await.map(Some)
                    }
                    None => Ok(Some(Revoked::default())),
                }
            }
            .scope_boxed()
        })
        .await
}

/// The sessions that mails to one of these mailboxes let in, as far back as logins are kept.
///
/// # Errors
/// The database does not answer.
pub(in crate::auth) async fn let_in_by(
    connection: &impl ConnectionTrait,
    account_id: Uuid,
    mailboxes: &[String],
) -> Result<Vec<Uuid>, DbErr> {
    pending_login::Entity::find()
        .select_only()
        .column(pending_login::Column::SessionId)
        .filter(pending_login::Column::AccountId.eq(account_id))
        .filter(pending_login::Column::Mailbox.is_in(mailboxes))
        .filter(pending_login::Column::SessionId.is_not_null())
        .into_tuple()
        .all(connection)
        .await
}

/// Ends these sessions with everything that they made, as part of a larger change.
///
/// # Errors
/// The database does not answer.
pub(in crate::auth) async fn end_with_all(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    ids: &[Uuid],
) -> Result<(), DbErr> {
    throw_out(context, tx, account_id, ids).await?;
    revoke_made(context, tx, account_id, Makers::These(ids), Reach::ALL).await.map(drop)
}

/// Ends these sessions of an account by another's hand, as part of a larger change: the networks that they came from are no longer
/// known to the account. Returns how many.
///
/// # Errors
/// The database does not answer.
pub(in crate::auth) async fn throw_out(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    ids: &[Uuid],
) -> Result<u64, DbErr> {
    let mut ended = 0;
    for ids in ids.chunks(BATCH) {
        let which = session::Column::Id.is_in(ids.iter().copied());
        let places: Vec<Option<String>> = session::Entity::find()
            .select_only()
            .column(session::Column::Ip)
            .distinct()
            .filter(which.clone())
            .into_tuple()
            .all(tx)
            .await?;
        let networks: Vec<String> = places.iter().flatten().filter_map(|ip| network_of(ip)).collect();
        context.limits.note_thrown_out(tx, account_id, &networks).await?;
        ended += session::Entity::delete_many().filter(which).exec(tx).await?.rows_affected;
    }
    Ok(ended)
}

fn network_of(ip: &str) -> Option<String> {
    Some(Network::of(carried(ip.parse().ok()?)).as_str().to_owned())
}

/// Which sessions end, seen from the credential that says so.
pub struct Others<'a> {
    /// The session that is kept, if there is one.
    pub current: Option<Uuid>,
    /// The session or access key whose work is kept, if there is one.
    pub maker: Option<Uuid>,
    /// Only those of this platform.
    pub platform: Option<&'a str>,
}

/// Ends an account's sessions but the current one with what they made, as far as `reach` says, and returns what ended. Without a
/// platform this is signing out everywhere: logins under way are ended with them (invariant 14), and it reaches what was made by those
/// that are gone already.
///
/// # Errors
/// The database does not answer.
pub async fn end_others(
    context: &Context,
    account_id: Uuid,
    others: &Others<'_>,
    reach: Reach,
) -> Result<Revoked, DbErr> {
    context
        .db
        .write("end_other_sessions", |tx| {
            async move {
                revocation::lock(tx, account_id).await?;
                // Logins first: whoever collects one at this moment either finds it denied, or has committed a session
                // that the next statement sees.
                let denied = if others.platform.is_none() {
                    logins::forget_starters(context, tx, account_id).await?;
                    logins::deny_all(context, tx, account_id, None).await?
                } else {
                    0
                };
                let ids = living(context, tx, account_id, others).await?;
                let ended = throw_out(context, tx, account_id, &ids).await?;
                tx.announce(Invalidation::Account(account_id));
                if ended > 0 || denied > 0 {
                    event::record(context, tx, account_id, EventKind::SessionsEnded, others.platform).await?;
                }
                let kept: Vec<Uuid> = others.maker.into_iter().collect();
                let kept = kept_with(context, tx, account_id, &kept, false).await?;
                let makers = match others.platform {
                    Some(_) => Makers::These(&ids),
                    None => Makers::AllBut(&kept),
                };
                let revoked = revoke_made(context, tx, account_id, makers, reach).await?;
                Ok::<_, DbErr>(Revoked { sessions: revoked.sessions + ended, ..revoked })
            }
            .scope_boxed()
        })
        .await
}

async fn living(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    others: &Others<'_>,
) -> Result<Vec<Uuid>, DbErr> {
    let mut which = Condition::all()
        .add(session::Column::AccountId.eq(account_id))
        .add(session::Column::ExpirationDate.gt(context.now()));
    if let Some(current) = others.current {
        which = which.add(session::Column::Id.ne(current));
    }
    if let Some(platform) = others.platform {
        which = which.add(session::Column::Platform.eq(Db::comparable(platform)));
    }
    session::Entity::find().select_only().column(session::Column::Id).filter(which).into_tuple().all(tx).await
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
