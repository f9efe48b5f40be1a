//! Names at rest: a name that was left by a rename or a deletion stays closed to everybody but its last owner for a while. Else a
//! stranger could take it at once, and be taken for the former owner by whoever remembers people by their names (invariant 73).
//!
//! Whoever takes a name writes it to the account's row first and asks here afterwards, in the same transaction. The unique index of
//! the accounts makes the taker wait until a rename or a deletion that leaves the name is committed, and only then does a statement
//! on PostgreSQL see what that one wrote here.

use entity::account;
use entity::resting_name::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::context::Context;
use crate::db::Transaction;

/// How long a name rests, in seconds.
pub const REST: i64 = 30 * 24 * 60 * 60;
/// Names of one account that rest at the same time. An account with so many can only go back to one of them: else a single one could
/// close any number of names to everybody. None of them is let go early for a newer one, since then a thief could free a name by
/// renaming the account often enough.
pub const MAX_PER_ACCOUNT: u64 = 20;

/// What asking for a name that nobody has comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claimed {
    /// The account may have it.
    Yes,
    /// It rests, and somebody else had it last.
    Rests,
}

/// Claims a name for an account whose row has it already, as part of the same transaction.
///
/// # Errors
/// The database does not answer.
pub(super) async fn claim(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    username_key: &str,
) -> Result<Claimed, DbErr> {
    let Some(name) = Entity::find_by_id(username_key).one(tx).await? else { return Ok(Claimed::Yes) };
    if rests(context, name.expiration_date) && name.account_id != Some(account_id) {
        return Ok(Claimed::Rests);
    }
    Entity::delete_by_id(username_key).exec(tx).await?;
    Ok(Claimed::Yes)
}

/// A date that lies further ahead than a rest can last was written while a clock was wrong, and binds nobody.
fn rests(context: &Context, expiration_date: i64) -> bool {
    let now = context.now();
    expiration_date > now && expiration_date <= now + REST + MAX_CLOCK_SKEW_SECONDS
}

/// Seconds until one more name of this account may rest; `None` if one may now.
///
/// # Errors
/// The database does not answer.
pub(super) async fn full_for(context: &Context, tx: &Transaction, account_id: Uuid) -> Result<Option<u64>, DbErr> {
    let now = context.now();
    let resting = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::ExpirationDate.gt(now))
        .filter(Column::ExpirationDate.lte(now + REST + MAX_CLOCK_SKEW_SECONDS));
    if !context.limits.enforced() || resting.clone().count(tx).await? < MAX_PER_ACCOUNT {
        return Ok(None);
    }
    let first = resting.order_by_asc(Column::ExpirationDate).one(tx).await?;
    let wait = first.map_or(0, |name| name.expiration_date - now);
    Ok(Some(u64::try_from(wait).map_or(1, |seconds| seconds.max(1))))
}

/// Lays the name of an account to rest, as part of the change that leaves it. `owner` may take it back.
///
/// # Errors
/// The database does not answer.
pub(super) async fn leave(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    owner: Option<Uuid>,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        username_key: Set(account.username_key.clone()),
        account_id: Set(owner),
        expiration_date: Set(context.now() + REST),
    };
    // A row of an earlier rest may be left, where a node of the version before gave the name away.
    let again =
        OnConflict::column(Column::UsernameKey).update_columns([Column::AccountId, Column::ExpirationDate]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await.map(drop)
}
