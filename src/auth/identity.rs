//! Identities: who a credential stands for, and what it may do.

use entity::{access_key, session};
use uuid::Uuid;

use crate::auth::access_token::{self, LiveToken, Source};
use crate::auth::credential::Credential;
use crate::auth::scope::{self, Scopes};
use crate::auth::{access_key as keys, session as sessions};
use crate::context::Context;
use crate::signing_keys::SigningKeyError;

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
    /// An access token, with what it is bound to.
    AccessToken(Box<LiveToken>),
}

impl Identity {
    /// The kind, as clients read it.
    #[must_use]
    pub fn credential(&self) -> &'static str {
        match self.means {
            Means::Session(_) => "session",
            Means::AccessKey(_) => "access_key",
            Means::AccessToken(_) => "access_token",
        }
    }

    /// The session that it belongs to, if it belongs to one.
    #[must_use]
    pub fn session_id(&self) -> Option<Uuid> {
        self.session().map(|session| session.id)
    }

    fn session(&self) -> Option<&session::Model> {
        match &self.means {
            Means::Session(session) => Some(session),
            Means::AccessKey(_) => None,
            Means::AccessToken(token) => match &token.source {
                Source::Session(session) => Some(session),
                Source::AccessKey(_) => None,
            },
        }
    }

    /// The access key that it belongs to, if it belongs to one.
    #[must_use]
    pub fn access_key(&self) -> Option<&access_key::Model> {
        match &self.means {
            Means::Session(_) => None,
            Means::AccessKey(key) => Some(key),
            Means::AccessToken(token) => match &token.source {
                Source::Session(_) => None,
                Source::AccessKey(key) => Some(key),
            },
        }
    }

    /// Unix seconds: since when there is the credential, and until when.
    #[must_use]
    pub fn life(&self) -> (i64, i64) {
        match &self.means {
            Means::Session(session) => (session.creation_date, session.expiration_date),
            Means::AccessKey(key) => (key.creation_date, key.expiration_date),
            Means::AccessToken(token) => (token.claims.iat, token.claims.exp),
        }
    }

    /// No access key that it makes may live longer, in Unix seconds. A person with a session may come back at any time.
    #[must_use]
    pub fn end_of_what_it_makes(&self) -> i64 {
        self.access_key().map_or(i64::MAX, |key| key.expiration_date)
    }
}

/// Whose access tokens are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Those that are for this server.
    ThisServer,
    /// Those for any audience.
    Anybody,
}

/// The identity of a credential, if it is a living one, and notes that it was used. `ip` is where it came from.
///
/// # Errors
/// See [`SigningKeyError`]; that says nothing about the credential.
pub async fn identify(
    context: &Context,
    credential: &Credential,
    tokens: For,
    ip: Option<String>,
) -> Result<Option<Identity>, SigningKeyError> {
    let found = examine(context, credential, tokens).await?;
    if let Some(identity) = &found {
        match (identity.session(), identity.access_key()) {
            (Some(session), _) => sessions::note_use(context, session).await,
            (None, Some(key)) => keys::note_use(context, key, ip).await,
            (None, None) => {}
        }
    }
    Ok(found)
}

/// The identity of a credential, if it is a living one. Somebody only asks about it; it was not used.
///
/// # Errors
/// See [`SigningKeyError`]; that says nothing about the credential.
pub async fn examine(
    context: &Context,
    credential: &Credential,
    tokens: For,
) -> Result<Option<Identity>, SigningKeyError> {
    match credential {
        Credential::SessionToken(token) => Ok(sessions::by_token(context, token).await?.map(|session| Identity {
            account_id: session.account_id,
            scopes: Scopes::all(&context.settings.extra_scopes),
            means: Means::Session(session),
        })),
        Credential::AccessKey(key) => Ok(keys::authenticate(context, key).await?.map(|key| Identity {
            account_id: key.account_id,
            scopes: Scopes::from_text(&key.scopes),
            means: Means::AccessKey(key),
        })),
        Credential::AccessToken(token) => {
            let audience = (tokens == For::ThisServer).then_some(context.settings.public_url.as_str());
            Ok(access_token::check(context, token, audience).await?.map(|token| Identity {
                account_id: token.claims.sub,
                scopes: Scopes::from_text(&token.claims.scope),
                means: Means::AccessToken(Box::new(token)),
            }))
        }
    }
}

/// Signs out what presents a credential; nothing happens if it is dead already. An access token takes the session or key
/// that it is bound to with it if it may end those, and otherwise ends alone.
///
/// # Errors
/// See [`SigningKeyError`].
pub async fn end(context: &Context, credential: &Credential) -> Result<(), SigningKeyError> {
    match credential {
        Credential::SessionToken(token) => Ok(sessions::end_by_token(context, token).await?),
        Credential::AccessKey(key) => Ok(keys::revoke_presented(context, key).await?),
        Credential::AccessToken(token) => {
            let Some(identity) = examine(context, credential, For::Anybody).await? else { return Ok(()) };
            access_token::revoke(context, token).await?;
            if let Some(session_id) = identity.session_id().filter(|_| identity.scopes.contains(scope::SESSIONS_WRITE))
            {
                sessions::end(context, identity.account_id, session_id).await?;
            }
            if let Some(key) = identity.access_key().filter(|_| identity.scopes.contains(scope::KEYS_WRITE)) {
                keys::revoke(context, identity.account_id, key.id).await?;
            }
            Ok(())
        }
    }
}

/// Revokes a credential and nothing else; nothing happens if it is dead already.
///
/// # Errors
/// See [`SigningKeyError`].
pub async fn revoke(context: &Context, credential: &Credential) -> Result<(), SigningKeyError> {
    match credential {
        Credential::AccessToken(token) => access_token::revoke(context, token).await,
        Credential::SessionToken(_) | Credential::AccessKey(_) => end(context, credential).await,
    }
}
