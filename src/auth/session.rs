//! Sessions: signed-in devices. They end by themselves, and by their owner's hand.

mod activity;
mod end;
mod list;

use entity::{account, pending_login, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::auth::client_info::ClientInfo;
use crate::auth::event::{self, EventKind};
use crate::auth::platform::Platform;
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::crypto::secret::{SessionToken, SessionTokenHash};
use crate::db::Transaction;
use crate::limits::Written;

pub use activity::{cacheable_until, extend, record_use, write_last_seen};
pub use end::{Others, end, end_by_token, end_others, purge};
pub(in crate::auth) use end::{end_with_all, let_in_by, throw_out};
pub use list::{Cursor, Page, list, titles};

/// A session that was just made, with the only copy of its token.
pub struct NewSession {
    /// The session.
    pub session_id: Uuid,
    /// Whose it is.
    pub account_id: Uuid,
    /// What its device presents from now on.
    pub token: SessionToken,
    /// Unix seconds of its end, if it is not used.
    pub expiration_date: i64,
}

/// What a session comes of.
pub enum SessionSource<'a> {
    /// A registration by this client.
    Registration(&'a ClientInfo),
    /// The collection of an approved login by this client.
    Login(&'a ClientInfo, &'a pending_login::Model),
}

/// Begins a session, as part of the change that it comes of, and writes down both. Its token is always a fresh one (invariant 33).
///
/// # Errors
/// The database does not answer.
pub async fn begin(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    token_hash: &SessionTokenHash,
    platform: &Platform,
    origin: SessionSource<'_>,
) -> Result<session::Model, DbErr> {
    let now = context.now();
    let (client, login) = match origin {
        SessionSource::Registration(client) => (client, None),
        SessionSource::Login(client, login) => (client, Some(login)),
    };
    let before = login.is_none().then_some((EventKind::AccountRegistered, None));
    let max_expiration_date = now + context.settings.session_max_ttl;
    let row = session::Model {
        id: row_id(&*context.clock, &*context.random),
        account_id,
        token_hash: token_hash.to_vec(),
        platform: platform.as_str().to_owned(),
        name: None,
        creation_date: now,
        last_seen_date: now,
        expiration_date: idle_expiration(context, now, max_expiration_date),
        max_expiration_date,
        first_use_date: None,
        ip: client.ip_text(),
        user_agent: client.user_agent.clone(),
        approved_from: login.and_then(|login| login.approved_from.clone()),
        pending_login_id: login.map(|login| login.id),
        made_by: login.and_then(|login| login.made_by.clone()),
    };
    session::Entity::insert(session::ActiveModel::from(row.clone()).reset_all()).exec_without_returning(tx).await?;
    let begun = (EventKind::SessionBegun, Some(row.platform.as_str()));
    let events: Vec<_> = before.into_iter().chain([begun]).collect();
    event::record_all(context, tx, account_id, &events).await?;
    Ok(row)
}

/// The idle limit never passes the absolute one (invariant 37).
fn idle_expiration(context: &Context, seen: i64, max_expiration_date: i64) -> i64 {
    (seen + context.settings.session_idle_ttl).min(max_expiration_date)
}

/// The living session of a token with its account, if there is one.
///
/// # Errors
/// The database does not answer; that says nothing about the token.
pub async fn by_token(
    context: &Context,
    token: &SessionTokenHash,
) -> Result<Option<(session::Model, account::Model)>, DbErr> {
    find_living(context, Condition::all().add(session::Column::TokenHash.eq(token.to_vec()))).await
}

/// A living session of an account with that account, if there is one.
///
/// # Errors
/// The database does not answer.
pub async fn living(
    context: &Context,
    account_id: Uuid,
    session_id: Uuid,
) -> Result<Option<(session::Model, account::Model)>, DbErr> {
    let which = Condition::all().add(session::Column::Id.eq(session_id)).add(session::Column::AccountId.eq(account_id));
    find_living(context, which).await
}

/// Expiry is checked here, whatever any job has cleaned up.
async fn find_living(context: &Context, which: Condition) -> Result<Option<(session::Model, account::Model)>, DbErr> {
    let now = context.now();
    let found = session::Entity::find()
        .find_also_related(account::Entity)
        .filter(which)
        .filter(session::Column::ExpirationDate.gt(now))
        .filter(session::Column::MaxExpirationDate.gt(now))
        .one(context.db.read())
        .await?;
    Ok(found.and_then(|(session, account)| Some((session, account?))))
}

/// Why a session was not renamed.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// Too many were renamed lately.
    #[error("too many names for the sessions of one account")]
    TooOften {
        /// Until the next one is welcome.
        seconds: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Gives a session of an account a name of its owner's choice, or takes it away. `false` if the account has no such session.
///
/// # Errors
/// See [`RenameError`]; nothing was changed then.
pub async fn rename(
    context: &Context,
    account_id: Uuid,
    session_id: Uuid,
    name: Option<&Platform>,
) -> Result<bool, RenameError> {
    let taken = context.limits.take_write(&context.db, Written::SessionNames, account_id).await?;
    taken.map_err(|seconds| RenameError::TooOften { seconds })?;
    let (now, name) = (context.now(), &name.map(|name| name.as_str().to_owned()));
    let renamed = context
        .db
        .write("rename_session", |tx| {
            async move {
                session::Entity::update_many()
                    .col_expr(session::Column::Name, name.clone().into())
                    .filter(session::Column::Id.eq(session_id))
                    .filter(session::Column::AccountId.eq(account_id))
                    .filter(session::Column::ExpirationDate.gt(now))
                    .exec(tx)
                    .await
            }
            .scope_boxed()
        })
        .await?;
    Ok(renamed.rows_affected == 1)
}
