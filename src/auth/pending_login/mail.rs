//! Building the mail of a login: the place where a login meets an account, if there is one.

use entity::account;
use entity::confirmation_token;
use entity::pending_login::{Column, Entity, Model, PendingLoginState};
use scoped_futures::ScopedFutureExt;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{candidates, undecided};
use crate::auth::device::describe;
use crate::auth::event::{self, EventKind};
use crate::auth::mail_code::MailCode;
use crate::auth::outgoing::{Drop, Outgoing};
use crate::clock::APART;
use crate::context::Context;
use crate::db::Transaction;
use crate::limits::{ACCOUNT_LOGIN_MAIL, LIVE_LOGINS, LOGIN_MAIL, WITHHELD_EVENT};
use crate::locale::Locale;
use crate::mail::message::Message;
use crate::mail::outbox::{Claim, is_too_late};
use crate::secret::ConfirmationToken;

/// Finds out who gets the mail of a login, mints its link, and commits both before anything is sent. Each try mints
/// another link; all of them work until the decision (invariant 23).
///
/// # Errors
/// The database does not answer.
pub async fn prepare_mail(
    context: &Context,
    claim: &Claim,
    pending_login_id: Uuid,
) -> Result<Result<Outgoing, Drop>, DbErr> {
    let token = ConfirmationToken::generate_link(&*context.random);
    let token_hash = &token.hash().to_vec();
    let addressed = context
        .db
        .write("mint_login_link", |tx| {
            async move {
                if !claim.begin_attempt(tx).await? {
                    return Ok(Err(Drop::TakenOver));
                }
                let addressed = address(context, tx, claim, pending_login_id).await?;
                if addressed.is_ok() {
                    let row = confirmation_token::ActiveModel {
                        token_hash: Set(token_hash.clone()),
                        pending_login_id: Set(pending_login_id),
                    };
                    confirmation_token::Entity::insert(row).exec_without_returning(tx).await?;
                }
                Ok::<_, DbErr>(addressed)
            }
            .scope_boxed()
        })
        .await?;
    Ok(addressed.map(|(login, mailbox, username)| {
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
        };
        Outgoing { to: mailbox, locale: Locale::from_tag(&login.locale).unwrap_or_default(), message }
    }))
}

type Addressed = (Model, String, Option<String>);

async fn address(
    context: &Context,
    tx: &Transaction,
    claim: &Claim,
    pending_login_id: Uuid,
) -> Result<Result<Addressed, Drop>, DbErr> {
    let Some(login) = Entity::find_by_id(pending_login_id).one(tx).await? else { return Ok(Err(Drop::Gone)) };
    if login.state != PendingLoginState::Pending
        || is_too_late(login.creation_date, login.expiration_date, context.now())
    {
        return Ok(Err(Drop::Over));
    }
    // A retry goes where the first try went, and was counted with it; a further mail goes there, too, and counts by itself.
    if let Some(mailbox) = login.mailbox.clone() {
        let accounts = candidates(tx, &login).await?;
        if claim.row.attempts == 0 && !take_mail(context, tx, &accounts, &mailbox).await? {
            withheld(context, tx, &login, &accounts).await?;
            return Ok(Err(Drop::Capped));
        }
        return Ok(if accounts.is_empty() { Err(Drop::Nobody) } else { Ok(named(login, mailbox, &accounts)) });
    }
    let accounts = wanted(tx, &login).await?;
    let Some(mailbox) = accounts.first().and_then(|account| account.email.clone()) else {
        return Ok(Err(Drop::Nobody));
    };
    let accounts: Vec<_> = accounts.into_iter().filter(|account| account.email.as_ref() == Some(&mailbox)).collect();
    if capped(context, tx, &accounts, &mailbox).await? {
        withheld(context, tx, &login, &accounts).await?;
        return Ok(Err(Drop::Capped));
    }
    let account_id = if let [only] = accounts.as_slice() { Some(only.id) } else { None };
    let bound = Entity::update_many()
        .col_expr(Column::AccountId, account_id.into())
        .col_expr(Column::Mailbox, Some(mailbox.clone()).into())
        .filter(Column::Id.eq(login.id))
        .filter(undecided(context.now()))
        .exec(tx)
        .await?;
    if bound.rows_affected == 1 {
        record(context, tx, &login, &accounts, EventKind::LoginAsked).await?;
    }
    Ok(if bound.rows_affected == 1 { Ok(named(login, mailbox, &accounts)) } else { Err(Drop::Over) })
}

