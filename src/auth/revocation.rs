//! Revocation: what ends together with the session or access key that made it.
//!
//! Every way of ending a credential by another's hand goes through [`revoke_made`], which knows every table of things that a credential
//! can make, so that no way of ending can forget one of them (invariants 61 to 63).

mod survey;

use entity::email_link::EmailLinkState;
use entity::{access_key, account, email_link, pending_login, session};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::auth::event::{self, EventKind};
use crate::auth::maker::Lineage;
use crate::auth::pending_login as logins;
use crate::auth::session as sessions;
use crate::context::Context;
use crate::db::{Invalidation, Transaction};

use survey::survey_on;
pub use survey::{Made, Survey, survey};
pub(in crate::auth) use survey::{changes_of, keys_of, sessions_of};

/// Whose work ends.
#[derive(Clone, Copy, Debug)]
pub enum Makers<'a> {
    /// That of these sessions and keys, and of whatever they made.
    These(&'a [Uuid]),
    /// That of everybody but these sessions and keys themselves; of everybody, if there are none. What has no known maker belongs to
    /// it, and so does what one of these let in and what that made: `kept_with` says which of it is to be kept as well.
    AllBut(&'a [Uuid]),
}

impl Makers<'_> {
    /// Whether one of them made what has this id and these makers.
    pub(super) fn made(&self, id: Uuid, made_by: Option<&str>) -> bool {
        let lineage = Lineage::read(made_by);
        match self {
            Self::These(makers) => lineage.ids().iter().any(|id| makers.contains(id)),
            Self::AllBut(kept) => !kept.contains(&id) && !lineage.maker().is_some_and(|maker| kept.contains(&maker)),
        }
    }
}

/// These sessions and keys with the living keys that they made, the keys of those, and so on; with `sessions`, also the living sessions
/// that they let in. A session that is ended is not among them, whoever let it in, nor is what it made.
pub(super) async fn kept_with(
    context: &Context,
    connection: &impl ConnectionTrait,
    account_id: Uuid,
    kept: &[Uuid],
    sessions: bool,
) -> Result<Vec<Uuid>, DbErr> {
    let survey = survey_on(connection, context.now(), account_id).await?;
    Ok(if sessions { survey.kept_with_sessions(kept) } else { survey.kept_with_keys(kept) })
}

/// What of their work ends. Changes of the address that were not yet proven, and approvals that were not yet collected, always do: both
/// can be asked for again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The sessions that they let in.
    pub sessions: bool,
    /// The access keys that they made.
    pub keys: bool,
}

impl Reach {
    /// Everything.
    pub const ALL: Self = Self { sessions: true, keys: true };
}

/// What ended, and what did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Revoked {
    /// Sessions that ended.
    pub sessions: u64,
    /// Access keys that ended.
    pub keys: u64,
    /// Living access keys of theirs that were left.
    pub keys_left: u64,
    /// Changes of the address that were withdrawn.
    pub changes: u64,
    /// Approvals that nobody collects any more.
    pub approvals: u64,
}

/// Ends what these makers made in an account, as part of the transaction that ends the makers themselves. The account has to be locked
/// and the makers ended before, so that they make nothing more.
///
/// # Errors
/// The database does not answer.
pub async fn revoke_made(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    makers: Makers<'_>,
    reach: Reach,
) -> Result<Revoked, DbErr> {
    // In this order: a login that is being collected is a session by the time its approval cannot be withdrawn.
    let approvals = withdraw_approvals(context, tx, account_id, makers).await?;
    let sessions = if reach.sessions { end_sessions(context, tx, account_id, makers).await? } else { 0 };
    let living = living_keys(context, tx, account_id, makers).await?;
    let (keys, keys_left) =
        if reach.keys { (end_keys(context, tx, account_id, living).await?, 0) } else { (0, living.len() as u64) };
    let changes = withdraw_changes(context, tx, account_id, makers).await?;
    tx.announce(Invalidation::Account(account_id));
    Ok(Revoked { sessions, keys, keys_left, changes, approvals })
}

/// Ends everything of an account: its sessions, its keys, its logins but this one, and what was asked for. Part of a larger change.
///
/// # Errors
/// The database does not answer.
pub async fn revoke_everything(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    except_login: Option<Uuid>,
) -> Result<Revoked, DbErr> {
    logins::deny_all(context, tx, account_id, except_login).await?;
    logins::forget_starters(context, tx, account_id).await?;
    revoke_made(context, tx, account_id, Makers::AllBut(&[]), Reach::ALL).await
}

/// Whoever makes something locks the account first: what is being made at this moment is there once this returns, and nothing is made
/// meanwhile.
pub(super) async fn lock(tx: &Transaction, account_id: Uuid) -> Result<(), DbErr> {
    let query = account::Entity::find_by_id(account_id).select_only().column(account::Column::Id);
    query.lock_exclusive().into_tuple::<Uuid>().one(tx).await.map(drop)
}

