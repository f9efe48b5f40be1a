//! Identities: who a credential stands for, and what it may do.

use entity::{access_key, session};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::auth::credential::Credential;
use crate::auth::scope::Scopes;
use crate::auth::{access_key as keys, session as sessions};
use crate::context::Context;

/// Who is calling.
pub struct Identity {
    /// The account.
    pub account_id: Uuid,
    /// What the credential may do.
    pub scopes: Scopes,
    /// What it is.
    pub means: Means,
}

/// What proves an identity.
pub enum Means {
    /// A session.
    Session(session::Model),
    /// An access key.
    AccessKey(access_key::Model),
}

impl Identity {
    /// The kind, as clients read it.
    #[must_use]
    pub fn credential(&self) -> &'static str {
        match self.means {
            Means::Session(_) => "session",
            Means::AccessKey(_) => "access_key",
        }
    }

    /// The session that it belongs to, if it belongs to one.
    #[must_use]
    pub fn session_id(&self) -> Option<Uuid> {
        match &self.means {
            Means::Session(session) => Some(session.id),
            Means::AccessKey(_) => None,
        }
    }

    /// Nothing that it makes may live longer, in Unix seconds. A person with a session may come back at any time.
    #[must_use]
    pub fn end_of_what_it_makes(&self) -> i64 {
        match &self.means {
            Means::Session(_) => i64::MAX,
            Means::AccessKey(key) => key.expiration_date,
        }
    }
}

/// The identity of a credential, if it is a living one, and notes that it was used. `ip` is where it came from.
///
/// # Errors
/// The database does not answer; that says nothing about the credential.
pub async fn identify(
    context: &Context,
    credential: &Credential,
    ip: Option<String>,
) -> Result<Option<Identity>, DbErr> {
    match credential {
        Credential::SessionToken(token) => Ok(sessions::authenticate(context, token).await?.map(|session| Identity {
            account_id: session.account_id,
            scopes: Scopes::all(&context.settings.extra_scopes),
            means: Means::Session(session),
        })),
        Credential::AccessKey(key) => {
            let Some(key) = keys::authenticate(context, key).await? else { return Ok(None) };
            keys::note_use(context, &key, ip).await;
            Ok(Some(Identity {
                account_id: key.account_id,
                scopes: Scopes::from_text(&key.scopes),
                means: Means::AccessKey(key),
            }))
        }
        Credential::AccessToken(_) => Ok(None),
    }
}

/// Ends what a credential stands for, whoever presents it; nothing happens if it is dead already.
///
/// # Errors
/// The database does not answer.
pub async fn end(context: &Context, credential: &Credential) -> Result<(), DbErr> {
    match credential {
        Credential::SessionToken(token) => sessions::end_by_token(context, token).await,
        Credential::AccessKey(key) => keys::revoke_presented(context, key).await,
        Credential::AccessToken(_) => Ok(()),
    }
}
