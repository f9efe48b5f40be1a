//! Making an access key.

use entity::access_key::{Column, Entity, Model};
use entity::account;
use entity::outbox::OutboxKind;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};

use super::mail::enqueue_notice;
use super::{Description, KeyError, MAX_PER_ACCOUNT, Name, free_name, name_taken, take_write};
use crate::auth::event::{self, EventKind};
use crate::auth::identity::Identity;
use crate::auth::scope::Scopes;
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::crypto::secret::AccessKey;
use crate::db::Transaction;
use crate::view::locale::Locale;

/// Life of a key whose maker says nothing about it, in seconds.
const DEFAULT_LIFE: i64 = 90 * 24 * 60 * 60;

/// Makers of one key, from the first session to the key that makes it: each key keeps the ids of all of them.
const MAX_MAKERS: usize = 100;

/// What is asked for.
pub struct NewKey {
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub description: Option<Description>,
    /// What it may do.
    pub scopes: Scopes,
    /// Unix seconds of its end.
    pub expiration_date: Option<i64>,
    /// Language of the mails about it.
    pub locale: Locale,
}

/// A key that was just made, with the only copy of its secret.
pub struct Created {
    /// The row.
    pub row: Model,
    /// What its holder presents.
    pub key: AccessKey,
}

/// Makes a key and has its owner told. Never one with a scope or a life that its maker has not itself (invariant 36).
///
/// # Errors
/// See [`KeyError`]; nothing was changed then.
pub async fn create(context: &Context, maker: &Identity, new: &NewKey) -> Result<Created, KeyError> {
    let expiration_date = expiration_date(context, maker, new.expiration_date)?;
    if !new.scopes.are_within(&maker.scopes) {
        return Err(KeyError::WiderThanMaker);
    }
    take_write(context, maker.account_id).await?;
    let made_by = maker.lineage();
    if made_by.ids().len() > MAX_MAKERS {
        return Err(KeyError::TooMany);
    }
    let key = AccessKey::generate(&*context.random);
    let row = Model {
        id: row_id(&*context.clock, &*context.random),
        account_id: maker.account_id,
        key_hash: key.hash().to_vec(),
        prefix: key.shown().to_owned(),
        name: new.name.as_str().to_owned(),
        description: new.description.as_ref().map(|text| text.as_str().to_owned()),
        scopes: new.scopes.to_string(),
        locale: new.locale.tag().to_owned(),
        creation_date: context.now(),
        expiration_date,
        last_used_date: None,
        last_used_ip: None,
        notice_date: None,
        made_by: made_by.column(),
    };
    let kept = &row;
    context
        .db
        .write("create_access_key", |tx| async move { insert(context, tx, maker, kept).await }.scope_boxed())
        .await?;
    context.mail.wake();
    Ok(Created { row, key })
}

fn expiration_date(context: &Context, maker: &Identity, asked: Option<i64>) -> Result<i64, KeyError> {
    let now = context.now();
    let longest = now.saturating_add(context.settings.access_key_max_ttl);
    let makers_end = maker.max_derived_expiration();
    match asked {
        None => Ok((now + DEFAULT_LIFE).min(longest).min(makers_end)),
        Some(asked) if asked <= now => Err(KeyError::Past),
        Some(asked) if asked > longest => Err(KeyError::TooLong(in_words(context.settings.access_key_max_ttl))),
        Some(asked) if asked > makers_end => Err(KeyError::LongerThanMaker),
        Some(asked) => Ok(asked),
    }
}

fn in_words(seconds: i64) -> String {
    const DAY: i64 = 24 * 60 * 60;
    if seconds % DAY == 0 {
        return format!("{} days", seconds / DAY);
    }
    let seconds = u64::try_from(seconds).unwrap_or_default();
    humantime::format_duration(std::time::Duration::from_secs(seconds)).to_string()
}

async fn insert(context: &Context, tx: &Transaction, maker: &Identity, row: &Model) -> Result<(), KeyError> {
    // The account's row is what two that are made at once wait for: together they must not pass the limit.
    let account =
        account::Entity::find_by_id(row.account_id).lock_exclusive().one(tx).await?.ok_or(KeyError::AccountGone)?;
    if !maker.is_still_valid(context, tx).await? {
        return Err(KeyError::MakerGone);
    }
    let living = Entity::find()
        .filter(Column::AccountId.eq(row.account_id))
        .filter(Column::ExpirationDate.gt(row.creation_date))
        .count(tx)
        .await?;
    if living >= MAX_PER_ACCOUNT {
        return Err(KeyError::TooMany);
    }
    free_name(context, tx, row.account_id, &row.name, row.id).await?;
    Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx).await.map_err(name_taken)?;
    event::record(context, tx, row.account_id, EventKind::AccessKeyCreated, Some(&row.name)).await?;
    Ok(enqueue_notice(context, tx, &account, OutboxKind::AccessKeyCreated, row).await?)
}
