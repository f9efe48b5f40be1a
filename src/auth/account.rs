//! Accounts: reading, changing and deleting one's own.

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
use crate::auth::pending_login as logins;
use crate::auth::username::{Username, sought_key};
use crate::context::Context;
use crate::db::{Notice, Transaction, WriteFailure, is_unique_violation};
use crate::limits::Written;
use crate::locale::Locale;

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
    let pending_email = email_link::pending_email(context.db.read(), account_id, context.now()).await?;
    Ok(Account { row, pending_email })
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
        .filter(account::Column::UsernameKey.eq(sought_key(id_or_username)))
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
                    rename(tx, account_id, username).await?;
                    event::record(context, tx, account_id, EventKind::UsernameChanged, None).await?;
                }
                match &change.email {
                    Some(Some(email)) => ask_for_email(context, tx, &account, email, change.locale).await,
                    Some(None) => remove_email(context, tx, &account, change.locale).await,
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

/// The caller's account, which waits for this change until it is committed; and a credential that still lives (invariant 34).
async fn locked(context: &Context, tx: &Transaction, caller: &Identity) -> Result<account::Model, AccountError> {
    let found = account::Entity::find_by_id(caller.account_id).lock_exclusive().one(tx).await?;
    let account = found.ok_or(AccountError::Gone)?;
    if caller.still_lives(context, tx).await? { Ok(account) } else { Err(AccountError::CallerGone) }
}

async fn rename(tx: &Transaction, account_id: Uuid, username: &Username) -> Result<(), AccountError> {
    tx.announce(Notice::Account(account_id));
    account::Entity::update_many()
        .col_expr(account::Column::Username, username.as_str().into())
        .col_expr(account::Column::UsernameKey, username.key().into())
        .filter(account::Column::Id.eq(account_id))
        .exec(tx)
        .await
        .map_err(|error| if is_unique_violation(&error) { AccountError::UsernameTaken } else { error.into() })?;
    Ok(())
}

/// The newest wish counts: proofs asked for earlier are withdrawn.
async fn ask_for_email(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    email: &EmailAddress,
    locale: Locale,
) -> Result<(), AccountError> {
    email_link::replace_proofs(tx, account.id).await?;
    let link =
        |kind, mail| NewLink { account_id: account.id, kind, mail, email: email.as_str(), new_email: None, locale };
    if account.email.as_deref() == Some(email.as_str()) {
        if !account.email_verified {
            email_link::create(context, tx, link(EmailLinkKind::Verification, OutboxKind::Verification)).await?;
        }
        return Ok(());
    }
    email_link::create(context, tx, link(EmailLinkKind::Change, OutboxKind::EmailChange)).await?;
    event::record(context, tx, account.id, EventKind::EmailChangeAsked, None).await?;
    tell_old_address(context, tx, account, Some(email.as_str()), locale).await
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
                let account = locked(context, tx, caller).await?;
                let pending = email_link::pending_email(tx, account_id, context.now()).await?;
                let unproven = account.email.filter(|_| !account.email_verified);
                let (email, kind, mail) = match (&pending, &unproven) {
                    (Some(email), _) => (email, EmailLinkKind::Change, OutboxKind::EmailChange),
                    (None, Some(email)) => (email, EmailLinkKind::Verification, OutboxKind::Verification),
                    (None, None) => return Ok(false),
                };
                email_link::replace_proofs(tx, account_id).await?;
                email_link::create(context, tx, NewLink { account_id, kind, mail, email, new_email: None, locale })
                    .await?;
                Ok::<_, AccountError>(true)
            }
            .scope_boxed()
        })
        .await?;
    context.mail.wake();
    Ok(sent)
}

async fn remove_email(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    locale: Locale,
) -> Result<(), AccountError> {
    email_link::replace_proofs(tx, account.id).await?;
    if account.email.is_none() {
        return Ok(());
    }
    logins::deny_all(context, tx, account.id, None).await?;
    email_link::set_email(tx, account.id, None, false).await?;
    event::record(context, tx, account.id, EventKind::EmailRemoved, None).await?;
    tell_old_address(context, tx, account, None, locale).await
}

/// Only a verified address is told: an unverified one may be a stranger's.
async fn tell_old_address(
    context: &Context,
    tx: &Transaction,
    account: &account::Model,
    new_email: Option<&str>,
    locale: Locale,
) -> Result<(), AccountError> {
    let Some(email) = account.email.as_deref().filter(|_| account.email_verified) else { return Ok(()) };
    let mail = if new_email.is_some() { OutboxKind::EmailChangeRequested } else { OutboxKind::EmailChanged };
    let link = NewLink { account_id: account.id, kind: EmailLinkKind::Undo, mail, email, new_email, locale };
    Ok(email_link::create(context, tx, link).await?)
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
                    tx.announce(Notice::Login(id));
                }
                // Those not yet known to be the account's are ended as well; its own rows go with it, by cascade.
                logins::deny_all(context, tx, account_id, None).await?;
                deletion_notice::enqueue(context, tx, &account, locale).await?;
                account::Entity::delete_by_id(account_id).exec(tx).await?;
                tx.announce(Notice::Account(account_id));
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

/// Why an account was not read or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// It was deleted meanwhile.
    #[error("the account is gone")]
    Gone,
    /// The credential that asks went meanwhile.
    #[error("the credential that asks is gone")]
    CallerGone,
    /// Somebody has the name.
    #[error("the username is taken")]
    UsernameTaken,
    /// There were too many such changes lately.
    #[error("too many changes of one account")]
    TooOften {
        /// Until the next one is welcome.
        seconds: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteFailure for AccountError {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}
