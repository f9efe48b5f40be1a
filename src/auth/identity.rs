//! Identities: who a credential stands for, and what it may do.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use entity::{access_key, account, session};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use crate::auth::access_key::Children;
use crate::auth::access_token::{self, LiveToken, Source};
use crate::auth::credential::Credential;
use crate::auth::maker::Lineage;
use crate::auth::revocation::Reach;
use crate::auth::scope::{self, Scopes};
use crate::auth::{access_key as keys, session as sessions};
use crate::cache::credential_cache;
use crate::context::Context;
use crate::crypto::signing_keys::{LEEWAY, SigningKeyError};
use crate::db::Transaction;

/// Who is calling.
pub struct Identity {
    /// The account.
    pub account_id: Uuid,
    /// The account as it was when this was read.
    pub account: account::Model,
    /// What the credential may do.
    pub scopes: Scopes,
    /// What it is.
    pub means: CredentialKind,
    /// Unix seconds of the last use that was noted; 0 for none.
    noted: AtomicI64,
}

/// What proves an identity.
pub enum CredentialKind {
    /// A session.
    Session(session::Model),
    /// An access key.
    AccessKey(access_key::Model),
    /// An access token, with what it is bound to.
    AccessToken(Box<LiveToken>),
}

impl Identity {
    fn new(account: account::Model, scopes: Scopes, means: CredentialKind) -> Self {
        let identity = Self { account_id: account.id, account, scopes, means, noted: AtomicI64::default() };
        let noted = match (identity.session(), identity.access_key()) {
            (Some(session), _) => Some(session.last_seen_date),
            (None, Some(key)) => key.last_used_date,
            (None, None) => None,
        };
        identity.noted.store(noted.unwrap_or_default(), Ordering::Relaxed);
        identity
    }

