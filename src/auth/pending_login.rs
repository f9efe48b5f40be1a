//! Pending logins: asked for by a starter, decided by an approver, collected by the starter.
//!
//! The session goes to who asked, not to who clicks, so every step is a single guarded update: it either finds the
//! login in the state that it expects and before its end, or it does nothing (invariants 4, 8, 9 and 11).
//!
//! Asking looks nobody up. Only the mail worker finds out whether there is an account behind a login, so that known and
//! unknown pairs cannot differ in work, time or answer (invariant 28).

mod collect;
mod decide;
mod from_session;
mod mail;
mod match_tries;
mod peek;
mod request;
mod resend;
mod starter;
mod transitions;
mod type_code;

use entity::account;
use entity::pending_login::{Column, Entity, Model};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use transitions::Transition;
use uuid::Uuid;

use crate::context::Context;
use crate::db::{Invalidation, Transaction};

pub use collect::{PollError, Verifier, WaitOutcome, poll, poll_status, wait};
pub use decide::{Approval, Decision, DecisionError, Undone, approve, deny, undo};
pub use from_session::{FromSessionError, Verdict, Waiting, decide, recently_let_in, waiting};
pub use mail::prepare_mail;
pub use peek::{Choice, Question, Standing, match_required, peek};
pub use request::{Asked, LoginRequest, POLL_INTERVAL, request};
pub use resend::{RESEND_PAUSE, ResendError, resend};
pub(in crate::auth) use starter::forget_all as forget_starters;
pub use type_code::{CodeError, submit_mail_code};

/// An approved login may be collected for so many seconds after its expiry (invariant 12).
pub const COLLECTION_GRACE: i64 = 60;
/// A lost answer is repeated for so many seconds.
pub const REPEAT_WINDOW: i64 = 60;
/// An approval can be taken back for so many seconds.
pub const UNDO_WINDOW: i64 = 15 * 60;

/// Logins that may still be decided.
fn undecided(now: i64) -> Condition {
    Transition::Approve.where_clause(now)
}

/// Notes that a login is over, if it is: from then on it stays so, even if the clock is set back.
async fn record_expiry(context: &Context, login: &Model) -> Result<(), DbErr> {
    let now = context.now();
    let Some(end) =
        [Transition::Expire, Transition::ExpireUncollected].into_iter().find(|end| end.is_allowed(login, now))
    else {
        return Ok(());
    };
    context
        .db
        .write("note_login_end", |tx| {
            async move {
                tx.announce(Invalidation::Login(login.id));
                end.update(now).filter(Column::Id.eq(login.id)).exec(tx).await.map(drop)
            }
            .scope_boxed()
        })
        .await
}

/// Ends every login of an account that has not become a session, as part of a larger change (invariant 14): those with
/// the account on them, and those that were asked for with its address and are not yet known to be anybody's. Returns
/// how many.
///
/// # Errors
/// The database does not answer.
pub async fn deny_all(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    except: Option<Uuid>,
) -> Result<usize, DbErr> {
    let Some(account) = account::Entity::find_by_id(account_id).one(tx).await? else { return Ok(0) };
    let mut of_account = Condition::any().add(Column::AccountId.eq(account_id));
    if let Some(email_key) = &account.email_key {
        let mut asked_for = Condition::any().add(Column::UsernameKey.eq(&account.username_key));
        if owns_address(tx, &account, email_key).await? {
            asked_for = asked_for.add(Column::UsernameKey.is_null());
        }
        of_account = of_account
            .add(Condition::all().add(Column::AccountId.is_null()).add(Column::EmailKey.eq(email_key)).add(asked_for));
    }
    let now = context.now();
    let mut live = Condition::all().add(of_account).add(Transition::Revoke.where_clause(now));
    if let Some(except) = except {
        live = live.add(Column::Id.ne(except));
    }
    let ids: Vec<Uuid> =
        Entity::find().select_only().column(Column::Id).filter(live.clone()).into_tuple().all(tx).await?;
    let withdrawn = Transition::Revoke.update(now).col_expr(Column::DecisionDate, Some(now).into());
    let withdrawn = withdrawn.filter(live).exec(tx).await?;
    for id in &ids {
        tx.announce(Invalidation::Login(*id));
    }
    if withdrawn.rows_affected != ids.len() as u64 {
        // Another one was asked for between the two statements.
        tx.announce(Invalidation::All);
    }
    Ok(ids.len())
}

