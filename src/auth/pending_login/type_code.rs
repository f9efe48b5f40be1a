//! Approving a login from the waiting device, with the code that the mail shows.

use entity::pending_login::{Column, Entity, Model, PendingLoginState};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::decide::{end_login, enter_account};
use super::transitions::Transition;
use super::{PollError, Verifier, by_auth_id, candidates, poll, poll_status, undecided};
use crate::auth::client_info::ClientInfo;
use crate::auth::first_proof::Answer;
use crate::auth::mail_code::{MAX_TRIES, MailCode};
use crate::auth::session::NewSession;
use crate::context::Context;
use crate::crypto::secret::AuthId;
use crate::db::Transaction;

enum Outcome {
    Approved,
    Wrong,
    Ended,
    Gone,
}

/// Approves with the mail code and collects at once. A decoy counts wrong codes like any other login, and for it every
/// code is wrong.
///
/// # Errors
/// See [`CodeError`].
pub async fn submit_mail_code(
    context: &Context,
    auth_id: &AuthId,
    verifier: &Verifier<'_>,
    typed: &str,
    client: &ClientInfo,
) -> Result<NewSession, CodeError> {
    let code = &MailCode::parse(typed).ok_or(CodeError::Malformed)?;
    match poll_status(context, auth_id, verifier).await {
        // Somebody followed the link in the meantime: then there is no need for the code. Nor is there once it is too late.
        Ok(()) | Err(PollError::Expired) => return Ok(poll(context, auth_id, verifier, client).await?),
        Err(PollError::Pending) => {}
        Err(error) => return Err(error.into()),
    }
    let login = by_auth_id(context, auth_id).await?.ok_or(PollError::Expired)?;
    let login_ref = &login;
    let outcome = context
        .db
        .write("try_mail_code", |tx| async move { try_code(context, tx, login_ref, code, client).await }.scope_boxed())
        .await?;
    match outcome {
        Outcome::Wrong => Err(CodeError::Wrong),
        Outcome::Ended => Err(PollError::Denied.into()),
        Outcome::Approved => Ok(poll(context, auth_id, verifier, client).await?),
        Outcome::Gone => {
            // The database was ahead of its notice: what is remembered here is from before the decision.
            context.credential_cache.forget(login.id);
            Ok(poll(context, auth_id, verifier, client).await?)
        }
    }
}

async fn try_code(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    code: &MailCode,
    client: &ClientInfo,
) -> Result<Outcome, DbErr> {
    // Count first, so that parallel tries cannot share a count.
    let counted = Entity::update_many()
        .col_expr(Column::MailCodeTries, Expr::col(Column::MailCodeTries).add(1))
        .filter(Column::Id.eq(login.id))
        .filter(undecided(context.now()))
        .filter(Column::MailCodeTries.lt(MAX_TRIES))
        .exec(tx)
        .await?;
    if counted.rows_affected != 1 {
        return Ok(Outcome::Gone);
    }
    let Some(login) = Entity::find_by_id(login.id).one(tx).await? else { return Ok(Outcome::Gone) };
    if code.matches(&MailCode::of(&context.keyring, login.id))
        && let [account] = candidates(tx, &login).await?.as_slice()
        && enter_account(context, tx, &login, account.id, client, Answer::NotAsked).await?.is_some()
    {
        return Ok(Outcome::Approved);
    }
    if login.mail_code_tries < MAX_TRIES || login.state != PendingLoginState::Pending {
        return Ok(Outcome::Wrong);
    }
    end_login(context, tx, &login, Transition::TooManyAttempts).await?;
    Ok(Outcome::Ended)
}

/// Why a typed code brings nothing.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// Blank or not a code at all; not counted.
    #[error("malformed code")]
    Malformed,
    /// Not the one in the mail.
    #[error("wrong code")]
    Wrong,
    /// What a poll would have said.
    #[error(transparent)]
    Poll(#[from] PollError),
}

impl From<DbErr> for CodeError {
    fn from(error: DbErr) -> Self {
        Self::Poll(PollError::Database(error))
    }
}
