//! Who is calling: from the credential in the request to the identity that it stands for.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use entity::session;
use uuid::Uuid;

use super::client::{check_rate_limit_of_ip, known_ip};
use super::credential::{Presented, PresentedCredential};
use crate::auth::account;
use crate::auth::identity::{AudiencePolicy, CredentialKind, Identity, authenticate};
use crate::auth::session::{self as sessions, NewSession};
use crate::context::Context;
use crate::limits::LimitedAction;
use crate::web::cookies::{self, Strays};
use crate::web::error::Failure;
use crate::web::known_browser::KnownBrowser;
use crate::web::routes::Access;

/// A caller with a living credential that may do what the route is for.
pub(crate) struct Caller(Arc<Identity>);

impl Deref for Caller {
    type Target = Identity;

    fn deref(&self) -> &Identity {
        &self.0
    }
}

impl Caller {
    /// The session, where only a session will do.
    pub(crate) fn session(&self) -> Result<&session::Model, Failure> {
        match &self.means {
            CredentialKind::Session(session) => Ok(session),
            CredentialKind::AccessKey(_) | CredentialKind::AccessToken(_) => {
                Err(Failure::InsufficientScope(Requirement::Session))
            }
        }
    }
}

/// What a credential lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requirement {
    /// A scope.
    Scope(&'static str),
    /// The scope that was asked about.
    RequestedScope,
    /// To be a session.
    Session,
    /// To be a session or an access key.
    SessionOrKey,
    /// To be an access token.
    AccessToken,
}

impl Requirement {
    /// What a client is told that lacks it.
    pub(crate) fn sentence(self) -> Cow<'static, str> {
        match self {
            Self::Scope(scope) => format!("This needs the scope {scope}").into(),
            Self::RequestedScope => "The credential has not got the scope that is needed".into(),
            Self::Session => "This needs a session token".into(),
            Self::SessionOrKey => "This needs a session token or an access key".into(),
            Self::AccessToken => "This needs an access token".into(),
        }
    }
}

/// What a route asks for is declared in the table, and demanded here.
impl FromRequestParts<Context> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let OptionalCaller(caller) = OptionalCaller::from_request_parts(parts, context).await?;
        let caller = caller.ok_or(Failure::AuthenticationRequired)?;
        match parts.extensions.get::<Access>() {
            Some(Access::Scope(scope)) if !caller.scopes.contains(scope) => {
                Err(Failure::InsufficientScope(Requirement::Scope(scope)))
            }
            Some(Access::Session) => caller.session().map(drop).map(|()| caller),
            Some(_) => Ok(caller),
            None => Err(Failure::Internal("a route without a declaration asks who is calling".to_owned())),
        }
    }
}

/// A refusal for who must not be told to wait: a proxy that understands 401 and nothing else, and a person whom the sign-in page helps
/// on. Else whoever presents bad credentials at the same address could keep them out.
pub(crate) fn hide_rate_limit(failure: Failure) -> Failure {
    if matches!(failure, Failure::TooManyRequests { .. }) { Failure::InvalidCredentials } else { failure }
}

/// A caller with a living credential, or one without any. A bad credential is refused here too: who presents one means to
/// be somebody.
pub(crate) struct OptionalCaller(pub(crate) Option<Caller>);

impl FromRequestParts<Context> for OptionalCaller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        // Who guesses is slowed down; a good credential is taken from wherever, so that nobody can lock out a neighbour.
        identify(parts, context).await.map_err(|failure| match failure {
            Failure::InvalidCredentials => {
                check_rate_limit_of_ip(context, LimitedAction::FailedCredential, known_ip()).err().unwrap_or(failure)
            }
            failure => failure,
        })
    }
}

async fn identify(parts: &mut Parts, context: &Context) -> Result<OptionalCaller, Failure> {
    let Presented(presented) = Presented::from_request_parts(parts, context).await?;
    let Some(PresentedCredential { credential, owners }) = presented else { return Ok(OptionalCaller(None)) };
    let refreshing = parts.extensions.get::<Access>() == Some(&Access::AccessToken);
    let tokens = if refreshing { AudiencePolicy::Anybody } else { AudiencePolicy::ThisServer };
    let identity = authenticate(context, &credential, tokens).await?.ok_or(Failure::InvalidCredentials)?;
    check_owners(context, identity.account_id, &owners).await?;
    identity.record_use(context, || known_ip().map(|ip| ip.to_string())).await;
    Ok(OptionalCaller(Some(Caller(identity))))
}

/// Somebody with a living credential, or anybody else: pages that anyone may see do not refuse a browser for a session that
/// has ended.
pub(crate) struct MaybeCaller {
    pub(crate) caller: Option<Caller>,
    strays: Strays,
}

impl MaybeCaller {
    /// Signs the browser in: its cookies, for `Set-Cookie`. The session that it was signed in with ends, whoever's it was: its cookie is
    /// gone, and nobody could sign it out from there any more.
    pub(crate) async fn begin_session(
        self,
        context: &Context,
        begun: &NewSession,
    ) -> Result<Vec<HeaderValue>, Failure> {
        if let Some(caller) = self.caller
            && let Ok(former) = caller.session()
            && former.id != begun.session_id
        {
            sessions::end(context, former.account_id, former.id, None).await?;
        }
        let mut cookies = cookies::begin_session(context, self.strays, &begun.token)?;
        cookies.push(KnownBrowser::cookie(context, begun.account_id)?);
        Ok(cookies)
    }
}

impl FromRequestParts<Context> for MaybeCaller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Infallible> {
        let caller = OptionalCaller::from_request_parts(parts, context).await;
        let strays = Strays::of(context, &parts.headers);
        Ok(Self { caller: caller.ok().and_then(|OptionalCaller(caller)| caller), strays })
    }
}

/// Whoever is named beside a credential has to be its owner.
pub(crate) async fn check_owners(context: &Context, account_id: Uuid, owners: &[String]) -> Result<(), Failure> {
    for owner in owners {
        if !Box::pin(account::is_named(context, account_id, owner)).await? {
            return Err(Failure::InvalidCredentials);
        }
    }
    Ok(())
}
