//! Deciding a login from a signed-in device, without any mail: what keeps an owner in while mail is dead or flooded.
//!
//! A login is an account's if its mail would go to that account, whether it did or was held back: it names the account and its
//! address, or the address alone and the account speaks for that. Anybody can register with somebody's address, and must neither
//! see where its owner signs in nor keep them out: an account whose address is not verified sees logins by address alone only
//! while no other account has the address, and only those from the network that asks or from a browser that signed in to it. Decoys
//! match no account. Approving here proves no address (invariant 48).

use entity::account;
use entity::pending_login::{Column, Entity, Model, PendingLoginState};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::decide::{approving, end_login, take_back, typed_match_code};
use super::match_tries::{WrongCode, repeated, try_match_code};
use super::transitions::Transition;
use super::{DecisionError, owns_address, record_expiry, undecided};
use crate::auth::client_info::ClientInfo;
use crate::auth::event::{self, EventKind};
use crate::auth::identity::Identity;
use crate::auth::match_code::MatchCode;
use crate::auth::revocation::Revoked;
use crate::context::Context;
use crate::db::{Invalidation, Transaction, WriteFailure};

/// What a person with a session says to a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Let it in; always with the match code, as typed.
    Approve(Option<&'a str>),
    /// Refuse it for good.
    Deny,
    /// Take an approval back while its window is open.
    Undo,
}

/// A login that was decided, or whose approval was taken back.
pub struct Settled {
    /// As it was before.
    pub login: Model,
    /// What ended with an approval that was taken back.
    pub revoked: Revoked,
    /// Whether the device had changed the address, which is the old one again.
    pub email_restored: bool,
}

impl Settled {
    fn decided(login: Model) -> Self {
        Self { login, revoked: Revoked::default(), email_restored: false }
    }
}

/// Logins of an account that wait for a decision.
pub struct Waiting {
    /// Those whose starter seems known first, then the newest first.
    pub logins: Vec<Model>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// The account's undecided logins, mailed or not, at most so many. A flood of a stranger's must not push the owner's out: those
/// from the network that asks, and those of a browser that signed in to this account before, come first.
///
/// # Errors
/// The database does not answer.
pub async fn waiting(context: &Context, account_id: Uuid, client: &ClientInfo, limit: u64) -> Result<Waiting, DbErr> {
    let connection = context.db.read();
    let nothing = Waiting { logins: Vec::new(), more: false };
    let Some(account) = account::Entity::find_by_id(account_id).one(connection).await? else { return Ok(nothing) };
    let Some(own) = logins_of(connection, &account, client).await? else { return Ok(nothing) };
    let known_first: SimpleExpr = Expr::case(known_to(account_id, client), 0).finally(1).into();
    let mut logins = Entity::find()
        .filter(own)
        .filter(undecided(context.now()))
        .order_by(known_first, Order::Asc)
        .order_by_desc(Column::Id)
        .limit(limit + 1)
        .all(connection)
        .await?;
    let more = logins.len() as u64 > limit;
    logins.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Waiting { logins, more })
}

/// The logins that signed-in devices of the account approved and that can still be taken back, the newest first, at most so many.
///
/// # Errors
/// The database does not answer.
pub async fn recently_let_in(context: &Context, account_id: Uuid, limit: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::MadeBy.is_not_null())
        .filter(Transition::Undo.where_clause(context.now()))
        .order_by_desc(Column::DecisionDate)
        .limit(limit)
        .all(context.db.read())
        .await
}

/// Logins from the network that asks, and those of a browser that signed in to the account before.
fn known_to(account_id: Uuid, client: &ClientInfo) -> Condition {
    let known = Condition::any().add(Column::KnownAccountId.eq(account_id));
    let network = client.network.as_ref();
    known.add_option(network.map(|network| Column::Network.eq(network.as_str())))
}

