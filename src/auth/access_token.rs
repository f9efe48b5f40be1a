//! Access tokens: short-lived JWTs that other servers check by themselves. Each is bound to the session or access key that
//! it was issued for, and dies with it.

use entity::{access_key, account, revoked_access_token, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::auth::identity::{CredentialKind, Identity};
use crate::auth::scope::Scopes;
use crate::auth::{access_key as keys, session as sessions};
use crate::context::Context;
use crate::crypto::random::bytes;
use crate::crypto::secret::AccessToken;
use crate::crypto::signing_keys::{LEEWAY, SigningKeyError};
use crate::db::{Invalidation, Transaction};
use crate::limits::Written;

const MAX_AUDIENCE_LENGTH: usize = 255;

/// For whom a token is: visible ASCII, at most 255 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience(String);

impl Audience {
    /// Checks an audience.
    ///
    /// # Errors
    /// It is empty, too long, or holds something else.
    pub fn parse(text: &str) -> Result<Self, AudienceError> {
        let fits = (1..=MAX_AUDIENCE_LENGTH).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text.to_owned())) } else { Err(AudienceError) }
    }
}

/// A string is no audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The audience must have 1 to 255 visible ASCII characters, no blanks")]
pub struct AudienceError;

/// Seconds by which tokens are dated back: libraries that allow for no difference between clocks refuse a token from the future.
pub const BACKDATED: i64 = 5;

/// What a token states (RFC 7519 section 4.1, RFC 9068 section 2.2). Every one of them is required, and of this type: one
/// that is missing or of another type makes the token invalid, not the claim absent (invariant 39).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The public URL.
    pub iss: String,
    /// The account.
    pub sub: Uuid,
    /// For whom it is.
    pub aud: String,
    /// Unix seconds of its issue, some seconds early (see [`BACKDATED`]).
    pub iat: i64,
    /// Unix seconds of its end.
    pub exp: i64,
    /// The token itself.
    pub jti: Uuid,
    /// The session or the access key that it is bound to.
    pub sid: Uuid,
    /// Which of both that is.
    pub via: Via,
    /// Scopes, separated by blanks (RFC 8693 section 4.2).
    pub scope: String,
}

/// What a token was issued for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A session.
    Session,
    /// An access key.
    AccessKey,
}

/// A token that was just issued.
pub struct Issued {
    /// What its holder presents.
    pub token: AccessToken,
    /// Seconds.
    pub expires_in: i64,
}

/// Issues a token for a session or an access key: for this audience, else for this server itself; with these scopes, else
/// with all that the credential has. It never outlives what it is bound to.
///
/// # Errors
/// See [`IssueError`].
pub async fn issue(
    context: &Context,
    identity: &Identity,
    audience: Option<&Audience>,
    scopes: Option<&Scopes>,
) -> Result<Issued, IssueError> {
    let scopes = scopes.unwrap_or(&identity.scopes);
    if !scopes.are_within(&identity.scopes) {
        return Err(IssueError::WiderThanIssuer);
    }
    let (sid, via, end) = match &identity.means {
        CredentialKind::Session(session) => (session.id, Via::Session, session.expiration_date),
        CredentialKind::AccessKey(key) => (key.id, Via::AccessKey, key.expiration_date),
        CredentialKind::AccessToken(_) => return Err(IssueError::AccessToken),
    };
    expect_room(context, identity.account_id).await?;
    // The body that asks may have taken its time.
    if !identity.lives_now(context).await.map_err(SigningKeyError::from)? {
        return Err(IssueError::Gone);
    }
    let audience = audience.map_or(context.settings.public_url.as_str(), |audience| &audience.0);
    sign(context, identity.account_id, audience, (sid, via, end), scopes.to_string()).await
}

/// Issues a further token in place of one that still lives: the same but for its time, with those of its scopes that are
/// still declared, and never beyond what it is bound to. The old one lives until its own end.
///
/// # Errors
/// See [`IssueError`].
pub async fn refresh(context: &Context, token: &LiveToken, scopes: &Scopes) -> Result<Issued, IssueError> {
    let claims = &token.claims;
    expect_room(context, claims.sub).await?;
    let source = (claims.sid, claims.via, token.source.expiration_date());
    sign(context, claims.sub, &claims.aud, source, scopes.to_string()).await
}

/// An account that revokes very many tokens gets no new ones for a while: that is how revocations, which add rows and are never
/// refused, have an end (invariant 72).
async fn expect_room(context: &Context, account_id: Uuid) -> Result<(), IssueError> {
    let room = context.limits.has_room(&context.db, Written::Tokens, account_id).await;
    room.map_err(SigningKeyError::from)?.map_err(|seconds| IssueError::TooOften { seconds })
}

async fn sign(
    context: &Context,
    account_id: Uuid,
    audience: &str,
    (sid, via, end): (Uuid, Via, i64),
    scope: String,
) -> Result<Issued, IssueError> {
    let now = context.now();
    let exp = Ord::min(now + context.settings.access_token_ttl, end);
    let claims = Claims {
        iss: context.settings.public_url.as_str().to_owned(),
        sub: account_id,
        aud: audience.to_owned(),
        iat: now - BACKDATED,
        exp,
        jti: uuid::Builder::from_random_bytes(bytes(&*context.random)).into_uuid(),
        sid,
        via,
        scope,
    };
    let token = AccessToken::new(context.signing_keys.sign(&context.db, now, &claims).await?);
    Ok(Issued { token, expires_in: exp - now })
}

