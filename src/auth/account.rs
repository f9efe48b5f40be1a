//! Accounts: reading, changing and deleting one's own.

mod error;
mod lock;
mod rename;
mod thin_out;

use entity::email_link::EmailLinkKind;
use entity::outbox::OutboxKind;
use entity::{account, pending_login};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::auth::deletion_notice;
use crate::auth::email_address::EmailAddress;
use crate::auth::email_link::{self, NewLink};
use crate::auth::event::{self, EventKind};
use crate::auth::identity::Identity;
use crate::auth::maker::Lineage;
use crate::auth::pending_login as logins;
use crate::auth::resting_name;
use crate::auth::username::{Username, lookup_key};
use crate::context::Context;
use crate::db::{Invalidation, Transaction};
use crate::limits::{CHANGE_NOTICE_MAIL, Written};
use crate::view::locale::Locale;
use lock::locked;

pub use error::AccountError;

/// An account with the address that it is about to change to.
pub struct Account {
    /// The row.
    pub row: account::Model,
    /// Asked for and not yet proven.
    pub pending_email: Option<String>,
}

/// Reads an account.
///
/// # Errors
/// The database does not answer, or the account is gone.
pub async fn get(context: &Context, account_id: Uuid) -> Result<Account, AccountError> {
    let row = row(context, account_id).await?;
    let pending = email_link::pending_change(context.db.read(), account_id, context.now()).await?;
    Ok(Account { row, pending_email: pending.map(|link| link.email) })
}

/// An account without what is pending: one read, for whoever only asks who somebody is.
///
/// # Errors
/// The database does not answer, or the account is gone.
pub async fn row(context: &Context, account_id: Uuid) -> Result<account::Model, AccountError> {
    account::Entity::find_by_id(account_id).one(context.db.read()).await?.ok_or(AccountError::Gone)
}

/// Whether an account has this id or this name.
///
/// # Errors
/// The database does not answer.
pub async fn is_named(context: &Context, account_id: Uuid, id_or_username: &str) -> Result<bool, DbErr> {
    if id_or_username.parse() == Ok(account_id) {
        return Ok(true);
    }
    let found = account::Entity::find_by_id(account_id)
        .filter(account::Column::UsernameKey.eq(lookup_key(id_or_username)))
        .one(context.db.read())
        .await?;
    Ok(found.is_some())
}

/// What is to change.
pub struct Change {
    /// A new name.
    pub username: Option<Username>,
    /// A new address, or `Some(None)` to remove it.
    pub email: Option<Option<EmailAddress>>,
    /// Language of the mails that come of it.
    pub locale: Locale,
}

/// Changes an account. A name changes at once; a new address stays pending until it has proven itself.
///
/// # Errors
/// See [`AccountError`]; nothing was changed then.
pub async fn change(context: &Context, caller: &Identity, change: &Change) -> Result<Account, AccountError> {
    let account_id = caller.account_id;
    if change.username.is_some() {
        take_write(context, Written::Name, account_id).await?;
    }
    if change.email.is_some() && !is_withdrawal(caller, change) {
        take_write(context, Written::Address, account_id).await?;
    }
    context
        .db
        .write("change_account", |tx| {
            async move {
                let account = locked(context, tx, caller).await?;
                if let Some(username) = &change.username {
                    rename::rename(context, tx, &account, username, change.locale).await?;
                }
                let wish = Wish { caller, account: &account, locale: change.locale };
                match &change.email {
                    Some(Some(email)) => ask_for_email(context, tx, &wish, email).await,
                    Some(None) => remove_email(context, tx, &wish).await,
                    None => Ok(()),
                }
            }
            .scope_boxed()
        })
        .await?;
    context.mail.wake();
    get(context, account_id).await
}

/// Counts a change that is tried, whatever becomes of it: who asks for a name that is taken learns that it is (invariant 72).
async fn take_write(context: &Context, what: Written, account_id: Uuid) -> Result<(), AccountError> {
    let taken = context.limits.take_write(&context.db, what, account_id).await?;
    taken.map_err(|seconds| AccountError::TooOften { seconds })
}

/// To ask for the proven address that an account has does nothing but withdraw a change that is pending. Whoever made that may have
/// used up the limit of changes, and must not have kept it from being withdrawn.
fn is_withdrawal(caller: &Identity, change: &Change) -> bool {
    let wanted = change.email.as_ref().and_then(Option::as_ref).map(EmailAddress::as_str);
    wanted.is_some() && caller.account.email_verified && caller.account.email.as_deref() == wanted
}

/// Who wants another address.
struct Wish<'a> {
    caller: &'a Identity,
    account: &'a account::Model,
    locale: Locale,
}

/// The newest wish counts: proofs asked for earlier are withdrawn.
async fn ask_for_email(
    context: &Context,
    tx: &Transaction,
    wish: &Wish<'_>,
    email: &EmailAddress,
) -> Result<(), AccountError> {
    let account = wish.account;
    email_link::replace_proofs(tx, account.id).await?;
    if account.email.as_deref() == Some(email.as_str()) {
        if !account.email_verified {
            let kind = (EmailLinkKind::Verification, OutboxKind::Verification);
            let link = link(wish, kind, email.as_str(), account.email_change_count);
            email_link::create(context, tx, link).await?;
        }
        return Ok(());
    }
    let number = email_link::next_change(tx, account).await?;
    let asked = link(wish, (EmailLinkKind::Change, OutboxKind::EmailChange), email.as_str(), number);
    email_link::create(context, tx, asked).await?;
    event::record(context, tx, account.id, EventKind::EmailChangeAsked, None).await?;
    tell_old_address(context, tx, wish, Some(email.as_str()), number).await
}

