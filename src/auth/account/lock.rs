//! The lock that every change of an account takes first.

use entity::account;
use sea_orm::{EntityTrait, QuerySelect};

use super::error::AccountError;
use crate::auth::identity::Identity;
use crate::context::Context;
use crate::db::Transaction;

/// The caller's account, which waits for this change until it is committed; and a credential that still lives (invariant 34).
pub(super) async fn locked(
    context: &Context,
    tx: &Transaction,
    caller: &Identity,
) -> Result<account::Model, AccountError> {
    let found = account::Entity::find_by_id(caller.account_id).lock_exclusive().one(tx).await?;
    let account = found.ok_or(AccountError::Gone)?;
    if caller.is_still_valid(context, tx).await? { Ok(account) } else { Err(AccountError::CallerGone) }
}
