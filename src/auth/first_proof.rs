//! The first proof of an address: from then on the account is its owner's, and whatever is older may be somebody else's, who registered
//! with the address before. The person who proves it is offered to end all of that (invariant 70). Where the page cannot ask, the
//! account page asks until it is answered.

use entity::email_link::{EmailLinkKind, EmailLinkState};
use entity::pending_login::PendingLoginState;
use entity::{access_key, account, email_link, pending_login, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::auth::email_link as email_links;
use crate::auth::identity::Identity;
use crate::auth::pending_login::forget_starters;
use crate::auth::revocation::{self, Makers, Reach};
use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::context::Context;
use crate::db::{Invalidation, Transaction};

/// What the person who proves an address says of everything older.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It ends.
    End,
    /// It stays: the page named it, and the box was left as it was.
    Keep,
    /// Nobody asked.
    NotAsked,
}

/// What is there from before the proof.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Older {
    /// Signed-in devices.
    pub sessions: u64,
    /// Access keys.
    pub keys: u64,
    /// Changes of the address that wait for their proof.
    pub changes: u64,
    /// Approved sign-ins that were not yet collected.
    pub approvals: u64,
    /// Unix seconds until which a former address can take the account back. That does not end with the rest: whoever has a session
    /// for a minute could else take an address away, prove his own, and be rid of its owner's way back.
    pub way_back_until: Option<i64>,
}

impl Older {
    /// Whether there is anything.
    #[must_use]
    pub fn is_anything(self) -> bool {
        self != Self { way_back_until: self.way_back_until, ..Self::default() }
    }
}

/// What an account has before the proof by this login or link; `now` in Unix seconds. Creation dates are not compared: whatever is there
/// was there before, even if it was made while a clock, or another node's clock, stood ahead.
///
/// # Errors
/// The database does not answer.
pub async fn older(
    connection: &impl ConnectionTrait,
    account_id: Uuid,
    now: i64,
    except: Uuid,
) -> Result<Older, DbErr> {
    let sessions = revocation::sessions_of(account_id, now);
    let keys = revocation::keys_of(account_id, now);
    let changes = revocation::changes_of(account_id, now).filter(email_link::Column::Id.ne(except));
    let approvals = pending_login::Entity::find()
        .filter(pending_login::Column::AccountId.eq(account_id))
        .filter(pending_login::Column::State.eq(PendingLoginState::Approved))
        .filter(pending_login::Column::Id.ne(except));
    Ok(Older {
        sessions: sessions.count(connection).await?,
        keys: keys.count(connection).await?,
        changes: changes.count(connection).await?,
        approvals: approvals.count(connection).await?,
        way_back_until: email_links::way_back_until(connection, account_id, now).await?,
    })
}

/// Does what the person said, as part of the proof. `except` is the login or link that proves the address. What was asked for to
/// change the address is withdrawn by the proof itself.
///
/// # Errors
/// The database does not answer.
pub async fn settle(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    except: Uuid,
    answer: Answer,
) -> Result<(), DbErr> {
    match answer {
        Answer::End => {
            revocation::revoke_everything(context, tx, account_id, Some(except)).await?;
            forget(tx, account_id).await
        }
        // An earlier question that nobody answered stays: this may be another address, and somebody else who proves it.
        Answer::Keep => Ok(()),
        Answer::NotAsked => {
            let now = context.now();
            // A squatter who signed himself out left nothing but the network that he came from.
            forget_starters(context, tx, account_id).await?;
            let older = older(tx, account_id, now, except).await?;
            if older.is_anything() { ask(tx, account_id, now).await } else { forget(tx, account_id).await }
        }
    }
}

/// Keeps the question until somebody answers it: when the address was proven, and which, since the account's may be changed meanwhile.
async fn ask(tx: &Transaction, account_id: Uuid, now: i64) -> Result<(), DbErr> {
    set(tx, account_id, Some(now).into(), Expr::col(account::Column::Email)).await
}

/// There is nothing older any more: everything of the account has ended, or its owner has answered.
///
/// # Errors
/// The database does not answer.
pub(super) async fn forget(tx: &Transaction, account_id: Uuid) -> Result<(), DbErr> {
    set(tx, account_id, None::<i64>.into(), None::<String>.into()).await
}

async fn set(tx: &Transaction, account_id: Uuid, date: Expr, email: Expr) -> Result<(), DbErr> {
    tx.announce(Invalidation::Account(account_id));
    account::Entity::update_many()
        .col_expr(account::Column::FirstProofDate, date)
        .col_expr(account::Column::FirstProofEmail, email)
        .filter(account::Column::Id.eq(account_id))
        .exec(tx)
        .await
        .map(drop)
}

/// When the address was proven, where this session is to say what becomes of everything older: one that a mail let in since then. An
/// older one may be that of whoever registered with somebody else's address, and so may one that an older one let in.
///
/// # Errors
/// The database does not answer.
pub async fn is_to_be_answered_by(
    connection: &impl ConnectionTrait,
    account: &account::Model,
    session: &session::Model,
) -> Result<Option<i64>, DbErr> {
    let Some(date) = account.first_proof_date else { return Ok(None) };
    let let_in = let_in_since(connection, account, date).await?;
    Ok(let_in.contains(&session.id).then_some(date))
}

