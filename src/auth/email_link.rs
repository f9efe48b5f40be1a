//! E-mail links: an address proves itself, a new one takes an old one's place, an old one takes its place back.
//!
//! The address stands in the link's own row and never changes there, so that a link speaks only for the address that
//! it was mailed to, whatever else was asked for meanwhile.

mod mail;

use entity::email_link::{Column, EmailLinkKind, EmailLinkState, Entity, Model};
use entity::outbox::OutboxKind;
use entity::{account, email_token};
use scoped_futures::ScopedFutureExt;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::auth::event::{self, EventKind};
use crate::auth::{access_key, email_address, pending_login, session};
use crate::context::Context;
use crate::db::{Notice, Transaction, WriteFailure};
use crate::locale::Locale;
use crate::mail::outbox::{self, Subject};
use crate::origin::Origin;
use crate::random::row_id;
use crate::secret::EmailToken;

pub use mail::prepare_mail;

/// Life of a link that proves an address, in seconds.
pub const PROOF_TTL: i64 = 24 * 60 * 60;
/// Life of a link that undoes a change, in seconds, counted anew when the change is made.
pub const UNDO_TTL: i64 = 72 * 60 * 60;

/// A link to be made.
pub struct NewLink<'a> {
    /// Owner.
    pub account_id: Uuid,
    /// What following it does.
    pub kind: EmailLinkKind,
    /// Which mail carries it.
    pub mail: OutboxKind,
    /// Where it is mailed to.
    pub email: &'a str,
    /// For an undo: what the account changes to.
    pub new_email: Option<&'a str>,
    /// Language of mail and page.
    pub locale: Locale,
}

/// Makes a link and queues its mail, as part of the change that it comes of.
///
/// # Errors
/// The database does not answer.
pub async fn create(context: &Context, tx: &Transaction, link: NewLink<'_>) -> Result<(), DbErr> {
    let id = row_id(&*context.clock, &*context.random);
    let ttl = if link.kind == EmailLinkKind::Undo { UNDO_TTL } else { PROOF_TTL };
    let expiration_date = context.now() + ttl;
    let row = entity::email_link::ActiveModel {
        id: Set(id),
        account_id: Set(link.account_id),
        kind: Set(link.kind),
        state: Set(EmailLinkState::Pending),
        email: Set(link.email.to_owned()),
        new_email: Set(link.new_email.map(str::to_owned)),
        locale: Set(link.locale.tag().to_owned()),
        creation_date: Set(context.now()),
        expiration_date: Set(expiration_date),
        made_by: Set(None),
        change_number: Set(0),
        asked_from: Set(Origin::current().asked().and_then(|asked| asked.ip).map(|ip| ip.to_string())),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let subject = Subject::EmailLink(link.mail, id);
    outbox::enqueue(tx, &*context.clock, &*context.random, subject, expiration_date).await
}

/// Withdraws an account's proofs that were not yet followed, as part of another change.
///
/// # Errors
/// The database does not answer.
pub async fn replace_proofs(tx: &Transaction, account_id: Uuid) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, EmailLinkState::Replaced.into())
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.is_in([EmailLinkKind::Verification, EmailLinkKind::Change]))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .exec(tx)
        .await?;
    Ok(())
}

/// The address that an account is about to change to.
///
/// # Errors
/// The database does not answer.
pub async fn pending_email(
    connection: &impl ConnectionTrait,
    account_id: Uuid,
    now: i64,
) -> Result<Option<String>, DbErr> {
    let link = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Change))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::ExpirationDate.gt(now))
        .order_by_desc(Column::Id)
        .limit(1)
        .one(connection)
        .await?;
    Ok(link.map(|link| link.email))
}

/// The addresses that can still take an account's place back.
///
/// # Errors
/// The database does not answer.
pub async fn ways_back(connection: &impl ConnectionTrait, account_id: Uuid, now: i64) -> Result<Vec<String>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Email)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Undo))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::ExpirationDate.gt(now))
        .into_tuple()
        .all(connection)
        .await
}

/// What the page of a link asks about.
pub struct LinkQuestion {
    /// The link.
    pub link: Model,
    /// Its account.
    pub account: account::Model,
    /// Whether it can be followed, and why not.
    pub standing: Result<(), FollowError>,
}

/// Looks a link up and changes nothing (invariant 7). `None` if there is no such link.
///
/// # Errors
/// The database does not answer.
pub async fn peek(context: &Context, token: &EmailToken) -> Result<Option<LinkQuestion>, DbErr> {
    let connection = context.db.read();
    let Some(link) = by_token(connection, token).await? else { return Ok(None) };
    let Some(account) = account::Entity::find_by_id(link.account_id).one(connection).await? else { return Ok(None) };
    let standing = standing(&link, context.now());
    Ok(Some(LinkQuestion { link, account, standing }))
}

fn standing(link: &Model, now: i64) -> Result<(), FollowError> {
    match link.state {
        EmailLinkState::Pending if link.expiration_date > now => Ok(()),
        EmailLinkState::Pending => Err(FollowError::Expired),
        EmailLinkState::Applied => Err(FollowError::Used),
        EmailLinkState::Replaced => Err(FollowError::Replaced),
    }
}

