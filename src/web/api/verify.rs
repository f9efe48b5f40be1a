//! Forward-auth: who is calling, in headers, for the server that asks on somebody's behalf.

use axum::extract::{Query, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::context::Context;
use crate::web::challenge::Challenge;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{Caller, ForwardedPage, Requirement, hide_rate_limit};

/// Headers of an answer, with those that it gets on its way out.
const HEADERS: usize = 10;

/// What is asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VerifyQuery {
    /// The credential must have this scope.
    scope: Option<String>,
    /// `1`: a browser that is not signed in is sent to the sign-in page, and back afterwards.
    redirect: Option<String>,
    /// `bearer`, `basic` or `cargo`: a 401 names this scheme alone, for clients that take the first one that is named.
    challenge: Option<String>,
}

/// Say who is calling, for a reverse proxy.
#[utoipa::path(
    get,
    path = "/auth/verify",
    operation_id = "verify_request",
    tag = "forward-auth",
    params(VerifyQuery),
    security(("credential" = [])),
    responses(
        (
            status = 200,
            description = "Who is calling; a header is empty where there is nothing to say",
            headers(
                ("X-Auth-User" = String, description = "The username"),
                ("X-Auth-UserId" = String, description = "The account id"),
                ("X-Auth-Email" = String, description = "The address, if it is verified"),
                ("X-Auth-Scopes" = String, description = "Scopes, separated by blanks"),
                ("X-Auth-Session" = String, description = "The session id, if the credential belongs to one"),
            ),
        ),
        (status = 303, description = "To the sign-in page"),
        (status = 400, description = "Two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The scope is missing", body = ErrorBody),
        (status = 422, description = "There is no such scheme", body = ErrorBody),
    )
)]
pub(crate) async fn verify_request(
    State(context): State<Context>,
    ForwardedPage(page): ForwardedPage,
    query: Query<VerifyQuery>,
    caller: Result<Caller, Failure>,
) -> Result<Response, Failure> {
    let word = query.challenge.as_deref().filter(|word| !word.is_empty());
    // Whoever is not known yet hears that first.
    let challenge = match word.map(challenge).transpose() {
        Err(unknown) if caller.is_ok() => return Err(unknown),
        challenge => challenge.unwrap_or_default(),
    };
    answer(&context, page, &query, caller).or_else(|failure| {
        let mut response = failure.into_response();
        if let Some(challenge) = challenge {
            response.extensions_mut().insert(challenge);
        }
        Ok(response)
    })
}

/// The same below `/auth/verify/`, with any method: Envoy (`ext_authz`) asks with the method and the path of what it was asked for.
pub(crate) async fn verify_any(
    context: State<Context>,
    page: ForwardedPage,
    query: Query<VerifyQuery>,
    caller: Result<Caller, Failure>,
) -> Result<Response, Failure> {
    verify_request(context, page, query, caller).await
}

fn challenge(word: &str) -> Result<Challenge, Failure> {
    Challenge::parse(word).ok_or_else(|| Failure::Invalid {
        field: "challenge",
        code: "invalid_challenge",
        sentence: "The challenge must be bearer, basic or cargo".to_owned(),
    })
}

fn answer(
    context: &Context,
    page: Option<String>,
    query: &VerifyQuery,
    caller: Result<Caller, Failure>,
) -> Result<Response, Failure> {
    let caller = match (caller.map_err(hide_rate_limit), page) {
        (
            Err(Failure::AuthenticationRequired | Failure::InvalidCredentials | Failure::AmbiguousCookies),
            Some(page),
        ) if query.redirect.as_deref() == Some("1") => {
            return sign_in(context, &page);
        }
        (caller, _) => caller?,
    };
    if query.scope.as_deref().is_some_and(|scope| !caller.scopes.contains(scope)) {
        return Err(Failure::InsufficientScope(Requirement::RequestedScope));
    }
    let account = &caller.account;
    let email = account.email.as_deref().filter(|_| account.email_verified).unwrap_or_default();
    let mut buffers = [Uuid::encode_buffer(), Uuid::encode_buffer()];
    let [account_id, session_id] = &mut buffers;
    let account_id = account.id.hyphenated().encode_lower(account_id);
    let session_id = caller.session_id().map(|id| id.hyphenated().encode_lower(session_id));
    let mut headers = HeaderMap::with_capacity(HEADERS);
    for (name, value) in [
        ("x-auth-user", account.username.as_str()),
        ("x-auth-userid", account_id),
        ("x-auth-email", email),
        ("x-auth-scopes", &caller.scopes.to_string()),
        ("x-auth-session", session_id.as_deref().unwrap_or_default()),
    ] {
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|error| Failure::Internal(error.to_string()))?;
        headers.insert(HeaderName::from_static(name), value);
    }
    let mut response = Response::default();
    *response.headers_mut() = headers;
    Ok(response)
}

fn sign_in(context: &Context, page: &str) -> Result<Response, Failure> {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", page).finish();
    let location = context.settings.public_url.join(&format!("/sign-in?{query}"));
    let location = HeaderValue::from_str(&location).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
}