fn named(login: Model, mailbox: String, accounts: &[account::Model]) -> Addressed {
    let username = if let [only] = accounts { Some(only.username.clone()) } else { None };
    (login, mailbox, username)
}

/// The accounts that the starter may have meant, the oldest first; locked, so that two workers count one after the
/// other.
async fn wanted(tx: &Transaction, login: &Model) -> Result<Vec<account::Model>, DbErr> {
    let mut query = account::Entity::find().filter(account::Column::EmailKey.eq(&login.email_key));
    if let Some(username_key) = &login.username_key {
        query = query.filter(account::Column::UsernameKey.eq(username_key));
    }
    query.order_by_asc(account::Column::Id).lock_exclusive().all(tx).await
}

/// Whether a cap keeps this mail in. The starter's answer was the same all the same.
async fn capped(
    context: &Context,
    tx: &Transaction,
    accounts: &[account::Model],
    mailbox: &str,
) -> Result<bool, DbErr> {
    if !context.limits.enforced() {
        return Ok(false);
    }
    let ids = accounts.iter().map(|account| account.id);
    let live = Entity::find()
        .filter(undecided(context.now()))
        // Those asked for while a clock stood ahead live for so much longer, and must not keep everybody out until then.
        .filter(Column::CreationDate.lte(context.now() + APART))
        .filter(
            Condition::any()
                .add(Column::AccountId.is_in(ids))
                .add(Condition::all().add(Column::AccountId.is_null()).add(Column::Mailbox.eq(mailbox))),
        )
        .count(tx)
        .await?;
    if live >= LIVE_LOGINS {
        return Ok(true);
    }
    Ok(!take_mail(context, tx, accounts, mailbox).await?)
}

/// Counts a mail with its mailbox, and with its account where that is clear.
async fn take_mail(
    context: &Context,
    tx: &Transaction,
    accounts: &[account::Model],
    mailbox: &str,
) -> Result<bool, DbErr> {
    // The mailbox first, which refuses sooner: what it refuses must not use up what the account has for its next address.
    if !context.limits.take_mail(tx, &LOGIN_MAIL, mailbox).await? {
        return Ok(false);
    }
    match accounts {
        [only] => context.limits.take_mail(tx, &ACCOUNT_LOGIN_MAIL, &only.id.to_string()).await,
        _ => Ok(true),
    }
}

/// Says so in the record of each account, but not once for each mail: whoever floods a mailbox must not flood the record too.
async fn withheld(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    accounts: &[account::Model],
) -> Result<(), DbErr> {
    for account in accounts {
        if context.limits.take_mail(tx, &WITHHELD_EVENT, &account.id.to_string()).await? {
            record(context, tx, login, std::slice::from_ref(account), EventKind::LoginMailWithheld).await?;
        }
    }
    Ok(())
}

/// Only for accounts whose address is proven. Anybody can register with somebody else's address, and would read here when, from
/// where and on what its owner signs in, and which other names it has (invariants 28, 32).
async fn record(
    context: &Context,
    tx: &Transaction,
    login: &Model,
    accounts: &[account::Model],
    kind: EventKind,
) -> Result<(), DbErr> {
    for account in accounts.iter().filter(|account| account.email_verified) {
        event::record_from(context, tx, account.id, kind, Some(&login.platform), login.ip.clone()).await?;
    }
    Ok(())
}