    /// The kind, as clients read it.
    #[must_use]
    pub fn credential(&self) -> &'static str {
        match self.means {
            CredentialKind::Session(_) => "session",
            CredentialKind::AccessKey(_) => "access_key",
            CredentialKind::AccessToken(_) => "access_token",
        }
    }

    /// The session that it belongs to, if it belongs to one.
    #[must_use]
    pub fn session_id(&self) -> Option<Uuid> {
        self.session().map(|session| session.id)
    }

    fn session(&self) -> Option<&session::Model> {
        match &self.means {
            CredentialKind::Session(session) => Some(session),
            CredentialKind::AccessKey(_) => None,
            CredentialKind::AccessToken(token) => match &token.source {
                Source::Session(session) => Some(session),
                Source::AccessKey(_) => None,
            },
        }
    }

    /// The access key that it belongs to, if it belongs to one.
    #[must_use]
    pub fn access_key(&self) -> Option<&access_key::Model> {
        match &self.means {
            CredentialKind::Session(_) => None,
            CredentialKind::AccessKey(key) => Some(key),
            CredentialKind::AccessToken(token) => match &token.source {
                Source::Session(_) => None,
                Source::AccessKey(key) => Some(key),
            },
        }
    }

    /// Of what it makes: an access token makes what its session or key makes.
    #[must_use]
    pub fn lineage(&self) -> Lineage {
        match (self.session(), self.access_key()) {
            (Some(session), _) => Lineage::of_session(session),
            (None, Some(key)) => Lineage::of_key(key),
            (None, None) => Lineage::none(),
        }
    }

    /// Unix seconds: since when there is the credential, and until when.
    #[must_use]
    pub fn life(&self) -> (i64, i64) {
        match &self.means {
            CredentialKind::Session(session) => (session.creation_date, session.expiration_date),
            CredentialKind::AccessKey(key) => (key.creation_date, key.expiration_date),
            CredentialKind::AccessToken(token) => (token.claims.iat, token.claims.exp),
        }
    }

    /// No access key that it makes may live longer, in Unix seconds: a key's own end, and that of what an access token is
    /// bound to. A person with a session may come back at any time.
    #[must_use]
    pub fn max_derived_expiration(&self) -> i64 {
        match &self.means {
            CredentialKind::Session(_) => i64::MAX,
            CredentialKind::AccessKey(key) => key.expiration_date,
            CredentialKind::AccessToken(token) => token.source.expiration_date(),
        }
    }

    /// Whether what proves it still lives, as part of a change. Between the proof and the change there is time: a body may
    /// take seconds to arrive, and whoever lost the credential meanwhile must not change anything any more (invariant 34).
    /// The account's row has to be locked before; until the change is committed, an end of the credential waits.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_still_valid(&self, context: &Context, tx: &Transaction) -> Result<bool, DbErr> {
        self.lives(context, tx, true).await
    }

    /// The same where nothing is changed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn lives_now(&self, context: &Context) -> Result<bool, DbErr> {
        self.lives(context, context.db.read(), false).await
    }

    async fn lives(&self, context: &Context, connection: &impl ConnectionTrait, lock: bool) -> Result<bool, DbErr> {
        let now = context.now();
        if let CredentialKind::AccessToken(token) = &self.means
            && !access_token::is_in_force(connection, &token.claims, now).await?
        {
            return Ok(false);
        }
        match (self.session(), self.access_key()) {
            (Some(session), _) => {
                let living = session::Entity::find_by_id(session.id).filter(session::Column::ExpirationDate.gt(now));
                is_there(living, connection, lock).await
            }
            (None, Some(key)) => {
                let living = access_key::Entity::find_by_id(key.id).filter(access_key::Column::ExpirationDate.gt(now));
                is_there(living, connection, lock).await
            }
            (None, None) => Ok(false),
        }
    }

    /// Notes that it was used, from this address. A failure here fails no request.
    pub async fn record_use(&self, context: &Context, ip: impl FnOnce() -> Option<String>) {
        if let CredentialKind::AccessToken(token) = &self.means
            && token.claims.aud != context.settings.public_url.as_str()
        {
            // Whoever it was given to may use it, but keeps nobody's session awake.
            return;
        }
        match (self.session(), self.access_key()) {
            (Some(session), _) => sessions::record_use(context, session, &self.noted).await,
            (None, Some(key)) => keys::record_use(context, key, &self.noted, ip).await,
            (None, None) => {}
        }
    }

    /// Unix seconds until which it may be remembered as it is. A session's first use, and one that would end before its uses are
    /// written, have to be seen in the database.
    fn remembered_until(&self) -> i64 {
        let source = match (self.session(), self.access_key()) {
            (Some(session), _) => sessions::cacheable_until(session),
            (None, Some(key)) => key.expiration_date,
            (None, None) => 0,
        };
        match &self.means {
            CredentialKind::Session(_) | CredentialKind::AccessKey(_) => source,
            CredentialKind::AccessToken(token) => source.min(token.claims.exp.saturating_add(LEEWAY)),
        }
    }

    fn is_for(&self, audience: &str) -> bool {
        match &self.means {
            CredentialKind::Session(_) | CredentialKind::AccessKey(_) => true,
            CredentialKind::AccessToken(token) => token.claims.aud == audience,
        }
    }
}

async fn is_there<E: EntityTrait>(
    query: Select<E>,
    connection: &impl ConnectionTrait,
    lock: bool,
) -> Result<bool, DbErr> {
    let query = if lock { query.lock(LockType::Share) } else { query };
    Ok(query.one(connection).await?.is_some())
}

/// Whose access tokens are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudiencePolicy {
    /// Those that are for this server.
    ThisServer,
    /// Those for any audience.
    Anybody,
}

