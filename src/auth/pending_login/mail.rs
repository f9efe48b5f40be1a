//! Building the mail of a login: the place where a login meets an account, if there is one.
//!
//! A login that nobody is mailed about writes what others write, with the same statements in the same order, so that the next write
//! of anybody takes as long (invariant 76). What differs is the hand-over to the mail server, which holds nothing.

use entity::account;
use entity::confirmation_token;
use entity::pending_login::{Column, Entity, Model, PendingLoginState};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::InsertStatement;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::starter::known_to;
use super::{in_order, undecided};
use crate::auth::event::{self, EventKind};
use crate::auth::mail_code::MailCode;
use crate::auth::prepared_mail::{PreparedMail, SkipReason};
use crate::auth::user_agent::describe;
use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::context::Context;
use crate::crypto::secret::ConfirmationToken;
use crate::db::Transaction;
use crate::limits::{LIVE_LOGINS, LastOfDay, LoginMail, STRANGERS_LIVE_LOGINS};
use crate::mail::message::Message;
use crate::mail::outbox::{Claim, is_too_late};
use crate::view::locale::Locale;

/// Finds out who gets the mail of a login, mints its link, and commits both before anything is sent. Each try mints
/// another link; all of them work until the decision (invariant 23).
///
/// # Errors
/// The database does not answer.
pub async fn prepare_mail(
    context: &Context,
    claim: &Claim,
    pending_login_id: Uuid,
) -> Result<Result<PreparedMail, SkipReason>, DbErr> {
    let token = ConfirmationToken::generate_link(&*context.random);
    let token_hash = &token.hash().to_vec();
    let addressed = context
        .db
        .write("mint_login_link", |tx| {
            async move {
                if !claim.begin_attempt(tx).await? {
                    return Ok(Err(SkipReason::LeaseLost));
                }
                let link = confirmation_token::ActiveModel {
                    token_hash: Set(token_hash.clone()),
                    pending_login_id: Set(pending_login_id),
                };
                address(context, tx, claim, link).await
            }
            .scope_boxed()
        })
        .await?;
    Ok(addressed.map(|Addressed { login, mailbox, username, last }| {
        let device = login.user_agent.as_deref().and_then(describe);
        let message = Message::Login {
            link: context.settings.public_url.join(&format!("/auth/confirm/{}", token.expose())),
            // With several accounts to choose from, a code typed elsewhere could not say which.
            mail_code: username.is_some().then(|| MailCode::of(&context.keyring, login.id).display()),
            username,
            platform: login.platform,
            user_agent: login.user_agent,
            program: device.map(|(program, _)| program),
            system: device.and_then(|(_, system)| system),
            ip: login.ip,
            requested: login.creation_date,
            expires: login.expiration_date,
            time_zone: login.time_zone,
            held_back: last.map(|last| match last {
                LastOfDay::Strangers => "strangers",
                LastOfDay::All => "all",
            }),
        };
        PreparedMail { to: mailbox, locale: Locale::from_tag(&login.locale).unwrap_or_default(), message }
    }))
}

struct Addressed {
    login: Model,
    mailbox: String,
    /// Where one account alone can be meant.
    username: Option<String>,
    last: Option<LastOfDay>,
}

/// What a login that was looked at comes to.
enum Verdict {
    /// Its mail goes out.
    Mailed(String, Option<LastOfDay>),
    /// A quota keeps it in.
    Capped,
    /// There is nobody to mail.
    Nobody,
}

/// Whom the mail goes to. Where nobody is mailed the link is minted as well, which nobody has (invariant 76).
async fn address(
    context: &Context,
    tx: &Transaction,
    claim: &Claim,
    link: confirmation_token::ActiveModel,
) -> Result<Result<Addressed, SkipReason>, DbErr> {
    let pending_login_id = *link.pending_login_id.as_ref();
    let link = confirmation_token::Entity::insert(link).into_query();
    let Some(login) = Entity::find_by_id(pending_login_id).one(tx).await? else {
        return Ok(Err(SkipReason::SubjectDeleted));
    };
    if login.state != PendingLoginState::Pending
        || is_too_late(login.creation_date, login.expiration_date, context.now())
    {
        return Ok(Err(SkipReason::SubjectExpired));
    }
    let accounts = of_one_mailbox(&login, wanted(tx, &login).await?);
    // A retry goes where the first try went, and was counted with it. A further mail goes there, too, and counts by itself.
    if claim.row.attempts > 0
        && let Some(mailbox) = login.mailbox.clone()
    {
        tx.execute(&link).await?;
        return Ok(if accounts.is_empty() {
            Err(SkipReason::NoRecipient)
        } else {
            Ok(addressed(login, mailbox, &accounts, None))
        });
    }
    let known = if context.limits.enforced() { known_to(context, tx, &login, &accounts).await? } else { None };
    let verdict = judge(context, tx, &login, &accounts, known).await?;
    if !bind(context, tx, &login, &accounts, &verdict, known).await? {
        return Ok(Err(SkipReason::SubjectExpired));
    }
    record(context, tx, &login, &accounts, &verdict, link).await?;
    Ok(match verdict {
        Verdict::Mailed(mailbox, last) => Ok(addressed(login, mailbox, &accounts, last)),
        Verdict::Capped => Err(SkipReason::RateLimited),
        Verdict::Nobody => Err(SkipReason::NoRecipient),
    })
}

fn addressed(login: Model, mailbox: String, accounts: &[account::Model], last: Option<LastOfDay>) -> Addressed {
    let username = if let [only] = accounts { Some(only.username.clone()) } else { None };
    Addressed { login, mailbox, username, last }
}