/// Withdraws these approvals, as part of a larger change. Returns how many were not yet collected.
///
/// # Errors
/// The database does not answer.
pub(super) async fn withdraw(context: &Context, tx: &Transaction, ids: &[Uuid]) -> Result<u64, DbErr> {
    if ids.is_empty() {
        return Ok(0);
    }
    let now = context.now();
    let withdrawn = Transition::Revoke.update(now).col_expr(Column::DecisionDate, Some(now).into());
    let withdrawn = withdrawn.filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    for id in ids {
        tx.announce(Invalidation::Login(*id));
    }
    Ok(withdrawn.rows_affected)
}

/// Whether a login that names the address alone is this account's to end. Anybody can register with somebody's address, and must not
/// be able to keep its owner out by ending their logins.
async fn owns_address(
    connection: &impl ConnectionTrait,
    account: &account::Model,
    email_key: &str,
) -> Result<bool, DbErr> {
    if account.email_verified {
        return Ok(true);
    }
    let others = account::Entity::find().filter(account::Column::EmailKey.eq(email_key));
    Ok(others.filter(account::Column::Id.ne(account.id)).count(connection).await? == 0)
}

/// Wipes the sealed copies of session tokens that `which` names.
///
/// # Errors
/// The database does not answer.
pub async fn wipe_sealed(connection: &impl ConnectionTrait, which: SimpleExpr) -> Result<u64, DbErr> {
    let wiped = Entity::update_many()
        .col_expr(Column::SealedToken, Option::<Vec<u8>>::None.into())
        .col_expr(Column::SealSalt, Option::<Vec<u8>>::None.into())
        .filter(which)
        .filter(Column::SealedToken.is_not_null())
        .exec(connection)
        .await?;
    Ok(wiped.rows_affected)
}

async fn by_auth_id(context: &Context, auth_id: &crate::crypto::secret::AuthId) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::AuthIdHash.eq(auth_id.hash().to_vec())).one(context.db.read()).await
}

/// The accounts that a mailed login may enter: the one that it is bound to, or all with exactly its mailbox. Another
/// spelling of the address may be another person's mailbox.
async fn candidates(connection: &impl ConnectionTrait, login: &Model) -> Result<Vec<account::Model>, DbErr> {
    let Some(mailbox) = &login.mailbox else { return Ok(Vec::new()) };
    let mut query = account::Entity::find().filter(account::Column::EmailKey.eq(&login.email_key));
    if let Some(account_id) = login.account_id {
        query = query.filter(account::Column::Id.eq(account_id));
    }
    let mut accounts = in_order(login, query.all(connection).await?);
    accounts.retain(|account| account.email.as_ref() == Some(mailbox));
    Ok(accounts)
}

/// The accounts with a login's address that count: the spelling that was typed before others, then proven ones, then the oldest. Where
/// the address alone was given, and it is proven for one of them, the unproven ones do not count: anybody can register with
/// somebody's address, and takes neither the code nor the choice from its owner (invariant 68).
fn in_order(login: &Model, mut accounts: Vec<account::Model>) -> Vec<account::Model> {
    if login.username_key.is_none() && accounts.iter().any(|account| account.email_verified) {
        accounts.retain(|account| account.email_verified);
    }
    let typed = login.typed_email.as_ref();
    accounts.sort_by_key(|account| {
        let other_spelling = typed.is_some() && account.email.as_ref() != typed;
        (other_spelling, !account.email_verified, account.creation_date, account.id)
    });
    accounts
}
