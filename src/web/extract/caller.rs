//! Who is calling: from the credential in the request to the session that it stands for.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use entity::session;

use crate::auth::session::authenticate;
use crate::context::Context;
use crate::secret::SessionToken;
use crate::web::error::Failure;

/// A credential as presented, well formed but not yet looked up. Absent if the request has none.
pub(crate) struct Presented(pub(crate) Option<SessionToken>);

impl<S: Send + Sync> FromRequestParts<S> for Presented {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        presented(&parts.headers).map(Self)
    }
}

/// The scheme decides first, then the token's own form; nothing is tried through the tables. Whether two differ is asked
/// before whether one of them is any good.
fn presented(headers: &HeaderMap) -> Result<Option<SessionToken>, Failure> {
    let mut values = headers.get_all(AUTHORIZATION).iter().map(|value| credential(value.as_bytes()));
    let Some(first) = values.next() else { return Ok(None) };
    if values.any(|other| other != first) {
        return Err(Failure::AmbiguousCredentials);
    }
    let text = std::str::from_utf8(first).map_err(|_| Failure::InvalidCredentials)?;
    SessionToken::parse(text).map(Some).ok_or(Failure::InvalidCredentials)
}

/// The token of `Bearer TOKEN`, in any case, or all of what is sent: of another scheme that is no token.
fn credential(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii();
    match value.split_at_checked("bearer ".len()) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => token.trim_ascii_start(),
        _ => value,
    }
}

/// A caller with a live session.
pub(crate) struct Caller {
    pub(crate) session: session::Model,
}

impl FromRequestParts<Context> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let OptionalCaller(caller) = OptionalCaller::from_request_parts(parts, context).await?;
        caller.ok_or(Failure::AuthenticationRequired)
    }
}

/// A caller with a live session, or one without any credential. A bad credential is refused here too: who presents one
/// means to be somebody.
pub(crate) struct OptionalCaller(pub(crate) Option<Caller>);

impl FromRequestParts<Context> for OptionalCaller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let Some(token) = presented(&parts.headers)? else { return Ok(Self(None)) };
        let session = authenticate(context, &token).await?.ok_or(Failure::InvalidCredentials)?;
        Ok(Self(Some(Caller { session })))
    }
}