/// Does what the person says on the account page. `false` if there is nothing to be answered by this session.
///
/// # Errors
/// The database does not answer.
pub async fn answer(context: &Context, caller: &Identity, session: &session::Model, end: bool) -> Result<bool, DbErr> {
    let account_id = caller.account_id;
    context
        .db
        .write("answer_first_proof", |tx| {
            async move {
                revocation::lock(tx, account_id).await?;
                let Some(account) = account::Entity::find_by_id(account_id).one(tx).await? else { return Ok(false) };
                let Some(date) = is_to_be_answered_by(tx, &account, session).await? else { return Ok(false) };
                if !caller.is_still_valid(context, tx).await? {
                    return Ok(false);
                }
                if end {
                    end_older(context, tx, &account, date).await?;
                }
                forget(tx, account_id).await?;
                Ok::<_, DbErr>(true)
            }
            .scope_boxed()
        })
        .await
}

/// What an answer would end, for a proof of this date in Unix seconds. Not only what is older than the proof: that may have
/// made something since, and may be gone itself by now.
///
/// # Errors
/// The database does not answer.
pub async fn unanswered(context: &Context, account: &account::Model, date: i64) -> Result<Older, DbErr> {
    let (connection, now, account_id) = (context.db.read(), context.now(), account.id);
    let kept = kept(context, connection, account, date).await?;
    let sessions = session::Entity::find()
        .select_only()
        .columns([session::Column::Id, session::Column::MadeBy])
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::ExpirationDate.gt(now));
    let keys = access_key::Entity::find()
        .select_only()
        .columns([access_key::Column::Id, access_key::Column::MadeBy])
        .filter(access_key::Column::AccountId.eq(account_id))
        .filter(access_key::Column::ExpirationDate.gt(now));
    let changes = email_link::Entity::find()
        .select_only()
        .columns([email_link::Column::Id, email_link::Column::MadeBy])
        .filter(email_link::Column::AccountId.eq(account_id))
        .filter(email_link::Column::Kind.eq(EmailLinkKind::Change))
        .filter(email_link::Column::State.eq(EmailLinkState::Pending))
        .filter(email_link::Column::ExpirationDate.gt(now));
    let approvals = pending_login::Entity::find()
        .select_only()
        .columns([pending_login::Column::Id, pending_login::Column::MadeBy])
        .filter(pending_login::Column::AccountId.eq(account_id))
        .filter(pending_login::Column::State.eq(PendingLoginState::Approved))
        .filter(pending_login::Column::MadeBy.is_not_null());
    let count = |rows: Vec<(Uuid, Option<String>)>| {
        let ended = rows.iter().filter(|(id, made_by)| Makers::AllBut(&kept).made(*id, made_by.as_deref()));
        ended.count() as u64
    };
    Ok(Older {
        sessions: count(sessions.into_tuple().all(connection).await?),
        keys: count(keys.into_tuple().all(connection).await?),
        changes: count(changes.into_tuple().all(connection).await?),
        approvals: count(approvals.into_tuple().all(connection).await?),
        way_back_until: email_links::way_back_until(connection, account_id, now).await?,
    })
}

/// Ends everything but the sessions that a mail let in since then, and what those made.
async fn end_older(context: &Context, tx: &Transaction, account: &account::Model, date: i64) -> Result<(), DbErr> {
    let kept = kept(context, tx, account, date).await?;
    forget_starters(context, tx, account.id).await?;
    revocation::revoke_made(context, tx, account.id, Makers::AllBut(&kept), Reach::ALL).await.map(drop)
}

/// The sessions that a mail let in since then, with what they made and let in.
async fn kept(
    context: &Context,
    connection: &impl ConnectionTrait,
    account: &account::Model,
    date: i64,
) -> Result<Vec<Uuid>, DbErr> {
    let let_in = let_in_since(connection, account, date).await?;
    revocation::kept_with(context, connection, account.id, &let_in, true).await
}

/// The sessions that a mail to the proven address let in since then. A node whose clock is behind may have made one of them. A session
/// that is older may have changed the address meanwhile, and have been let in by mail to its own.
async fn let_in_since(
    connection: &impl ConnectionTrait,
    account: &account::Model,
    date: i64,
) -> Result<Vec<Uuid>, DbErr> {
    // A node of the version before keeps the date alone.
    let proven = account.first_proof_email.as_ref().or(account.email.as_ref());
    let found: Vec<(Uuid, Option<String>)> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .column(pending_login::Column::Mailbox)
        .join(
            JoinType::LeftJoin,
            session::Entity::belongs_to(pending_login::Entity)
                .from(session::Column::PendingLoginId)
                .to(pending_login::Column::Id)
                .into(),
        )
        .filter(session::Column::AccountId.eq(account.id))
        .filter(session::Column::PendingLoginId.is_not_null())
        .filter(session::Column::MadeBy.is_null())
        .filter(session::Column::CreationDate.gte(date - MAX_CLOCK_SKEW_SECONDS))
        .into_tuple()
        .all(connection)
        .await?;
    // Where the login is no longer kept, nothing speaks against it.
    let to_it = |mailbox: &Option<String>| mailbox.is_none() || proven.is_none() || mailbox.as_ref() == proven;
    Ok(found.into_iter().filter(|(_, mailbox)| to_it(mailbox)).map(|(id, _)| id).collect())
}
