//! Registration: an account and its first session.

use entity::{account, email_link, idempotency_record, outbox};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::auth::client_info::ClientInfo;
use crate::auth::email_address::EmailAddress;
use crate::auth::email_link::{self as links, NewLink};
use crate::auth::maker::Lineage;
use crate::auth::platform::Platform;
use crate::auth::resting_name::{self, Claimed};
use crate::auth::session::{self, NewSession, SessionSource};
use crate::auth::username::Username;
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::crypto::seal::{Sealed, open, seal};
use crate::crypto::secret::{IdempotencyKey, SessionToken, equal};
use crate::db::{Transaction, WriteFailure, is_unique_violation};
use crate::view::locale::Locale;

/// How long a repeated registration gets the first one's answer, in seconds.
const REPEAT_WINDOW: i64 = 60;
const SEAL_PURPOSE: &str = "repeated registration";

/// What a person asked for.
pub struct Registration {
    /// The name.
    pub username: Username,
    /// The address, unverified.
    pub email: Option<EmailAddress>,
    /// The client's label for itself.
    pub platform: Platform,
    /// The language of the verification mail.
    pub locale: Locale,
    /// Where it came from.
    pub client: ClientInfo,
}

/// A client's way to repeat a registration whose answer it lost.
pub struct Repeat {
    /// The `Idempotency-Key`.
    pub key: IdempotencyKey,
    /// SHA-256 of the request body.
    pub body_hash: [u8; 32],
}

impl Repeat {
    /// Of a key and the body that it came with.
    #[must_use]
    pub fn of(key: IdempotencyKey, body: &[u8]) -> Self {
        Self { key, body_hash: Sha256::digest(body).into() }
    }

    /// What opens the kept answer: it takes the key and the body.
    fn opener(&self) -> String {
        use std::fmt::Write;
        self.body_hash.iter().fold(format!("{}\0", self.key.expose()), |mut opener, byte| {
            let _infallible = write!(opener, "{byte:02x}");
            opener
        })
    }
}

/// Makes an account and its first session, and has the address asked to prove itself. With a [`Repeat`], the same key
/// and body get the same answer for a minute, even when the process died in between.
///
/// # Errors
/// See [`RegistrationError`]; nothing was changed then.
pub async fn register(
    context: &Context,
    registration: &Registration,
    repeat: Option<&Repeat>,
) -> Result<NewSession, RegistrationError> {
    if !context.settings.registration_open {
        return Err(RegistrationError::Closed);
    }
    if let Some(repeat) = repeat
        && let Some(answer) = repeated(context, repeat).await?
    {
        return Ok(answer);
    }
    let token = SessionToken::generate(&*context.random);
    let account_id = row_id(&*context.clock, &*context.random);
    let sealed = match repeat {
        Some(repeat) => Some(
            seal(&*context.random, &repeat.opener(), SEAL_PURPOSE, token.expose())
                .map_err(|_| RegistrationError::Sealing)?,
        ),
        None => None,
    };
    let (token_ref, sealed) = (&token, &sealed);
    let written = context
        .db
        .write("register", |tx| {
            async move {
                insert_account(context, tx, account_id, registration).await?;
                // Only accounts that come into being are counted here.
                let counted = context.limits.take_registration(tx, registration.client.ip).await?;
                counted.map_err(|seconds| RegistrationError::TooMany { seconds })?;
                let begun = session::begin(
                    context,
                    tx,
                    account_id,
                    &token_ref.hash(),
                    &registration.platform,
                    SessionSource::Registration(&registration.client),
                )
                .await?;
                if let (Some(repeat), Some(sealed)) = (repeat, sealed) {
                    keep_answer(context, tx, account_id, &begun, repeat, sealed).await?;
                }
                Ok::<_, RegistrationError>(begun)
            }
            .scope_boxed()
        })
        .await;
    match (written, repeat) {
        (Ok(begun), _) => {
            if registration.email.is_some() {
                context.mail.wake();
            }
            metrics::counter!("doorpost_registrations_total").increment(1);
            Ok(NewSession { session_id: begun.id, account_id, token, expiration_date: begun.expiration_date })
        }
        // The same request may have been faster in another connection or on another node: then its answer is ours.
        (Err(RegistrationError::UsernameTaken | RegistrationError::KeyTaken), Some(repeat)) => {
            repeated(context, repeat).await?.ok_or(RegistrationError::UsernameTaken)
        }
        (Err(error), _) => Err(error),
    }
}

