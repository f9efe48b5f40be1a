//! Access tokens: issuing, refreshing, verifying, revoking; and the public keys to check them by.

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::required;
use crate::auth::access_token::{self, Audience, Issued};
use crate::auth::credential::Credential;
use crate::auth::identity::{self, AudiencePolicy, CredentialKind};
use crate::auth::scope::Scopes;
use crate::context::Context;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{Caller, Json, OptionalJson, Requirement};

/// What a token is to be.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct NewAccessTokenBody {
    /// For whom it is; this server itself if left out.
    audience: Option<String>,
    /// Some of the credential's scopes; all of them if left out.
    scopes: Option<Vec<String>>,
}

/// A token.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessTokenBody {
    /// A JWT.
    access_token: String,
    #[schema(examples("Bearer"))]
    token_type: &'static str,
    /// Seconds.
    #[schema(examples(300))]
    expires_in: i64,
}

impl From<Issued> for AccessTokenBody {
    fn from(issued: Issued) -> Self {
        Self { access_token: issued.token.expose().to_owned(), token_type: "Bearer", expires_in: issued.expires_in }
    }
}

/// Have an access token issued for the session or access key that asks.
#[utoipa::path(
    post,
    path = "/auth/token",
    operation_id = "issue_access_token",
    tag = "access tokens",
    request_body = Option<NewAccessTokenBody>,
    security(("credential" = [])),
    responses(
        (status = 200, description = "The token", body = AccessTokenBody),
        (status = 400, description = "Malformed body, or two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "A scope that the credential has not got, or an access token", body = ErrorBody),
        (status = 422, description = "A field breaks a rule", body = ErrorBody),
        (status = 429, description = "Too many tokens of one account were revoked lately", body = ErrorBody),
    )
)]
pub(crate) async fn issue_access_token(
    State(context): State<Context>,
    caller: Caller,
    OptionalJson(body): OptionalJson<NewAccessTokenBody>,
) -> Result<JsonResponse<AccessTokenBody>, Failure> {
    let fields = body.unwrap_or_default();
    let audience = fields.audience.as_deref().map(Audience::parse).transpose()?;
    let extra = &context.settings.extra_scopes;
    let scopes = fields.scopes.map(|scopes| Scopes::parse(&scopes, extra)).transpose()?;
    Ok(JsonResponse(access_token::issue(&context, &caller, audience.as_ref(), scopes.as_ref()).await?.into()))
}

/// Have a further access token issued in place of the one that asks.
#[utoipa::path(
    post,
    path = "/auth/token/refresh",
    operation_id = "refresh_access_token",
    tag = "access tokens",
    security(("credential" = [])),
    responses(
        (status = 200, description = "The same, but for its time", body = AccessTokenBody),
        (status = 401, description = "No access token, or a bad one", body = ErrorBody),
        (status = 403, description = "A credential of another kind", body = ErrorBody),
        (status = 429, description = "Too many tokens of one account were revoked lately", body = ErrorBody),
    )
)]
pub(crate) async fn refresh_access_token(
    State(context): State<Context>,
    caller: Caller,
) -> Result<JsonResponse<AccessTokenBody>, Failure> {
    match &caller.means {
        CredentialKind::AccessToken(token) => {
            Ok(JsonResponse(access_token::refresh(&context, token, &caller.scopes).await?.into()))
        }
        CredentialKind::Session(_) | CredentialKind::AccessKey(_) => {
            Err(Failure::InsufficientScope(Requirement::AccessToken))
        }
    }
}

/// A credential to look at or to end.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TokenBody {
    /// The credential.
    #[schema(required = true, value_type = String)]
    token: Option<String>,
}

/// What a living credential is.
#[derive(Serialize, ToSchema)]
pub(crate) struct VerifiedBody {
    /// Always true: what is not active is answered with 401.
    active: bool,
    /// What kind of credential it is.
    #[schema(examples("session", "access_key", "access_token"))]
    credential: &'static str,
    account_id: Uuid,
    username: String,
    /// What it may do.
    scopes: Vec<String>,
    creation_date: i64,
    expiration_date: i64,
    /// The session that it belongs to.
    session_id: Option<Uuid>,
    /// The access key that it belongs to.
    key_id: Option<Uuid>,
    /// For whom an access token is.
    audience: Option<String>,
}

/// Say what a credential is, of any kind and for any audience, as of now.
#[utoipa::path(
    post,
    path = "/auth/token/verify",
    operation_id = "verify_token",
    tag = "access tokens",
    request_body = TokenBody,
    responses(
        (status = 200, description = "What it is", body = VerifiedBody),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 401, description = "It is not, or no longer, valid", body = ErrorBody),
        (status = 422, description = "The token is missing", body = ErrorBody),
    )
)]
pub(crate) async fn verify_token(
    State(context): State<Context>,
    body: Json<TokenBody>,
) -> Result<JsonResponse<VerifiedBody>, Failure> {
    let token = required("token", body.value.token)?;
    let credential = Credential::parse(&token).ok_or(Failure::InvalidCredentials)?;
    let found = identity::authenticate(&context, &credential, AudiencePolicy::Anybody)
        .await?
        .ok_or(Failure::InvalidCredentials)?;
    let (creation_date, expiration_date) = found.life();
    let audience = match &found.means {
        CredentialKind::AccessToken(token) => Some(token.claims.aud.clone()),
        CredentialKind::Session(_) | CredentialKind::AccessKey(_) => None,
    };
    Ok(JsonResponse(VerifiedBody {
        active: true,
        credential: found.credential(),
        account_id: found.account_id,
        username: found.account.username.clone(),
        scopes: found.scopes.to_vec(),
        creation_date,
        expiration_date,
        session_id: found.session_id(),
        key_id: found.access_key().map(|key| key.id),
        audience,
    }))
}

/// Nothing to say.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevokedBody {}

/// Revoke a credential. One that is dead or unknown is fine (RFC 7009 section 2.2).
#[utoipa::path(
    post,
    path = "/auth/token/revoke",
    operation_id = "revoke_token",
    tag = "access tokens",
    request_body = TokenBody,
    responses(
        (status = 200, description = "It is dead now", body = RevokedBody),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 422, description = "The token is missing", body = ErrorBody),
    )
)]
pub(crate) async fn revoke_token(
    State(context): State<Context>,
    body: Json<TokenBody>,
) -> Result<JsonResponse<RevokedBody>, Failure> {
    if let Some(credential) = Credential::parse(&required("token", body.value.token)?) {
        identity::revoke(&context, &credential).await?;
    }
    Ok(JsonResponse(RevokedBody {}))
}

/// Public keys (RFC 7517 section 5).
#[derive(Serialize, ToSchema)]
struct JwkSet {
    /// Ed25519 (RFC 8037) or P-256, each with its `kid`.
    #[schema(value_type = Vec<Object>)]
    keys: Vec<crate::crypto::jwt::Jwk>,
}

/// Serve the public keys of access tokens. A new one is there for a day before it signs, so that an hour's cache is safe.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "jwks",
    tag = "access tokens",
    responses((status = 200, description = "A JWK set (RFC 7517)", body = JwkSet))
)]
pub(crate) async fn jwks(State(context): State<Context>) -> Result<impl IntoResponse, Failure> {
    let keys = context.signing_keys.published(&context.db, context.now()).await?;
    Ok(([(CACHE_CONTROL, "public, max-age=300")], JsonResponse(JwkSet { keys })))
}
