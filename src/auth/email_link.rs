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
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::auth::event::{self, EventKind};
use crate::auth::first_proof::{self, Answer};
use crate::auth::maker::Lineage;
use crate::auth::revocation::{self, Makers};
use crate::auth::{email_address, pending_login, session};
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::crypto::secret::EmailToken;
use crate::db::{Invalidation, Transaction, WriteFailure};
use crate::limits::CHANGE_NOTICE_MAIL;
use crate::mail::outbox::{self, Subject};
use crate::telemetry::request_context::RequestContext;
use crate::view::locale::Locale;

pub use mail::prepare_mail;

/// Life of a link that proves the address that the account has, in seconds.
pub const VERIFICATION_TTL: i64 = 24 * 60 * 60;
/// Life of a change of the address, in seconds: it dies so long after it was asked for, whatever is sent again (invariant 65).
pub const CHANGE_TTL: i64 = 72 * 60 * 60;
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
    /// What asks for it.
    pub made_by: Lineage,
    /// Which change of the account it belongs to.
    pub change_number: i64,
    /// Unix seconds of its end, where that is not counted from now.
    pub expiration_date: Option<i64>,
}

fn ttl(kind: EmailLinkKind) -> i64 {
    match kind {
        EmailLinkKind::Verification => VERIFICATION_TTL,
        EmailLinkKind::Change => CHANGE_TTL,
        EmailLinkKind::Undo => UNDO_TTL,
    }
}

/// Makes a link and queues its mail, as part of the change that it comes of.
///
/// # Errors
/// The database does not answer.
pub async fn create(context: &Context, tx: &Transaction, link: NewLink<'_>) -> Result<(), DbErr> {
    let id = row_id(&*context.clock, &*context.random);
    let expiration_date = link.expiration_date.unwrap_or_else(|| context.now() + ttl(link.kind));
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
        made_by: Set(link.made_by.column()),
        change_number: Set(link.change_number),
        asked_from: Set(RequestContext::current().request().and_then(|asked| asked.ip).map(|ip| ip.to_string())),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let subject = Subject::EmailLink(link.mail, id);
    outbox::enqueue(tx, &*context.clock, &*context.random, subject, expiration_date).await
}

/// Counts a change of an account's address, and returns its number. The account's row has to be locked before.
///
/// # Errors
/// The database does not answer.
pub async fn next_change(tx: &Transaction, account: &account::Model) -> Result<i64, DbErr> {
    let number = account.email_change_count + 1;
    account::Entity::update_many()
        .col_expr(account::Column::EmailChangeCount, number.into())
        .filter(account::Column::Id.eq(account.id))
        .exec(tx)
        .await?;
    Ok(number)
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

/// The change of an account's address that waits for its proof.
///
/// # Errors
/// The database does not answer.
pub async fn pending_change(
    connection: &impl ConnectionTrait,
    account_id: Uuid,
    now: i64,
) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Change))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::ExpirationDate.gt(now))
        .order_by_desc(Column::ChangeNumber)
        .order_by_desc(Column::Id)
        .limit(1)
        .one(connection)
        .await
}

/// The addresses that are told of what happens to the account as a whole: its own, if that is verified, and those that can still take
/// its place back. Each once.
///
/// # Errors
/// The database does not answer.
pub(super) async fn addresses_to_tell(
    context: &Context,
    connection: &impl ConnectionTrait,
    account: &account::Model,
) -> Result<Vec<String>, DbErr> {
    let mut told: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Email)
        .filter(Column::AccountId.eq(account.id))
        .filter(Column::Kind.eq(EmailLinkKind::Undo))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::ExpirationDate.gt(context.now()))
        .into_tuple()
        .all(connection)
        .await?;
    told.extend(account.email.clone().filter(|_| account.email_verified));
    told.sort_unstable();
    told.dedup();
    Ok(told)
}

/// Unix seconds until which a former address can take its place back, if one can.
///
/// # Errors
/// The database does not answer.
pub async fn way_back_until(
    connection: &impl ConnectionTrait,
    account_id: Uuid,
    now: i64,
) -> Result<Option<i64>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::ExpirationDate)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Undo))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::ExpirationDate.gt(now))
        .order_by_desc(Column::ExpirationDate)
        .limit(1)
        .into_tuple()
        .one(connection)
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
    let standing = standing(&link, &account, context.now());
    Ok(Some(LinkQuestion { link, account, standing }))
}