/// Follows a link: once, and only for its own address. Returns it.
///
/// # Errors
/// See [`FollowError`]; nothing was changed then.
pub async fn follow(context: &Context, token: &EmailToken) -> Result<Model, FollowError> {
    let link = by_token(context.db.read(), token).await?.ok_or(FollowError::Unknown)?;
    standing(&link, context.now())?;
    let link_ref = &link;
    context
        .db
        .write("follow_email_link", |tx| {
            async move {
                let guard = Entity::update_many()
                    .col_expr(Column::State, EmailLinkState::Applied.into())
                    .filter(Column::Id.eq(link_ref.id))
                    .filter(Column::State.eq(EmailLinkState::Pending))
                    .filter(Column::ExpirationDate.gt(context.now()))
                    .exec(tx)
                    .await?;
                if guard.rows_affected != 1 {
                    return Err(FollowError::Used);
                }
                let event = match link_ref.kind {
                    EmailLinkKind::Verification => {
                        verify(tx, link_ref).await?;
                        EventKind::EmailVerified
                    }
                    EmailLinkKind::Change => {
                        change(context, tx, link_ref).await?;
                        EventKind::EmailChanged
                    }
                    EmailLinkKind::Undo => {
                        undo(context, tx, link_ref).await?;
                        EventKind::EmailChangeUndone
                    }
                };
                event::record(context, tx, link_ref.account_id, event, None).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
    context.mail.wake();
    Ok(link)
}

async fn verify(tx: &Transaction, link: &Model) -> Result<(), FollowError> {
    tx.announce(Notice::Account(link.account_id));
    let verified = account::Entity::update_many()
        .col_expr(account::Column::EmailVerified, true.into())
        .filter(account::Column::Id.eq(link.account_id))
        .filter(account::Column::Email.eq(&link.email))
        .exec(tx)
        .await?;
    if verified.rows_affected == 1 { Ok(()) } else { Err(FollowError::Replaced) }
}

/// The new address has proven itself: it takes the old one's place, logins under way to the old one end (invariant
/// 14), and the old one is told again, with its way back open from now on.
async fn change(context: &Context, tx: &Transaction, link: &Model) -> Result<(), FollowError> {
    pending_login::deny_all(context, tx, link.account_id, None).await?;
    set_email(tx, link.account_id, Some(&link.email), true).await?;
    let way_back = Entity::find()
        .filter(Column::AccountId.eq(link.account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Undo))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::NewEmail.eq(&link.email))
        .order_by_desc(Column::Id)
        .limit(1)
        .one(tx)
        .await?;
    if let Some(way_back) = way_back {
        context.limits.take_change_notice(tx, link.account_id, &way_back.email).await?.map_err(FollowError::untold)?;
        let expiration_date = context.now() + UNDO_TTL;
        Entity::update_many()
            .col_expr(Column::ExpirationDate, expiration_date.into())
            .filter(Column::Id.eq(way_back.id))
            .exec(tx)
            .await?;
        let subject = Subject::EmailLink(OutboxKind::EmailChanged, way_back.id);
        outbox::enqueue(tx, &*context.clock, &*context.random, subject, expiration_date).await?;
    }
    Ok(())
}

/// The old address takes its place back, and every session and access key ends. Links made after this one were made by whoever is
/// being thrown out, and die with it; older ones stay, so that an intruder's cannot kill the owner's.
async fn undo(context: &Context, tx: &Transaction, link: &Model) -> Result<(), FollowError> {
    pending_login::deny_all(context, tx, link.account_id, None).await?;
    set_email(tx, link.account_id, Some(&link.email), true).await?;
    session::end_all(context, tx, link.account_id).await?;
    access_key::revoke_all(context, tx, link.account_id).await?;
    replace_proofs(tx, link.account_id).await?;
    Entity::update_many()
        .col_expr(Column::State, EmailLinkState::Replaced.into())
        .filter(Column::AccountId.eq(link.account_id))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::Id.gt(link.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Sets or removes an account's address, as part of another change.
///
/// # Errors
/// The database does not answer.
pub async fn set_email(tx: &Transaction, account_id: Uuid, email: Option<&str>, verified: bool) -> Result<(), DbErr> {
    tx.announce(Notice::Account(account_id));
    account::Entity::update_many()
        .col_expr(account::Column::Email, email.map(str::to_owned).into())
        .col_expr(account::Column::EmailKey, email.map(email_address::key).into())
        .col_expr(account::Column::EmailVerified, verified.into())
        .filter(account::Column::Id.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn by_token(connection: &impl ConnectionTrait, token: &EmailToken) -> Result<Option<Model>, DbErr> {
    let found =
        email_token::Entity::find_by_id(token.hash().to_vec()).find_also_related(Entity).one(connection).await?;
    Ok(found.and_then(|(_, link)| link))
}

/// Why following a link does nothing.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// No such link.
    #[error("unknown link")]
    Unknown,
    /// Followed before.
    #[error("already followed")]
    Used,
    /// Too late.
    #[error("expired")]
    Expired,
    /// A newer one took its place.
    #[error("replaced by a newer one")]
    Replaced,
    /// The former address could not be told of the change, which is not made untold (invariant 64).
    #[error("the former address cannot be told before {seconds} s have passed")]
    Untold {
        /// Until it can be told.
        seconds: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl FollowError {
    fn untold(seconds: u64) -> Self {
        Self::Untold { seconds }
    }
}

impl WriteFailure for FollowError {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}
