//! Deciding a login from its confirmation link.

use entity::account;
use entity::pending_login::{Column, Entity, Model};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, UpdateMany};
use uuid::Uuid;

use super::match_tries::{WrongCode, try_match_code};
use super::peek::{by_token, match_required};
use super::transitions::Transition;
use super::{UNDO_WINDOW, candidates, record_expiry};
use crate::auth::client_info::ClientInfo;
use crate::auth::email_link;
use crate::auth::event::{self, EventKind};
use crate::auth::first_proof::{self, Answer};
use crate::auth::match_code::MatchCode;
use crate::auth::revocation::{self, Makers, Reach, Revoked, revoke_made};
use crate::auth::session as sessions;
use crate::context::Context;
use crate::crypto::secret::ConfirmationToken;
use crate::db::{Invalidation, Transaction, WriteFailure};

/// What came with an approval.
pub struct Approval<'a> {
    /// The match code as typed.
    pub match_code: Option<&'a str>,
    /// The account that was chosen.
    pub account_id: Option<Uuid>,
    /// What becomes of everything older, where this is the first proof of the address.
    pub older: Answer,
    /// The approver.
    pub client: &'a ClientInfo,
}

/// A decision that was made.
pub struct Decision {
    /// The login as it was before.
    pub login: Model,
    /// The account that is entered.
    pub username: String,
    /// Unix seconds until which the decision can be taken back.
    pub undo_until: i64,
}

enum Outcome {
    Approved { username: String },
    WrongCode(WrongCode),
    Gone,
}

/// Approves a login. The approver's browser gets nothing by it: the session is for who asked (invariant 2).
///
/// # Errors
/// See [`DecisionError`].
pub async fn approve(
    context: &Context,
    token: &ConfirmationToken,
    approval: &Approval<'_>,
) -> Result<Decision, DecisionError> {
    let login = open_login(context, token).await?;
    let candidates = candidates(context.db.read(), &login).await?;
    let chosen = choose(&candidates, approval.account_id)?;
    let typed = if match_required(context, &login, approval.client) {
        Some(typed_match_code(approval.match_code)?)
    } else {
        None
    };
    let (login_ref, typed) = (&login, &typed);
    let outcome = context
        .db
        .write("approve_login", |tx| {
            async move {
                if let Some(code) = typed
                    && let Err(wrong) = try_match_code(context, tx, login_ref, code).await?
                {
                    return Ok(Outcome::WrongCode(wrong));
                }
                enter(context, tx, login_ref, chosen, approval).await
            }
            .scope_boxed()
        })
        .await?;
    match outcome {
        Outcome::Approved { username } => {
            metrics::counter!("doorpost_logins_decided_total", "decision" => "approved").increment(1);
            Ok(Decision { login, username, undo_until: context.now() + UNDO_WINDOW })
        }
        Outcome::WrongCode(WrongCode::Wrong { tries_left }) => Err(DecisionError::MatchCodeWrong { tries_left }),
        Outcome::WrongCode(WrongCode::Last) => Err(DecisionError::TooManyMatchCodes),
        Outcome::WrongCode(WrongCode::Gone) | Outcome::Gone => Err(DecisionError::Decided),
    }
}

pub(super) fn typed_match_code(typed: Option<&str>) -> Result<MatchCode, DecisionError> {
    let typed = typed.filter(|typed| !typed.trim().is_empty()).ok_or(DecisionError::MatchCodeMissing)?;
    MatchCode::parse(typed).ok_or(DecisionError::MatchCodeMalformed)
}

fn choose(candidates: &[account::Model], wanted: Option<Uuid>) -> Result<Uuid, DecisionError> {
    match (candidates, wanted) {
        ([], _) => Err(DecisionError::Decided),
        ([only], None) => Ok(only.id),
        (_, Some(wanted)) if candidates.iter().any(|account| account.id == wanted) => Ok(wanted),
        _ => Err(DecisionError::AccountMissing),
    }
}

/// The one step from pending to approved, with what it proves: the mail reached the address (invariant 48).
async fn enter(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    account_id: Uuid,
    approval: &Approval<'_>,
) -> Result<Outcome, DecisionError> {
    let entered = enter_account(context, tx, login, account_id, approval.client, approval.older).await?;
    Ok(entered.map_or(Outcome::Gone, |account| Outcome::Approved { username: account.username }))
}