fn standing(link: &Model, account: &account::Model, now: i64) -> Result<(), FollowError> {
    let proved = link.kind != EmailLinkKind::Undo && link.state != EmailLinkState::Applied;
    match link.state {
        // By another way: another link, or a sign-in that came by mail.
        _ if proved && account.email_verified && account.email.as_ref() == Some(&link.email) => {
            Err(FollowError::Confirmed)
        }
        EmailLinkState::Pending if link.expiration_date > now => Ok(()),
        EmailLinkState::Pending => Err(FollowError::Expired),
        EmailLinkState::Applied => Err(FollowError::Used),
        EmailLinkState::Replaced => Err(FollowError::Replaced),
    }
}

/// What a person says on the page of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The box is ticked without which a link does nothing: a robot that presses every button proves and undoes nothing (invariant
    /// 67).
    pub confirmed: bool,
    /// What becomes of everything older, where this is the first proof of the address.
    pub older: Answer,
}

/// Follows a link: once, and only for its own address. Returns it.
///
/// # Errors
/// See [`FollowError`]; nothing was changed then.
pub async fn follow(context: &Context, token: &EmailToken, said: Said) -> Result<Model, FollowError> {
    let question = peek(context, token).await?.ok_or(FollowError::Unknown)?;
    let link = question.link;
    question.standing?;
    if !said.confirmed {
        return Err(FollowError::NotConfirmed);
    }
    let link_ref = &link;
    context
        .db
        .write("follow_email_link", |tx| {
            async move {
                // The account first, as whoever asks for a change has it.
                let query = account::Entity::find_by_id(link_ref.account_id).lock_exclusive();
                let account = query.one(tx).await?.ok_or(FollowError::Unknown)?;
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
                        change(context, tx, link_ref, &account).await?;
                        EventKind::EmailChanged
                    }
                    EmailLinkKind::Undo => {
                        undo(context, tx, link_ref).await?;
                        EventKind::EmailChangeUndone
                    }
                };
                event::record(context, tx, link_ref.account_id, event, None).await?;
                if proves(link_ref, &account) {
                    // Whoever had proven another address is not asked anew: the page of the link has asked.
                    let was_asked = said.older == Answer::NotAsked && account.email_verified;
                    let answer = if was_asked { Answer::Keep } else { said.older };
                    first_proof::settle(context, tx, account.id, link_ref.id, answer).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
    context.mail.wake();
    Ok(link)
}

/// Whether following the link is the first proof of its address: the account's own, or one that takes the place of another, which may
/// be somebody else's (invariant 70).
#[must_use]
pub fn proves(link: &Model, account: &account::Model) -> bool {
    match link.kind {
        EmailLinkKind::Verification => !account.email_verified,
        EmailLinkKind::Change => true,
        EmailLinkKind::Undo => false,
    }
}

async fn verify(tx: &Transaction, link: &Model) -> Result<(), FollowError> {
    tx.announce(Invalidation::Account(link.account_id));
    let verified = account::Entity::update_many()
        .col_expr(account::Column::EmailVerified, true.into())
        .filter(account::Column::Id.eq(link.account_id))
        .filter(account::Column::Email.eq(&link.email))
        .exec(tx)
        .await?;
    if verified.rows_affected == 1 { Ok(()) } else { Err(FollowError::Replaced) }
}

/// The new address has proven itself: it takes the old one's place, logins under way to the old one end (invariant
/// 14), and the old one is told anew, with its way back open from now on (invariant 65).
async fn change(
    context: &Context,
    tx: &Transaction,
    link: &Model,
    account: &account::Model,
) -> Result<(), FollowError> {
    pending_login::deny_all(context, tx, link.account_id, None).await?;
    set_email(tx, link.account_id, Some(&link.email), true).await?;
    match account.email.as_deref().filter(|_| account.email_verified) {
        Some(old) => tell_changed(context, tx, link, old).await,
        // An address that was never proven may be a stranger's.
        None => Ok(()),
    }
}

/// The way back that was mailed when the change was asked for goes on from now; one that is gone by now is made anew.
async fn tell_changed(context: &Context, tx: &Transaction, link: &Model, old: &str) -> Result<(), FollowError> {
    let told = context.limits.take_change_notice(tx, &CHANGE_NOTICE_MAIL, link.account_id, old).await?;
    told.map_err(FollowError::untold)?;
    let asked = Entity::find()
        .filter(Column::AccountId.eq(link.account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Undo))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::Email.eq(old))
        .filter(Column::NewEmail.eq(&link.email))
        .filter(Column::ChangeNumber.eq(link.change_number))
        .order_by_desc(Column::Id)
        .limit(1)
        .one(tx)
        .await?;
    let Some(way_back) = asked else {
        let way_back = NewLink {
            account_id: link.account_id,
            kind: EmailLinkKind::Undo,
            mail: OutboxKind::EmailChanged,
            email: old,
            new_email: Some(&link.email),
            locale: Locale::from_tag(&link.locale).unwrap_or_default(),
            made_by: Lineage::read(link.made_by.as_deref()),
            change_number: link.change_number,
            expiration_date: None,
        };
        return Ok(create(context, tx, way_back).await?);
    };
    let expiration_date = context.now() + UNDO_TTL;
    Entity::update_many()
        .col_expr(Column::ExpirationDate, expiration_date.into())
        .filter(Column::Id.eq(way_back.id))
        .exec(tx)
        .await?;
    let subject = Subject::EmailLink(OutboxKind::EmailChanged, way_back.id);
    Ok(outbox::enqueue(tx, &*context.clock, &*context.random, subject, expiration_date).await?)
}

/// The old address takes its place back, and everything else of the account ends.
async fn undo(context: &Context, tx: &Transaction, link: &Model) -> Result<(), FollowError> {
    restore(tx, link).await?;
    revocation::revoke_everything(context, tx, link.account_id, None).await?;
    Ok(first_proof::forget(tx, link.account_id).await?)
}

/// Links of this change and of later ones were made by whoever is being thrown out, and die with it; those of earlier changes stay, so
/// that an intruder's cannot kill the owner's. Which change was earlier says the account's counter, not a clock (invariant 66); links
/// from before it was counted have only their ids.
async fn restore(tx: &Transaction, link: &Model) -> Result<(), DbErr> {
    set_email(tx, link.account_id, Some(&link.email), true).await?;
    replace_proofs(tx, link.account_id).await?;
    let later = if link.change_number > 0 {
        Condition::any().add(Column::ChangeNumber.gte(link.change_number))
    } else {
        Condition::any().add(Column::ChangeNumber.gt(0)).add(Column::Id.gt(link.id))
    };
    Entity::update_many()
        .col_expr(Column::State, EmailLinkState::Replaced.into())
        .filter(Column::AccountId.eq(link.account_id))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(later)
        .exec(tx)
        .await
        .map(drop)
}

/// Takes back the changes of the address that these sessions and keys have made, or what they made: the address is again the one that
/// the first of them took, and who came in by a mailbox that took its place since is out. Nothing happens if that is `by` himself, the
/// session that asks for it: he would throw himself out. Whether there was one.
///
/// # Errors
/// The database does not answer.
pub(super) async fn take_back(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    makers: Makers<'_>,
    by: Option<Uuid>,
) -> Result<bool, DbErr> {
    let Some(account) = account::Entity::find_by_id(account_id).one(tx).await? else { return Ok(false) };
    let ways_back = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Undo))
        .filter(Column::State.eq(EmailLinkState::Pending))
        .filter(Column::ExpirationDate.gt(context.now()))
        .order_by_asc(Column::ChangeNumber)
        .all(tx)
        .await?;
    let made: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::ChangeNumber)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(EmailLinkKind::Change))
        .filter(Column::State.eq(EmailLinkState::Applied))
        .into_tuple()
        .all(tx)
        .await?;
    // A change that was only asked for has a way back, too. A removal is made at once.
    let made: Vec<&Model> =
        ways_back.iter().filter(|link| link.new_email.is_none() || made.contains(&link.change_number)).collect();
    let theirs = made.iter().find(|link| makers.made(link.id, link.made_by.as_deref()));
    let Some(link) = theirs.filter(|link| account.email.as_ref() != Some(&link.email)) else { return Ok(false) };
    let later = made.iter().filter(|other| other.change_number >= link.change_number);
    let mut since: Vec<String> = later.filter_map(|other| other.new_email.clone()).chain(account.email).collect();
    since.retain(|mailbox| *mailbox != link.email);
    let let_in = session::let_in_by(tx, account_id, &since).await?;
    if by.is_some_and(|session| let_in.contains(&session)) {
        return Ok(false);
    }
    pending_login::deny_all(context, tx, account_id, None).await?;
    restore(tx, link).await?;
    event::record(context, tx, account_id, EventKind::EmailChangeUndone, None).await?;
    // What these mailboxes let in has no maker, and is the device's all the same.
    session::end_with_all(context, tx, account_id, &let_in).await?;
    Ok(true)
}

/// Sets or removes an account's address, as part of another change.
///
/// # Errors
/// The database does not answer.
pub async fn set_email(tx: &Transaction, account_id: Uuid, email: Option<&str>, verified: bool) -> Result<(), DbErr> {
    tx.announce(Invalidation::Account(account_id));
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
    /// The box is not ticked.
    #[error("not confirmed")]
    NotConfirmed,
    /// What it would prove is proven.
    #[error("the address is confirmed already")]
    Confirmed,
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