/// The answer that was given to this key, if it is recent.
async fn repeated(context: &Context, repeat: &Repeat) -> Result<Option<NewSession>, RegistrationError> {
    let record = idempotency_record::Entity::find_by_id(repeat.key.hash().to_vec())
        .filter(idempotency_record::Column::ExpirationDate.gt(context.now()))
        .one(context.db.read())
        .await?;
    let Some(record) = record else { return Ok(None) };
    if !equal(&record.body_hash, &repeat.body_hash) {
        return Err(RegistrationError::KeyReused);
    }
    // What was begun may have been ended or used since: then there is nothing to repeat, and the name is taken.
    if session::living(context, record.account_id, record.session_id).await?.is_none() {
        return Err(RegistrationError::UsernameTaken);
    }
    let token = open(&repeat.opener(), SEAL_PURPOSE, &record.sealed_token, &record.seal_salt)
        .map_err(|_| RegistrationError::Sealing)?;
    Ok(Some(NewSession {
        session_id: record.session_id,
        account_id: record.account_id,
        token: SessionToken::new(token.as_str()),
        expiration_date: record.session_expiration_date,
    }))
}

async fn insert_account(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    registration: &Registration,
) -> Result<(), RegistrationError> {
    let row = account::ActiveModel {
        id: Set(account_id),
        username: Set(registration.username.as_str().to_owned()),
        username_key: Set(registration.username.key()),
        email: Set(registration.email.as_ref().map(|email| email.as_str().to_owned())),
        email_key: Set(registration.email.as_ref().map(EmailAddress::key)),
        email_verified: Set(false),
        creation_date: Set(context.now()),
        email_change_count: Set(0),
        first_proof_date: Set(None),
        first_proof_email: Set(None),
    };
    account::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(|error| if is_unique_violation(&error) { RegistrationError::UsernameTaken } else { error.into() })?;
    if resting_name::claim(context, tx, account_id, &registration.username.key()).await? == Claimed::Rests {
        return Err(RegistrationError::UsernameTaken);
    }
    if let Some(email) = &registration.email {
        let link = NewLink {
            account_id,
            kind: email_link::EmailLinkKind::Verification,
            mail: outbox::OutboxKind::Verification,
            email: email.as_str(),
            new_email: None,
            locale: registration.locale,
            made_by: Lineage::none(),
            change_number: 0,
            expiration_date: None,
        };
        links::create(context, tx, link).await?;
    }
    Ok(())
}

async fn keep_answer(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    begun: &entity::session::Model,
    repeat: &Repeat,
    sealed: &Sealed,
) -> Result<(), RegistrationError> {
    // A key that was used before and whose window is over is as good as new.
    idempotency_record::Entity::delete_many()
        .filter(idempotency_record::Column::KeyHash.eq(repeat.key.hash().to_vec()))
        .filter(idempotency_record::Column::ExpirationDate.lte(context.now()))
        .exec(tx)
        .await?;
    let row = idempotency_record::ActiveModel {
        key_hash: Set(repeat.key.hash().to_vec()),
        body_hash: Set(repeat.body_hash.to_vec()),
        account_id: Set(account_id),
        session_id: Set(begun.id),
        sealed_token: Set(sealed.text.clone()),
        seal_salt: Set(sealed.salt.clone()),
        session_expiration_date: Set(begun.expiration_date),
        expiration_date: Set(context.now() + REPEAT_WINDOW),
    };
    idempotency_record::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(|error| if is_unique_violation(&error) { RegistrationError::KeyTaken } else { error.into() })?;
    Ok(())
}

/// Wipes the sealed copy of a session's token, as part of its first use: who presents it has it, and nobody else is to get it by
/// repeating the registration. That the key was used stays known for its minute. Without the session's id there is nothing to repeat
/// for a program of the version before, either.
///
/// # Errors
/// The database does not answer.
pub(super) async fn wipe_sealed(tx: &Transaction, account_id: Uuid, session_id: Uuid) -> Result<(), DbErr> {
    idempotency_record::Entity::update_many()
        .col_expr(idempotency_record::Column::SealedToken, Vec::<u8>::new().into())
        .col_expr(idempotency_record::Column::SealSalt, Vec::<u8>::new().into())
        .col_expr(idempotency_record::Column::SessionId, Uuid::nil().into())
        .filter(idempotency_record::Column::AccountId.eq(account_id))
        .filter(idempotency_record::Column::SessionId.eq(session_id))
        .exec(tx)
        .await
        .map(drop)
}

/// Why there is no account.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// The operator closed registration.
    #[error("registration is closed")]
    Closed,
    /// Somebody has the name, or had it until a short while ago.
    #[error("the username is taken")]
    UsernameTaken,
    /// There were too many from this address.
    #[error("too many registrations from one address")]
    TooMany {
        /// Until the next one is welcome.
        seconds: u64,
    },
    /// The key came before, with another body.
    #[error("the idempotency key was used with another body")]
    KeyReused,
    /// The key was written by another request in the meantime.
    #[error("the idempotency key is in use")]
    KeyTaken,
    /// An answer could not be sealed or opened.
    #[error("sealing an answer failed")]
    Sealing,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteFailure for RegistrationError {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}
