//! Comparing match codes: three different wrong ones end a login, wherever they are typed.

use entity::pending_login::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::decide::end_login;
use super::transitions::Transition;
use super::undecided;
use crate::auth::match_code::{HASH_LENGTH, MAX_TRIES, MatchCode};
use crate::context::Context;
use crate::crypto::secret::equal;
use crate::db::Transaction;

/// What became of a match code that does not approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WrongCode {
    /// A wrong one; typed again, it is neither compared nor counted again.
    Wrong {
        /// How many more different ones may be tried.
        tries_left: i32,
    },
    /// The last wrong one, which ended the login.
    Last,
    /// The login was decided or expired meanwhile.
    Gone,
}

/// Compares a match code with the login's, in the transaction that decides. The row is locked first, so that parallel tries take
/// turns, on whatever node, and share no count (invariant 10). `Ok` if the code is right.
///
/// # Errors
/// The database does not answer.
pub(super) async fn try_match_code(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    code: &MatchCode,
) -> Result<Result<(), WrongCode>, DbErr> {
    let locked = Entity::find_by_id(login.id).filter(undecided(context.now())).lock_exclusive().one(tx).await?;
    let Some(locked) = locked.filter(|locked| locked.match_tries < MAX_TRIES) else { return Ok(Err(WrongCode::Gone)) };
    if let Some(repeated) = repeated(context, &locked, code) {
        return Ok(Err(repeated));
    }
    let is_right = code.matches(&context.keyring, login.id, &login.match_code_hash);
    let mut counted = Entity::update_many().col_expr(Column::MatchTries, Expr::col(Column::MatchTries).add(1));
    if !is_right {
        let mut wrong = locked.wrong_match_codes.unwrap_or_default();
        wrong.extend(code.hash(&context.keyring, login.id));
        counted = counted.col_expr(Column::WrongMatchCodes, Some(wrong).into());
    }
    let counted = counted
        .filter(Column::Id.eq(login.id))
        .filter(undecided(context.now()))
        .filter(Column::MatchTries.lt(MAX_TRIES))
        .exec(tx)
        .await?;
    match MAX_TRIES - locked.match_tries - 1 {
        _ if counted.rows_affected != 1 => Ok(Err(WrongCode::Gone)),
        _ if is_right => Ok(Ok(())),
        tries_left @ 1.. => Ok(Err(WrongCode::Wrong { tries_left })),
        _ => {
            end_login(context, tx, login, Transition::TooManyAttempts).await?;
            Ok(Err(WrongCode::Last))
        }
    }
}

/// The answer to a wrong code that was typed before, as the login was read: whoever repeats one without end writes nothing.
pub(super) fn repeated(context: &Context, login: &Model, code: &MatchCode) -> Option<WrongCode> {
    let typed = code.hash(&context.keyring, login.id);
    let mut known = login.wrong_match_codes.as_deref()?.chunks(HASH_LENGTH);
    let tries_left = MAX_TRIES - login.match_tries;
    known.any(|known| equal(known, &typed)).then_some(WrongCode::Wrong { tries_left })
}