/// The guarded update from pending to approved, whoever approves.
pub(super) fn approving(login_id: Uuid, account_id: Uuid, approver: &ClientInfo, now: i64) -> UpdateMany<Entity> {
    Transition::Approve
        .update(now)
        .col_expr(Column::AccountId, Some(account_id).into())
        .col_expr(Column::DecisionDate, Some(now).into())
        .col_expr(Column::ApprovedFrom, approver.ip_text().into())
        .filter(Column::Id.eq(login_id))
}

/// Approves for one account and marks its address as proven; used by the link and by the mail code. Returns the
/// account as it was, or nothing if the login was decided meanwhile.
pub(super) async fn enter_account(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    account_id: Uuid,
    client: &ClientInfo,
    older: Answer,
) -> Result<Option<account::Model>, DbErr> {
    let now = context.now();
    let approved = approving(login.id, account_id, client, now).exec(tx).await?;
    if approved.rows_affected != 1 {
        return Ok(None);
    }
    let Some(account) = account::Entity::find_by_id(account_id).one(tx).await? else { return Ok(None) };
    let proven = account::Entity::update_many()
        .col_expr(account::Column::EmailVerified, true.into())
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Email.eq(login.mailbox.clone()))
        .exec(tx)
        .await?;
    if proven.rows_affected != 1 {
        // The address was changed between the choice and now: this mailbox speaks for the account no more (invariant 14).
        Transition::AddressChanged.update(now).filter(Column::Id.eq(login.id)).exec(tx).await?;
        tx.announce(Invalidation::Login(login.id));
        return Ok(None);
    }
    if !account.email_verified {
        // Whoever asked to change the address before it was proven may be a squatter; whoever proved it has the mailbox.
        email_link::replace_proofs(tx, account_id).await?;
        tx.announce(Invalidation::Account(account_id));
        event::record(context, tx, account_id, EventKind::EmailVerified, None).await?;
        first_proof::settle(context, tx, account_id, login.id, older).await?;
    }
    event::record(context, tx, account_id, EventKind::LoginApproved, Some(&login.platform)).await?;
    tx.announce(Invalidation::Login(login.id));
    Ok(Some(account))
}

/// Denies a login for good.
///
/// # Errors
/// See [`DecisionError`].
pub async fn deny(context: &Context, token: &ConfirmationToken) -> Result<Model, DecisionError> {
    let login = open_login(context, token).await?;
    let login_ref = &login;
    let denied = context
        .db
        .write("deny_login", |tx| {
            async move { end_login(context, tx, login_ref, Transition::Deny).await }.scope_boxed()
        })
        .await?;
    if !denied {
        return Err(DecisionError::Decided);
    }
    metrics::counter!("doorpost_logins_decided_total", "decision" => "denied").increment(1);
    Ok(login)
}

/// The one step from pending to denied: by a person, or by wrong codes.
pub(super) async fn end_login(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    end: Transition,
) -> Result<bool, DbErr> {
    let now = context.now();
    let reason = if end == Transition::TooManyAttempts { EventKind::LoginFailed } else { EventKind::LoginDenied };
    let denied = end
        .update(now)
        .col_expr(Column::DecisionDate, Some(now).into())
        .filter(Column::Id.eq(login.id))
        .exec(tx)
        .await?;
    if denied.rows_affected == 1 {
        record_end(context, tx, login, reason).await?;
    }
    tx.announce(Invalidation::Login(login.id));
    Ok(denied.rows_affected == 1)
}

/// For the account that the login was bound to; else for all that it could have entered, whose mailbox it is.
async fn record_end(context: &Context, tx: &Transaction, login: &Model, reason: EventKind) -> Result<(), DbErr> {
    let concerned = if let Some(account_id) = login.account_id {
        vec![account_id]
    } else {
        let proven = candidates(tx, login).await?.into_iter().filter(|account| account.email_verified);
        proven.map(|account| account.id).collect()
    };
    for account_id in concerned {
        event::record(context, tx, account_id, reason, Some(&login.platform)).await?;
    }
    Ok(())
}

