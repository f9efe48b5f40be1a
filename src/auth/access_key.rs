//! Access keys: what scripts and machines of an account present. Shown once, stored as hashes, with scopes and an end.

mod create;
mod label;
mod mail;

use std::sync::atomic::{AtomicI64, Ordering};

use entity::access_key::{Column, Entity, Model};
use entity::account;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::auth::event::{self, EventKind};
use crate::auth::identity::Identity;
use crate::auth::pagination::split_page;
use crate::auth::revocation::{self, Makers, Reach, revoke_made};
use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::context::Context;
use crate::crypto::secret::AccessKeyHash;
use crate::db::{Invalidation, Transaction, WriteFailure, is_unique_violation};
use crate::limits::Written;

pub use create::{Created, NewKey, create};
pub use label::{Description, LabelError, Name};
pub use mail::{announce_ends, prepare_mail};

/// At most so many living ones per account.
pub const MAX_PER_ACCOUNT: u64 = 100;
/// An expired key stays in the list for so many seconds, so that its owner sees why something stopped working.
pub const SHOWN_AFTER_END: i64 = 30 * 24 * 60 * 60;
/// The last use is written at most once in so many seconds.
const LAST_USED_RESOLUTION: i64 = 60;

/// The living key that is presented, with its account, if there is one. Expiry is checked here, whatever any job has cleaned up.
///
/// # Errors
/// The database does not answer; that says nothing about the key.
pub async fn authenticate(context: &Context, key: &AccessKeyHash) -> Result<Option<(Model, account::Model)>, DbErr> {
    find_living(context, Condition::all().add(Column::KeyHash.eq(key.to_vec()))).await
}

/// A living key of an account with that account, if there is one.
///
/// # Errors
/// The database does not answer.
pub async fn living(
    context: &Context,
    account_id: Uuid,
    key_id: Uuid,
) -> Result<Option<(Model, account::Model)>, DbErr> {
    find_living(context, Condition::all().add(Column::Id.eq(key_id)).add(Column::AccountId.eq(account_id))).await
}

async fn find_living(context: &Context, which: Condition) -> Result<Option<(Model, account::Model)>, DbErr> {
    let found = Entity::find()
        .find_also_related(account::Entity)
        .filter(which)
        .filter(Column::ExpirationDate.gt(context.now()))
        .one(context.db.read())
        .await?;
    Ok(found.and_then(|(key, account)| Some((key, account?))))
}

/// Notes when and from where a key was used, at most once a minute. `noted` is when that was done last, in Unix seconds. A failure
/// here fails no request.
pub async fn record_use(context: &Context, key: &Model, noted: &AtomicI64, ip: impl FnOnce() -> Option<String>) {
    let now = context.now();
    let due = now - LAST_USED_RESOLUTION;
    let before = noted.load(Ordering::Relaxed);
    if (due + 1..=now + MAX_CLOCK_SKEW_SECONDS).contains(&before) {
        return;
    }
    noted.store(now, Ordering::Relaxed);
    let ip = &ip();
    let written = context.db.write("note_key_use", |tx| {
        async move {
            Entity::update_many()
                .col_expr(Column::LastUsedDate, Some(now).into())
                .col_expr(Column::LastUsedIp, ip.clone().into())
                .filter(Column::Id.eq(key.id))
                .filter(
                    Condition::any()
                        .add(Column::LastUsedDate.is_null())
                        .add(Column::LastUsedDate.lte(due))
                        .add(Column::LastUsedDate.gt(now + MAX_CLOCK_SKEW_SECONDS)),
                )
                .exec(tx)
                .await
        }
        .scope_boxed()
    });
    // In a box: nearly no use holds room for it.
    if let Err(error) = Box::pin(written).await {
        noted.store(before, Ordering::Relaxed);
        tracing::warn!(%error, "the use of an access key could not be noted");
    }
}

/// One page of keys.
pub struct Page {
    /// The newest first.
    pub keys: Vec<Model>,
    /// The id that the next page begins after, if there is one.
    pub next: Option<Uuid>,
}

/// An account's keys, also those that ended lately.
///
/// # Errors
/// The database does not answer.
pub async fn list(context: &Context, account_id: Uuid, limit: u64, after: Option<Uuid>) -> Result<Page, DbErr> {
    let mut query = Entity::find().filter(Column::AccountId.eq(account_id));
    if let Some(after) = after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.order_by_desc(Column::Id).limit(limit + 1).all(context.db.read()).await?;
    let (keys, next) = split_page(rows, limit, |last| last.id);
    Ok(Page { keys, next })
}

/// One key of an account. Another's looks like a missing one (invariant 35).
///
/// # Errors
/// The database does not answer.
pub async fn get(context: &Context, account_id: Uuid, key_id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(key_id).filter(Column::AccountId.eq(account_id)).one(context.db.read()).await
}

/// What is to change; scopes and end never do.
pub struct Change {
    /// A new name.
    pub name: Option<Name>,
    /// A new description, or `Some(None)` to remove it.
    pub description: Option<Option<Description>>,
}