/// Which logins are an account's to decide, whatever became of them. `None` without an address, which no login can name.
async fn logins_of(
    connection: &impl ConnectionTrait,
    account: &account::Model,
    client: &ClientInfo,
) -> Result<Option<Condition>, DbErr> {
    let (Some(email), Some(email_key)) = (&account.email, &account.email_key) else { return Ok(None) };
    let mut open = Condition::any().add(Column::UsernameKey.eq(&account.username_key));
    if owns_address(connection, account, email_key).await? {
        let mut by_address = Condition::all().add(Column::UsernameKey.is_null());
        if is_spelled_otherwise(connection, email, email_key).await? {
            // Which of the two mailboxes is meant is not known before the mail.
            by_address = by_address.add(Column::Mailbox.is_not_null());
        }
        open = open.add(by_address);
    }
    let unbound = Condition::all()
        .add(Column::AccountId.is_null())
        .add(Condition::any().add(Column::Mailbox.is_null()).add(Column::Mailbox.eq(email)))
        .add(open);
    let bound = Condition::all().add(Column::AccountId.eq(account.id)).add(Column::Mailbox.eq(email));
    let mut own = Condition::all().add(Column::EmailKey.eq(email_key)).add(Condition::any().add(bound).add(unbound));
    if !account.email_verified {
        own = own.add(known_to(account.id, client).add(Column::UsernameKey.eq(&account.username_key)));
    }
    Ok(Some(own))
}

/// Whether another account has proven another spelling of the address, which may be another person's mailbox.
async fn is_spelled_otherwise(connection: &impl ConnectionTrait, email: &str, email_key: &str) -> Result<bool, DbErr> {
    let other = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::EmailKey.eq(email_key))
        .filter(account::Column::Email.ne(email))
        .filter(account::Column::EmailVerified.eq(true))
        .into_tuple::<Uuid>();
    Ok(other.one(connection).await?.is_some())
}

/// Decides a login of the caller's account. It wakes the waiter like a link does, and the session that comes of an approval knows
/// the session that made it (invariant 61).
///
/// # Errors
/// See [`FromSessionError`]; nothing was decided then, unless the last wrong code ended the login.
pub async fn decide(
    context: &Context,
    caller: &Identity,
    login_id: Uuid,
    verdict: Verdict<'_>,
    client: &ClientInfo,
) -> Result<Settled, FromSessionError> {
    match verdict {
        Verdict::Approve(typed) => approve(context, caller, login_id, typed, client).await.map(Settled::decided),
        Verdict::Deny => deny(context, caller, login_id, client).await.map(Settled::decided),
        Verdict::Undo => undo(context, caller, login_id).await,
    }
}

/// A login that is the account's and waits for a decision. If it is over, that is noted.
async fn open(
    context: &Context,
    account_id: Uuid,
    login_id: Uuid,
    client: &ClientInfo,
) -> Result<Model, FromSessionError> {
    let connection = context.db.read();
    let account = account::Entity::find_by_id(account_id).one(connection).await?.ok_or(FromSessionError::CallerGone)?;
    let own = logins_of(connection, &account, client).await?.ok_or(FromSessionError::Unknown)?;
    let found = Entity::find_by_id(login_id).filter(own).one(connection).await?;
    let login = found.ok_or(FromSessionError::Unknown)?;
    if Transition::Approve.is_allowed(&login, context.now()) {
        return Ok(login);
    }
    record_expiry(context, &login).await?;
    Err(FromSessionError::Unknown)
}

async fn approve(
    context: &Context,
    caller: &Identity,
    login_id: Uuid,
    typed: Option<&str>,
    client: &ClientInfo,
) -> Result<Model, FromSessionError> {
    let login = open(context, caller.account_id, login_id, client).await?;
    let code = &typed_match_code(typed)?;
    let tried = match repeated(context, &login, code) {
        Some(repeated) => Err(repeated),
        None => try_code(context, caller, login_id, code, client).await?,
    };
    match tried {
        Ok(()) => {
            metrics::counter!("doorpost_logins_decided_total", "decision" => "approved").increment(1);
            Ok(login)
        }
        Err(WrongCode::Wrong { tries_left }) => Err(DecisionError::MatchCodeWrong { tries_left }.into()),
        Err(WrongCode::Last) => Err(DecisionError::TooManyMatchCodes.into()),
        Err(WrongCode::Gone) => Err(FromSessionError::Unknown),
    }
}

/// Compares the code and, if it is right, approves: in one transaction, in which the session that asks still lives.
async fn try_code(
    context: &Context,
    caller: &Identity,
    login_id: Uuid,
    code: &MatchCode,
    client: &ClientInfo,
) -> Result<Result<(), WrongCode>, FromSessionError> {
    context
        .db
        .write("approve_login_from_session", |tx| {
            async move {
                let (account, login) = own_login(context, tx, caller, login_id, client).await?;
                let tried = try_match_code(context, tx, &login, code).await?;
                if tried.is_ok() {
                    enter(context, tx, caller, &account, &login, client).await?;
                }
                Ok(tried)
            }
            .scope_boxed()
        })
        .await
}