/// A token that was found valid, with what it is bound to.
pub struct LiveToken {
    /// What it states.
    pub claims: Claims,
    /// What it is bound to.
    pub source: Source,
}

/// What a token is bound to.
pub enum Source {
    /// A living session.
    Session(session::Model),
    /// A living access key.
    AccessKey(access_key::Model),
}

impl Source {
    /// Unix seconds of its end.
    #[must_use]
    pub fn expiration_date(&self) -> i64 {
        match self {
            Self::Session(session) => session.expiration_date,
            Self::AccessKey(key) => key.expiration_date,
        }
    }
}

/// The token with its account, if it is ours, in its time, not revoked, and what it is bound to still lives; for whomever it is.
///
/// # Errors
/// See [`SigningKeyError`]; that says nothing about the token.
pub async fn check(
    context: &Context,
    token: &AccessToken,
) -> Result<Option<(LiveToken, account::Model)>, SigningKeyError> {
    let now = context.now();
    let Some(claims) = context.signing_keys.verify::<Claims>(&context.db, now, token.expose()).await? else {
        return Ok(None);
    };
    let ours = claims.iss == context.settings.public_url.as_str();
    let begun = claims.iat.saturating_sub(LEEWAY) <= now && claims.iat < claims.exp;
    if !ours || !begun || !is_in_force(context.db.read(), &claims, now).await? {
        return Ok(None);
    }
    Ok(source(context, &claims).await?.map(|(source, account)| (LiveToken { claims, source }, account)))
}

/// Seconds that a row about all tokens of a session or key is kept: none of them lives longer.
const MARK_LIFE: i64 = 20 * 60;

/// Whether a token is neither over nor revoked, by itself or with all that were issued for the same session or key.
///
/// # Errors
/// The database does not answer.
pub(super) async fn is_in_force(connection: &impl ConnectionTrait, claims: &Claims, now: i64) -> Result<bool, DbErr> {
    let revoked = revoked_access_token::Entity::find()
        .filter(revoked_access_token::Column::Id.is_in([claims.jti, claims.sid]))
        .all(connection)
        .await?;
    let is_meant = |row: &revoked_access_token::Model| {
        row.id == claims.jti || claims.iat <= row.expiration_date.saturating_sub(MARK_LIFE)
    };
    Ok(now < claims.exp.saturating_add(LEEWAY) && !revoked.iter().any(is_meant))
}

async fn source(context: &Context, claims: &Claims) -> Result<Option<(Source, account::Model)>, DbErr> {
    match claims.via {
        Via::Session => {
            let found = sessions::living(context, claims.sub, claims.sid).await?;
            Ok(found.map(|(session, account)| (Source::Session(session), account)))
        }
        Via::AccessKey => {
            let found = keys::living(context, claims.sub, claims.sid).await?;
            Ok(found.map(|(key, account)| (Source::AccessKey(key), account)))
        }
    }
}

/// Revokes one token, whoever presents it; nothing happens if it is not ours or dead already. What it is bound to, and
/// other tokens of that, live on, unless the account has revoked so many lately that a row for each would be too many: then all
/// tokens end that were issued for the same session or key so far, and one row says so.
///
/// # Errors
/// See [`SigningKeyError`].
pub async fn revoke(context: &Context, token: &AccessToken) -> Result<(), SigningKeyError> {
    let Some((live, _)) = &check(context, token).await? else { return Ok(()) };
    context
        .db
        .write("revoke_access_token", |tx| {
            async move {
                let claims = &live.claims;
                tx.announce(Invalidation::Account(claims.sub));
                if context.limits.take_revocation(tx, claims.sub).await? {
                    return write_down(tx, claims.jti, claims.exp.saturating_add(2 * LEEWAY)).await;
                }
                // It may have been issued by a node whose clock is ahead.
                let until = Ord::max(context.now() - BACKDATED, claims.iat);
                write_down(tx, claims.sid, until.saturating_add(MARK_LIFE)).await
            }
            .scope_boxed()
        })
        .await?;
    Ok(())
}

/// A row only ever says more than before.
async fn write_down(tx: &Transaction, id: Uuid, expiration_date: i64) -> Result<(), DbErr> {
    let row = revoked_access_token::ActiveModel { id: Set(id), expiration_date: Set(expiration_date) };
    let date = revoked_access_token::Column::ExpirationDate;
    let later = OnConflict::column(revoked_access_token::Column::Id)
        .update_column(date)
        .action_and_where(Expr::col((revoked_access_token::Entity, date)).lt(expiration_date))
        .to_owned();
    revoked_access_token::Entity::insert(row).on_conflict(later).exec_without_returning(tx).await.map(drop)
}

/// Why no token is issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// A scope that the credential has not got.
    #[error("the credential lacks a scope")]
    WiderThanIssuer,
    /// The credential went meanwhile.
    #[error("the credential that asks is gone")]
    Gone,
    /// Access tokens are refreshed, and issue nothing.
    #[error("an access token issues no other")]
    AccessToken,
    /// Too many were revoked lately.
    #[error("too many access tokens of one account were revoked")]
    TooOften {
        /// Until the next one is welcome.
        seconds: u64,
    },
    /// There is no key, or the database failed.
    #[error(transparent)]
    Key(#[from] SigningKeyError),
}