fn link<'a>(wish: &Wish<'_>, (kind, mail): (EmailLinkKind, OutboxKind), email: &'a str, number: i64) -> NewLink<'a> {
    NewLink {
        account_id: wish.account.id,
        kind,
        mail,
        email,
        new_email: None,
        locale: wish.locale,
        made_by: wish.caller.lineage(),
        change_number: number,
        expiration_date: None,
    }
}

/// Has the mail sent again by which an address proves itself: the one that is pending, else the present one. Links of earlier such
/// mails do nothing any more; nobody else is told again. `false` if there is nothing to prove.
///
/// # Errors
/// See [`AccountError`].
pub async fn resend_proof(context: &Context, caller: &Identity, locale: Locale) -> Result<bool, AccountError> {
    let account_id = caller.account_id;
    take_write(context, Written::Address, account_id).await?;
    let sent = context
        .db
        .write("resend_proof", |tx| {
            async move {
                let account = &locked(context, tx, caller).await?;
                let pending = email_link::pending_change(tx, account_id, context.now()).await?;
                let unproven = account.email.as_deref().filter(|_| !account.email_verified);
                let wish = Wish { caller, account, locale };
                let again = match (&pending, unproven) {
                    // Still the same change: it has the maker, the number and the end that it had (invariant 65).
                    (Some(change), _) => NewLink {
                        made_by: Lineage::read(change.made_by.as_deref()),
                        expiration_date: Some(change.expiration_date),
                        ..link(
                            &wish,
                            (EmailLinkKind::Change, OutboxKind::EmailChange),
                            &change.email,
                            change.change_number,
                        )
                    },
                    (None, Some(email)) => {
                        let kind = (EmailLinkKind::Verification, OutboxKind::Verification);
                        link(&wish, kind, email, account.email_change_count)
                    }
                    (None, None) => return Ok(false),
                };
                email_link::replace_proofs(tx, account_id).await?;
                email_link::create(context, tx, again).await?;
                Ok::<_, AccountError>(true)
            }
            .scope_boxed()
        })
        .await?;
    context.mail.wake();
    Ok(sent)
}

async fn remove_email(context: &Context, tx: &Transaction, wish: &Wish<'_>) -> Result<(), AccountError> {
    let account = wish.account;
    email_link::replace_proofs(tx, account.id).await?;
    if account.email.is_none() {
        return Ok(());
    }
    let number = email_link::next_change(tx, account).await?;
    logins::deny_all(context, tx, account.id, None).await?;
    email_link::set_email(tx, account.id, None, false).await?;
    event::record(context, tx, account.id, EventKind::EmailRemoved, None).await?;
    tell_old_address(context, tx, wish, None, number).await
}

/// Only a verified address is told: an unverified one may be a stranger's.
async fn tell_old_address(
    context: &Context,
    tx: &Transaction,
    wish: &Wish<'_>,
    new_email: Option<&str>,
    number: i64,
) -> Result<(), AccountError> {
    let account = wish.account;
    let Some(email) = account.email.as_deref().filter(|_| account.email_verified) else { return Ok(()) };
    let told = context.limits.take_change_notice(tx, &CHANGE_NOTICE_MAIL, account.id, email).await?;
    told.map_err(|seconds| AccountError::Untold { seconds })?;
    let mail = if new_email.is_some() { OutboxKind::EmailChangeRequested } else { OutboxKind::EmailChanged };
    let way_back = NewLink { new_email, ..link(wish, (EmailLinkKind::Undo, mail), email, number) };
    Ok(email_link::create(context, tx, way_back).await?)
}

/// Deletes an account with everything that is its own; every credential of it is dead with the same commit, and those of a large
/// account that there are very many of are dead before. Its owner is told, in this language.
///
/// # Errors
/// See [`AccountError`]; the account is still there then.
pub async fn delete(context: &Context, caller: &Identity, locale: Locale) -> Result<(), AccountError> {
    let account_id = caller.account_id;
    thin_out::thin_out(context, caller).await?;
    context
        .db
        .write("delete_account", |tx| {
            async move {
                let account = locked(context, tx, caller).await?;
                let waiting = pending_login::Entity::find()
                    .select_only()
                    .column(pending_login::Column::Id)
                    .filter(pending_login::Column::AccountId.eq(account_id))
                    .into_tuple::<Uuid>()
                    .all(tx)
                    .await?;
                for id in waiting {
                    tx.announce(Invalidation::Login(id));
                }
                // Those not yet known to be the account's are ended as well; its own rows go with it, by cascade.
                logins::deny_all(context, tx, account_id, None).await?;
                deletion_notice::enqueue(context, tx, &account, locale).await?;
                resting_name::leave(context, tx, &account, None).await?;
                account::Entity::delete_by_id(account_id).exec(tx).await?;
                tx.announce(Invalidation::Account(account_id));
                // Everything of the account goes; that it was deleted, from where and by which request, is the operator's to know.
                // After the rows themselves: who was changing one of them has written down what it did by now.
                event::forget(context, tx, account_id).await?;
                event::record(context, tx, account_id, EventKind::AccountDeleted, None).await?;
                Ok::<_, AccountError>(())
            }
            .scope_boxed()
        })
        .await?;
    context.mail.wake();
    Ok(())
}