/// The accounts that the starter may have meant; locked, so that two workers count one after the other.
async fn wanted(tx: &Transaction, login: &Model) -> Result<Vec<account::Model>, DbErr> {
    let mut query = account::Entity::find().filter(account::Column::EmailKey.eq(&login.email_key));
    if let Some(username_key) = &login.username_key {
        query = query.filter(account::Column::UsernameKey.eq(username_key));
    }
    Ok(in_order(login, query.lock_exclusive().all(tx).await?))
}

/// Those with exactly the mailbox that the login was mailed to, or else with that of the first one: another spelling may be another
/// person's mailbox.
fn of_one_mailbox(login: &Model, mut accounts: Vec<account::Model>) -> Vec<account::Model> {
    let mailbox = login.mailbox.clone().or_else(|| accounts.first().and_then(|account| account.email.clone()));
    accounts.retain(|account| account.email == mailbox && login.account_id.is_none_or(|id| id == account.id));
    accounts
}

/// Counts the mail, and says whether it goes out. The starter's answer was the same all the same.
async fn judge(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    accounts: &[account::Model],
    known: Option<Uuid>,
) -> Result<Verdict, DbErr> {
    let mailbox = accounts.first().and_then(|account| account.email.as_deref());
    let has_room = has_room(context, tx, login, accounts, known).await?;
    let account_id = if let [only] = accounts { Some(only.id) } else { None };
    let mail =
        LoginMail { login_id: login.id, mailbox: mailbox.filter(|_| has_room), account_id, known: known.is_some() };
    let taken = context.limits.take_login_mail(tx, &mail).await?;
    Ok(match (mailbox, taken) {
        (Some(mailbox), Some(last)) => Verdict::Mailed(mailbox.to_owned(), last),
        (Some(_), None) => Verdict::Capped,
        (None, _) => Verdict::Nobody,
    })
}

/// Whether there is room for another live login. Strangers' take no more than their part of it.
async fn has_room(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    accounts: &[account::Model],
    known: Option<Uuid>,
) -> Result<bool, DbErr> {
    if !context.limits.enforced() {
        return Ok(true);
    }
    let mailbox = accounts.first().and_then(|account| account.email.as_deref()).unwrap_or_default();
    let ids = if accounts.is_empty() { vec![Uuid::nil()] } else { accounts.iter().map(|account| account.id).collect() };
    let starters: Vec<Option<Uuid>> = Entity::find()
        .select_only()
        .column(Column::KnownAccountId)
        .filter(undecided(context.now()))
        // Those asked for while a clock stood ahead live for so much longer, and must not keep everybody out until then.
        .filter(Column::CreationDate.lte(context.now() + MAX_CLOCK_SKEW_SECONDS))
        .filter(Column::Id.ne(login.id))
        // What was held back is not live: nobody can approve it by mail.
        .filter(Column::Mailbox.is_not_null())
        .filter(
            Condition::any()
                .add(Column::AccountId.is_in(ids))
                .add(Condition::all().add(Column::AccountId.is_null()).add(Column::Mailbox.eq(mailbox))),
        )
        .limit(LIVE_LOGINS as u64)
        .into_tuple()
        .all(tx)
        .await?;
    let strangers = starters.iter().filter(|starter| starter.is_none()).count();
    Ok(starters.len() < LIVE_LOGINS && (known.is_some() || strangers < STRANGERS_LIVE_LOGINS))
}

/// Binds the login to its mailbox and its account, if it is mailed. `false` if it was decided meanwhile.
async fn bind(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    accounts: &[account::Model],
    verdict: &Verdict,
    known: Option<Uuid>,
) -> Result<bool, DbErr> {
    let (account_id, mailbox, known) = match verdict {
        Verdict::Mailed(mailbox, _) => {
            let account_id = if let [only] = accounts { Some(only.id) } else { None };
            (account_id, Some(mailbox.clone()), known)
        }
        Verdict::Capped | Verdict::Nobody => (login.account_id, login.mailbox.clone(), login.known_account_id),
    };
    let bound = Entity::update_many()
        .col_expr(Column::AccountId, account_id.into())
        .col_expr(Column::Mailbox, mailbox.into())
        .col_expr(Column::KnownAccountId, known.into())
        .filter(Column::Id.eq(login.id))
        .filter(undecided(context.now()))
        .exec(tx)
        .await?;
    Ok(bound.rows_affected == 1)
}

/// Writes the link down, and that a login was asked for, or that its mail was held back; the latter not once for each mail: whoever floods a mailbox
/// must not flood the record too. Only for accounts whose address is proven. Anybody can register with somebody else's address, and
/// would read here when, from where and on what its owner signs in, and which other names it has (invariants 28, 32).
async fn record(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    accounts: &[account::Model],
    verdict: &Verdict,
    link: InsertStatement,
) -> Result<(), DbErr> {
    let proven = accounts.iter().filter(|account| account.email_verified).map(|account| account.id);
    let (mut asked, mut withheld) = (Vec::new(), Vec::new());
    match verdict {
        // A further mail of the same login is no other login.
        Verdict::Mailed(..) if login.mailbox.is_none() => asked.extend(proven),
        Verdict::Capped => withheld.extend(proven),
        Verdict::Mailed(..) | Verdict::Nobody => {}
    }
    let (mut kind, mut concerned) = (EventKind::LoginAsked, asked);
    if withheld.is_empty() {
        context.limits.take_withheld_event(tx, login.id, None).await?;
    }
    for account_id in withheld {
        kind = EventKind::LoginMailWithheld;
        if context.limits.take_withheld_event(tx, login.id, Some(account_id)).await? {
            concerned.push(account_id);
        }
    }
    event::record_for_any(context, tx, &concerned, kind, &login.platform, login.ip.clone(), link).await
}