/// An approval that was taken back.
pub struct Undone {
    /// The login as it was before.
    pub login: Model,
    /// What ended with it.
    pub revoked: Revoked,
    /// Whether the device had changed the address, which is the old one again.
    pub email_restored: bool,
}

/// Takes an approval back while its window is open: the session that came of it ends with everything that it made or asked for
/// (invariant 62), and none comes any more.
///
/// # Errors
/// See [`DecisionError`].
pub async fn undo(context: &Context, token: &ConfirmationToken) -> Result<Undone, DecisionError> {
    let login = by_token(context.db.read(), token).await?.ok_or(DecisionError::Unknown)?;
    let login_ref = &login;
    let undone = context
        .db
        .write("undo_login", |tx| async move { take_back(context, tx, login_ref, None).await }.scope_boxed())
        .await?;
    let Some((revoked, email_restored)) = undone else {
        record_expiry(context, &login).await?;
        return Err(DecisionError::Decided);
    };
    metrics::counter!("doorpost_logins_decided_total", "decision" => "undone").increment(1);
    Ok(Undone { login, revoked, email_restored })
}

/// The one step back from an approval, whoever approved: by mail, or by this session. Nothing is returned if there is none that can be
/// taken back; else what ended with it, and whether the address is the old one again.
pub(super) async fn take_back(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    by: Option<Uuid>,
) -> Result<Option<(Revoked, bool)>, DbErr> {
    let undone = Transition::Undo
        .update(context.now())
        .col_expr(Column::SealedToken, Option::<Vec<u8>>::None.into())
        .col_expr(Column::SealSalt, Option::<Vec<u8>>::None.into())
        .filter(Column::Id.eq(login.id))
        .exec(tx)
        .await?;
    if undone.rows_affected != 1 {
        return Ok(None);
    }
    tx.announce(Invalidation::Login(login.id));
    // Read again: whose it is, and which session came of it, was written after the first reading.
    let undone = Entity::find_by_id(login.id).one(tx).await?;
    let Some((undone, account_id)) = undone.and_then(|login| login.account_id.map(|id| (login, id))) else {
        return Ok(Some((Revoked::default(), false)));
    };
    revocation::lock(tx, account_id).await?;
    // Only after the update: a collection that was under way has committed its session by now.
    // The session may have ended by itself; what it made lives on.
    let makers: Vec<Uuid> = undone.session_id.into_iter().collect();
    sessions::throw_out(context, tx, account_id, &makers).await?;
    // One that signed itself out before is not there to be thrown out.
    context.limits.note_thrown_out(tx, account_id, undone.network.as_slice()).await?;
    tx.announce(Invalidation::Account(account_id));
    event::record(context, tx, account_id, EventKind::LoginUndone, Some(&login.platform)).await?;
    let revoked = revoke_made(context, tx, account_id, Makers::These(&makers), Reach::ALL).await?;
    let restored = email_link::take_back(context, tx, account_id, Makers::These(&makers), by).await?;
    Ok(Some((revoked, restored)))
}

async fn open_login(context: &Context, token: &ConfirmationToken) -> Result<Model, DecisionError> {
    let login = by_token(context.db.read(), token).await?.ok_or(DecisionError::Unknown)?;
    if Transition::Approve.is_allowed(&login, context.now()) {
        return Ok(login);
    }
    record_expiry(context, &login).await?;
    Err(DecisionError::Decided)
}

/// Why a decision was not made.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// No such link.
    #[error("unknown link")]
    Unknown,
    /// Decided or expired before.
    #[error("already decided or expired")]
    Decided,
    /// The match code is needed.
    #[error("match code missing")]
    MatchCodeMissing,
    /// Not six hexadecimal digits; not counted.
    #[error("match code malformed")]
    MatchCodeMalformed,
    /// Not the one that the device shows.
    #[error("match code wrong")]
    MatchCodeWrong {
        /// How many more are borne.
        tries_left: i32,
    },
    /// The last wrong one ended the login.
    #[error("too many wrong match codes")]
    TooManyMatchCodes,
    /// Several accounts, and none of them chosen.
    #[error("account not chosen")]
    AccountMissing,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteFailure for DecisionError {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}
