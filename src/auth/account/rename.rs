//! Renaming an account.

use entity::account;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::error::AccountError;
use crate::auth::email_link;
use crate::auth::event::{self, EventKind};
use crate::auth::rename_notice;
use crate::auth::resting_name::{self, Claimed};
use crate::auth::username::Username;
use crate::context::Context;
use crate::db::{Invalidation, Transaction, is_unique_violation};
use crate::limits::RENAME_NOTICE_MAIL;
use crate::view::locale::Locale;

/// Renames an account whose row is locked. Its former name rests, and its owner is told; a rename that cannot be told is not made
/// (invariants 64 and 73). The name that it has already changes nothing.
pub(super) async fn rename(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    username: &Username,
    locale: Locale,
) -> Result<(), AccountError> {
    if account.username == username.as_str() {
        return Ok(());
    }
    set_username(tx, account, username).await?;
    // Another case of the same name leaves none.
    if account.username_key != username.key() {
        if resting_name::claim(context, tx, account.id, &username.key()).await? == Claimed::Rests {
            return Err(AccountError::UsernameTaken);
        }
        if let Some(seconds) = resting_name::full_for(context, tx, account.id).await? {
            return Err(AccountError::TooManyChanges { seconds });
        }
        resting_name::leave(context, tx, account, Some(account.id)).await?;
    }
    event::record(context, tx, account.id, EventKind::UsernameChanged, None).await?;
    tell(context, tx, account, username, locale).await
}

async fn set_username(tx: &Transaction, account: &account::Model, username: &Username) -> Result<(), AccountError> {
    tx.announce(Invalidation::Account(account.id));
    account::Entity::update_many()
        .col_expr(account::Column::Username, username.as_str().into())
        .col_expr(account::Column::UsernameKey, username.key().into())
        .filter(account::Column::Id.eq(account.id))
        .exec(tx)
        .await
        .map_err(|error| if is_unique_violation(&error) { AccountError::UsernameTaken } else { error.into() })?;
    Ok(())
}

/// Only verified addresses are told: an unverified one may be a stranger's. Those that can still take the account's address back are told
/// as well, since a thief may have removed or changed it before he renames the account.
async fn tell(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    username: &Username,
    locale: Locale,
) -> Result<(), AccountError> {
    for email in email_link::addresses_to_tell(context, tx, account).await? {
        let told = context.limits.take_change_notice(tx, &RENAME_NOTICE_MAIL, account.id, &email).await?;
        told.map_err(|seconds| AccountError::Untold { seconds })?;
        rename_notice::enqueue(context, tx, account, &email, username, locale).await?;
    }
    Ok(())
}