/// The identity of a credential, if it is a living one. It counts as used only with [`Identity::record_use`].
///
/// # Errors
/// See [`SigningKeyError`]; that says nothing about the credential.
pub async fn authenticate(
    context: &Context,
    credential: &Credential,
    tokens: AudiencePolicy,
) -> Result<Option<Arc<Identity>>, SigningKeyError> {
    let key = credential.hash();
    let identity = match context.credential_cache.get::<Identity>(&key) {
        Some(identity) => Some(identity),
        // In a box, so that nearly every request, whose credential is remembered, holds no room for it.
        None => Box::pin(look_up(context, credential, key)).await?,
    };
    Ok(identity
        .filter(|identity| tokens == AudiencePolicy::Anybody || identity.is_for(context.settings.public_url.as_str())))
}

async fn look_up(
    context: &Context,
    credential: &Credential,
    key: credential_cache::Key,
) -> Result<Option<Arc<Identity>>, SigningKeyError> {
    let reading = context.credential_cache.begin_read();
    let Some(identity) = read(context, credential).await? else { return Ok(None) };
    let identity = Arc::new(identity);
    let until = identity.remembered_until();
    context.credential_cache.insert(reading, key, identity.account_id, until, Arc::clone(&identity));
    Ok(Some(identity))
}

async fn read(context: &Context, credential: &Credential) -> Result<Option<Identity>, SigningKeyError> {
    let extra = &context.settings.extra_scopes;
    match credential {
        Credential::SessionToken(token) => {
            let found = sessions::by_token(context, token).await?;
            Ok(found
                .map(|(session, account)| Identity::new(account, Scopes::all(extra), CredentialKind::Session(session))))
        }
        Credential::AccessKey(key) => Ok(keys::authenticate(context, key).await?.map(|(key, account)| {
            let scopes = Scopes::from_text(&key.scopes).known(extra);
            Identity::new(account, scopes, CredentialKind::AccessKey(key))
        })),
        Credential::AccessToken(token) => Ok(access_token::check(context, token).await?.map(|(token, account)| {
            let scopes = Scopes::from_text(&token.claims.scope).known(extra);
            Identity::new(account, scopes, CredentialKind::AccessToken(Box::new(token)))
        })),
    }
}

/// Signs out what presents a credential; nothing happens if it is dead already. An access token takes the session or key
/// that it is bound to with it if it is for this server and may end those, and otherwise ends alone: another server that it
/// was given to must not sign anybody out. What a session made ends with it as far as `reach` says: by its own hand, and without a
/// `reach`, nothing does. A key always takes those with it that it made.
///
/// # Errors
/// See [`SigningKeyError`].
pub async fn end(context: &Context, credential: &Credential, reach: Option<Reach>) -> Result<(), SigningKeyError> {
    match credential {
        Credential::SessionToken(token) => Ok(sessions::end_by_token(context, token, reach).await?),
        Credential::AccessKey(key) => Ok(keys::revoke_presented(context, key).await?),
        Credential::AccessToken(token) => {
            let identity = authenticate(context, credential, AudiencePolicy::ThisServer).await?;
            access_token::revoke(context, token).await?;
            let Some(identity) = identity else { return Ok(()) };
            if let Some(session_id) = identity.session_id().filter(|_| identity.scopes.contains(scope::SESSIONS_WRITE))
            {
                sessions::end(context, identity.account_id, session_id, reach).await?;
            }
            if let Some(key) = identity.access_key().filter(|_| identity.scopes.contains(scope::KEYS_WRITE)) {
                keys::revoke(context, identity.account_id, key.id, Children::End).await?;
            }
            Ok(())
        }
    }
}

/// Revokes a credential, whoever presents it; nothing happens if it is dead already. An access token ends alone; a session takes with
/// it what ends with one that is ended by another's hand.
///
/// # Errors
/// See [`SigningKeyError`].
pub async fn revoke(context: &Context, credential: &Credential) -> Result<(), SigningKeyError> {
    match credential {
        Credential::AccessToken(token) => access_token::revoke(context, token).await,
        Credential::SessionToken(_) | Credential::AccessKey(_) => {
            end(context, credential, Some(Reach::default())).await
        }
    }
}