/// The one step from pending to approved. Nothing but the match code was shown: it proves no address.
async fn enter(
    context: &Context,
    tx: &Transaction,
    caller: &Identity,
    account: &account::Model,
    login: &Model,
    client: &ClientInfo,
) -> Result<(), FromSessionError> {
    let approved = approving(login.id, account.id, client, context.now())
        .col_expr(Column::Mailbox, account.email.clone().into())
        .col_expr(Column::MadeBy, caller.lineage().column().into())
        .exec(tx)
        .await?;
    if approved.rows_affected != 1 {
        return Err(FromSessionError::Unknown);
    }
    event::record(context, tx, account.id, EventKind::LoginApproved, Some(&login.platform)).await?;
    tx.announce(Invalidation::Login(login.id));
    Ok(())
}

async fn deny(
    context: &Context,
    caller: &Identity,
    login_id: Uuid,
    client: &ClientInfo,
) -> Result<Model, FromSessionError> {
    let login = open(context, caller.account_id, login_id, client).await?;
    let denied = context
        .db
        .write("deny_login_from_session", |tx| {
            async move {
                let (_, login) = own_login(context, tx, caller, login_id, client).await?;
                Ok::<_, FromSessionError>(end_login(context, tx, &login, Transition::Deny).await?)
            }
            .scope_boxed()
        })
        .await?;
    if !denied {
        return Err(FromSessionError::Unknown);
    }
    metrics::counter!("doorpost_logins_decided_total", "decision" => "denied").increment(1);
    Ok(login)
}

/// Whoever approved: the session that came of it is the account's to end.
async fn undo(context: &Context, caller: &Identity, login_id: Uuid) -> Result<Settled, FromSessionError> {
    let session_id = caller.session_id().ok_or(FromSessionError::CallerGone)?;
    let entered = Entity::find_by_id(login_id)
        .filter(Column::AccountId.eq(caller.account_id))
        .filter(Transition::Undo.where_clause(context.now()))
        .one(context.db.read())
        .await?;
    let login = entered.ok_or(FromSessionError::Unknown)?;
    let login_ref = &login;
    let (revoked, email_restored) = context
        .db
        .write("undo_login_from_session", |tx| {
            async move {
                own_account(context, tx, caller).await?;
                let undone = take_back(context, tx, login_ref, Some(session_id)).await?;
                undone.ok_or(FromSessionError::Unknown)
            }
            .scope_boxed()
        })
        .await?;
    metrics::counter!("doorpost_logins_decided_total", "decision" => "undone").increment(1);
    Ok(Settled { login, revoked, email_restored })
}

/// The caller's account, locked, and a login that is still its to decide: an address may have changed hands since it was found.
/// The login names the account from here on, so that what is recorded of it is recorded there.
async fn own_login(
    context: &Context,
    tx: &Transaction,
    caller: &Identity,
    login_id: Uuid,
    client: &ClientInfo,
) -> Result<(account::Model, Model), FromSessionError> {
    let account = own_account(context, tx, caller).await?;
    let own = logins_of(tx, &account, client).await?.ok_or(FromSessionError::Unknown)?;
    let found = Entity::find_by_id(login_id).filter(own).filter(Column::State.eq(PendingLoginState::Pending)).one(tx);
    let login = found.await?.ok_or(FromSessionError::Unknown)?;
    let login = Model { account_id: Some(account.id), ..login };
    Ok((account, login))
}

/// The caller's account, which waits for this change until it is committed; and a session that still lives (invariant 34).
async fn own_account(
    context: &Context,
    tx: &Transaction,
    caller: &Identity,
) -> Result<account::Model, FromSessionError> {
    let found = account::Entity::find_by_id(caller.account_id).lock_exclusive().one(tx).await?;
    let account = found.ok_or(FromSessionError::CallerGone)?;
    if caller.is_still_valid(context, tx).await? { Ok(account) } else { Err(FromSessionError::CallerGone) }
}

/// Why a login was not decided from a signed-in device.
#[derive(Debug, thiserror::Error)]
pub enum FromSessionError {
    /// No such login of this account that could be decided so: another's, a decided one and an expired one look the same.
    #[error("unknown login")]
    Unknown,
    /// The session that asks ended meanwhile.
    #[error("the session that asks is gone")]
    CallerGone,
    /// The match code does not approve.
    #[error(transparent)]
    MatchCode(#[from] DecisionError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteFailure for FromSessionError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Database(error) => Some(error),
            Self::MatchCode(error) => error.database(),
            Self::Unknown | Self::CallerGone => None,
        }
    }
}