/// Changes a key's labels, and returns it, or nothing if the account has no such key.
///
/// # Errors
/// See [`KeyError`]; nothing was changed then.
pub async fn change(
    context: &Context,
    maker: &Identity,
    key_id: Uuid,
    change: &Change,
) -> Result<Option<Model>, KeyError> {
    let account_id = maker.account_id;
    if change.name.is_some() || change.description.is_some() {
        take_write(context, account_id).await?;
    }
    context
        .db
        .write("change_access_key", |tx| {
            async move {
                // The account's row first: two keys that change each other must not wait for each other.
                account::Entity::find_by_id(account_id).lock_exclusive().one(tx).await?.ok_or(KeyError::AccountGone)?;
                if !maker.is_still_valid(context, tx).await? {
                    return Err(KeyError::MakerGone);
                }
                let of_account = || Entity::find_by_id(key_id).filter(Column::AccountId.eq(account_id));
                if of_account().one(tx).await?.is_none() {
                    return Ok(None);
                }
                let mut update =
                    Entity::update_many().filter(Column::Id.eq(key_id)).filter(Column::AccountId.eq(account_id));
                if let Some(name) = &change.name {
                    free_name(context, tx, account_id, name.as_str(), key_id).await?;
                    update = update.col_expr(Column::Name, name.as_str().into());
                }
                if let Some(description) = &change.description {
                    let text = description.as_ref().map(|text| text.as_str().to_owned());
                    update = update.col_expr(Column::Description, text.into());
                }
                if change.name.is_some() || change.description.is_some() {
                    update.exec(tx).await.map_err(name_taken)?;
                }
                Ok(of_account().one(tx).await?)
            }
            .scope_boxed()
        })
        .await
}

/// Counts a key that is made or changed, also one that fails for its name. Revoking one is never refused (invariant 72).
async fn take_write(context: &Context, account_id: Uuid) -> Result<(), KeyError> {
    let taken = context.limits.take_write(&context.db, Written::Keys, account_id).await?;
    taken.map_err(|seconds| KeyError::TooOften { seconds })
}

/// The name of a key that has ended is free again, for another one.
async fn free_name(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    name: &str,
    for_key: Uuid,
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Id.ne(for_key))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Name.eq(name))
        .filter(Column::ExpirationDate.lte(context.now()))
        .exec(tx)
        .await
        .map(drop)
}

fn name_taken(error: DbErr) -> KeyError {
    if is_unique_violation(&error) { KeyError::NameTaken } else { error.into() }
}

/// What becomes of the keys that a revoked one made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Children {
    /// They end with it, down to the last descendant.
    End,
    /// They stay.
    Keep,
}

/// Revokes a key of an account. `false` if the account has no such key.
///
/// # Errors
/// The database does not answer.
pub async fn revoke(context: &Context, account_id: Uuid, key_id: Uuid, children: Children) -> Result<bool, DbErr> {
    let of_account = Condition::all().add(Column::Id.eq(key_id)).add(Column::AccountId.eq(account_id));
    delete(context, of_account, children).await
}

/// Revokes a presented key with those that it made; nothing happens if there is none.
///
/// # Errors
/// The database does not answer.
pub async fn revoke_presented(context: &Context, key: &AccessKeyHash) -> Result<(), DbErr> {
    let hash = key.to_vec();
    delete(context, Condition::all().add(Column::KeyHash.eq(hash)), Children::End).await.map(drop)
}

async fn delete(context: &Context, which: Condition, children: Children) -> Result<bool, DbErr> {
    let Some(key) = Entity::find().filter(which).one(context.db.read()).await? else { return Ok(false) };
    let key = &key;
    context
        .db
        .write("revoke_access_key", |tx| {
            async move {
                // Before the key: whoever makes another one with it takes both in this order.
                revocation::lock(tx, key.account_id).await?;
                if Entity::delete_by_id(key.id).exec(tx).await?.rows_affected != 1 {
                    return Ok(false);
                }
                tx.announce(Invalidation::Account(key.account_id));
                event::record(context, tx, key.account_id, EventKind::AccessKeyRevoked, Some(&key.name)).await?;
                if children == Children::End {
                    revoke_made(context, tx, key.account_id, Makers::These(&[key.id]), Reach::ALL).await?;
                }
                Ok::<_, DbErr>(true)
            }
            .scope_boxed()
        })
        .await
}

/// Why a key is not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Another key of the account has the name.
    #[error("the account has a key of this name")]
    NameTaken,
    /// The account has as many as it may.
    #[error("the account has as many keys as it may")]
    TooMany,
    /// The end is past.
    #[error("The expiration date must be in the future")]
    Past,
    /// The end is later than the operator allows.
    #[error("The expiration date must be at most {0} from now")]
    TooLong(String),
    /// The maker has not got such a scope itself (invariant 36).
    #[error("the maker lacks a scope")]
    WiderThanMaker,
    /// The maker ends earlier (invariant 36).
    #[error("the maker ends earlier")]
    LongerThanMaker,
    /// The account went meanwhile.
    #[error("the account is gone")]
    AccountGone,
    /// The credential that asks went meanwhile.
    #[error("the credential that asks is gone")]
    MakerGone,
    /// Too many were made or changed lately.
    #[error("too many changes of the keys of one account")]
    TooOften {
        /// Until the next one is welcome.
        seconds: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteFailure for KeyError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}