async fn withdraw_approvals(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    makers: Makers<'_>,
) -> Result<u64, DbErr> {
    let approved: Vec<(Uuid, Option<String>)> = pending_login::Entity::find()
        .select_only()
        .columns([pending_login::Column::Id, pending_login::Column::MadeBy])
        .filter(pending_login::Column::AccountId.eq(account_id))
        .filter(pending_login::Column::State.eq(pending_login::PendingLoginState::Approved))
        .into_tuple()
        .all(tx)
        .await?;
    // What a mail approved is nobody's work.
    let by_credentials = approved.into_iter().filter(|(_, made_by)| made_by.is_some());
    let ids = made_by(makers, by_credentials);
    logins::withdraw(context, tx, &ids).await
}

async fn end_sessions(context: &Context, tx: &Transaction, account_id: Uuid, makers: Makers<'_>) -> Result<u64, DbErr> {
    let rows: Vec<(Uuid, Option<String>)> = session::Entity::find()
        .select_only()
        .columns([session::Column::Id, session::Column::MadeBy])
        .filter(session::Column::AccountId.eq(account_id))
        .into_tuple()
        .all(tx)
        .await?;
    let ended = sessions::throw_out(context, tx, account_id, &made_by(makers, rows)).await?;
    if ended > 0 {
        event::record(context, tx, account_id, EventKind::SessionsEnded, None).await?;
    }
    Ok(ended)
}

/// The keys of theirs that still open something.
async fn living_keys(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    makers: Makers<'_>,
) -> Result<Vec<Uuid>, DbErr> {
    let keys: Vec<(Uuid, Option<String>)> = keys_of(account_id, context.now()).into_tuple().all(tx).await?;
    Ok(made_by(makers, keys))
}

async fn end_keys(context: &Context, tx: &Transaction, account_id: Uuid, ids: Vec<Uuid>) -> Result<u64, DbErr> {
    if ids.is_empty() {
        return Ok(0);
    }
    let which = access_key::Column::Id.is_in(ids);
    let ended = access_key::Entity::delete_many().filter(which).exec(tx).await?.rows_affected;
    event::record(context, tx, account_id, EventKind::AccessKeysRevoked, None).await?;
    Ok(ended)
}

async fn withdraw_changes(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    makers: Makers<'_>,
) -> Result<u64, DbErr> {
    let changes: Vec<(Uuid, Option<String>)> = changes_of(account_id, context.now()).into_tuple().all(tx).await?;
    // One from before makers were known may be of whoever is thrown out, and can be asked for again.
    let (known, unknown): (Vec<_>, Vec<_>) = changes.into_iter().partition(|(_, made_by)| made_by.is_some());
    let ids: Vec<Uuid> = made_by(makers, known).into_iter().chain(unknown.into_iter().map(|(id, _)| id)).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let withdrawn = email_link::Entity::update_many()
        .col_expr(email_link::Column::State, EmailLinkState::Replaced.into())
        .filter(email_link::Column::Id.is_in(ids))
        .filter(email_link::Column::State.eq(EmailLinkState::Pending))
        .exec(tx)
        .await?;
    event::record(context, tx, account_id, EventKind::EmailChangeWithdrawn, None).await?;
    Ok(withdrawn.rows_affected)
}

fn made_by(makers: Makers<'_>, rows: impl IntoIterator<Item = (Uuid, Option<String>)>) -> Vec<Uuid> {
    let theirs = rows.into_iter().filter(|(id, made_by)| makers.made(*id, made_by.as_deref()));
    theirs.map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_made_what() {
        let [thief, key, child, owner, old] = [1, 2, 3, 4, 5].map(Uuid::from_u128);
        let by = |ids: &[Uuid]| Some(ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" "));
        let (first, second) = (by(&[thief]), by(&[thief, key]));
        for made_by in [&first, &second] {
            assert!(Makers::These(&[thief]).made(child, made_by.as_deref()));
            assert!(!Makers::These(&[owner]).made(child, made_by.as_deref()));
            assert!(Makers::AllBut(&[owner]).made(child, made_by.as_deref()));
            assert!(!Makers::AllBut(&[thief, key]).made(child, made_by.as_deref()));
        }
        assert!(Makers::AllBut(&[thief]).made(child, second.as_deref()), "what stands between is not kept");
        assert!(!Makers::These(&[thief]).made(old, None), "nobody knows who made it");
        assert!(Makers::AllBut(&[owner]).made(old, None));
        assert!(!Makers::AllBut(&[owner]).made(owner, None), "the one that is kept");
        assert!(Makers::AllBut(&[]).made(owner, None));
        assert!(!Makers::These(&[]).made(child, first.as_deref()));
    }
}
