//! Asking for a login, and polling it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{FromRequestParts, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NewSessionBody, required};
use crate::auth::client_info::ClientInfo;
use crate::auth::email_address::EmailAddress;
use crate::auth::pending_login::{
    CodeError, LoginRequest, POLL_INTERVAL, PollError, Verifier, WaitOutcome, poll, poll_status, request,
    submit_mail_code, wait,
};
use crate::auth::platform::Platform;
use crate::auth::username::SoughtName;
use crate::context::Context;
use crate::crypto::random::bytes;
use crate::crypto::secret::AuthId;
use crate::limits::{HeldPoll, LimitedAction};
use crate::net::unread::Claim;
use crate::view::time_zone::TimeZone;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{self, Json, RequestClientInfo, RequestLocale, Segment};

const X_CODE_VERIFIER: HeaderName = HeaderName::from_static("x-code-verifier");
const LONGEST_WAIT: u64 = 60;
/// So many waiters are taken back in each second after a stop, and all of them between these seconds.
const RECONNECTS_PER_SECOND: u64 = 1000;
const MIN_SPREAD: u64 = 4;
const MAX_SPREAD: u64 = 30;
/// base64url of a SHA-256 hash, without padding.
const CHALLENGE_LENGTH: usize = 43;

/// A login to ask for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LoginBody {
    /// May be left out or blank: the address alone is then looked up.
    #[schema(examples("ada"))]
    username: Option<String>,
    /// The account's address.
    #[schema(value_type = String, format = "email", max_length = 254, examples("ada@example.org"))]
    email: Option<String>,
    /// The client's name for itself, 1 to 64 characters.
    #[schema(value_type = String, min_length = 1, max_length = 64, examples("cURL"))]
    session_platform: Option<String>,
    /// RFC 7636 S256 challenge; polls must then send `X-Code-Verifier`.
    #[schema(pattern = "^[A-Za-z0-9_-]{43}$")]
    code_challenge: Option<String>,
    /// Language of mail and page (BCP 47).
    locale: Option<String>,
    /// Zone of the times in the mail, by its name in the IANA database; UTC if there is none.
    #[schema(examples("Europe/Berlin"))]
    time_zone: Option<String>,
}

/// What to poll with, and what to show meanwhile.
#[derive(Serialize, ToSchema)]
pub(crate) struct AskedBody {
    /// Whole Unix seconds: the end of the login.
    expiration_date: i64,
    /// A UUID, and a secret.
    auth_id: String,
    /// To be shown while waiting: the person is asked for it.
    #[schema(examples("0F335B"))]
    match_code: String,
    /// Seconds between polls.
    interval: u64,
}

/// Ask for a login. Known and unknown pairs get the same answer; mail goes only to an account's own address.
#[utoipa::path(
    post,
    path = "/auth/login",
    operation_id = "request_login",
    tag = "login",
    request_body = LoginBody,
    responses(
        (status = 200, description = "A pending login", body = AskedBody),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 422, description = "A field breaks a rule", body = ErrorBody),
        (status = 429, description = "Too many from one address", body = ErrorBody),
    )
)]
pub(crate) async fn request_login(
    State(context): State<Context>,
    RequestClientInfo(client): RequestClientInfo,
    locale: RequestLocale,
    body: Json<LoginBody>,
) -> Result<JsonResponse<AskedBody>, Failure> {
    let fields = body.value;
    let asked = LoginRequest {
        username: fields.username.as_deref().map(SoughtName::parse).transpose()?.flatten(),
        email: EmailAddress::parse(&required("email", fields.email)?)?,
        platform: Platform::parse(&required("session_platform", fields.session_platform)?)?,
        code_challenge: fields.code_challenge.map(check_challenge).transpose()?,
        locale: locale.negotiate(fields.locale.as_deref()),
        time_zone: fields.time_zone.as_deref().map(TimeZone::parse).transpose()?,
        client,
        known_account_id: None,
    };
    check_login_rate(&context, &asked.client)?;
    let asked = request(&context, &asked).await?;
    Ok(JsonResponse(AskedBody {
        expiration_date: asked.expiration_date,
        auth_id: asked.auth_id.expose().to_owned(),
        match_code: asked.match_code.as_str().to_owned(),
        interval: asked.interval,
    }))
}

/// Before anything is looked up: known and unknown accounts are refused alike (invariant 32).
pub(crate) fn check_login_rate(context: &Context, client: &ClientInfo) -> Result<(), Failure> {
    extract::check_rate_limit(context, LimitedAction::Login, client)?;
    extract::check_rate_limit(context, LimitedAction::LoginGlobal, client)
}

fn check_challenge(challenge: String) -> Result<String, Failure> {
    let fits = challenge.len() == CHALLENGE_LENGTH
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if fits {
        return Ok(challenge);
    }
    Err(Failure::Invalid {
        field: "code_challenge",
        code: "invalid_code_challenge",
        sentence: "The code challenge must be a SHA-256 hash in base64url without padding (43 characters)".to_owned(),
    })
}

/// Poll a login: 400 until it is approved, then its session. A lost answer is repeated for 60 s, until the token is
/// used.
#[utoipa::path(
    get,
    path = "/auth/session/{auth_id}",
    operation_id = "poll_login",
    tag = "login",
    params(
        ("auth_id" = String, Path, description = "From the login"),
        ("wait" = Option<String>, Query, description = "Seconds to hold the request until something happens, 0 to 60"),
        ("X-Code-Verifier" = Option<String>, Header, description = "RFC 7636 verifier, where the login had a challenge"),
    ),
    responses(
        (status = 200, description = "Approved: the session", body = NewSessionBody),
        (status = 400, description = "`authorization_pending`, `access_denied` or `expired_token`", body = ErrorBody),
        (status = 429, description = "`slow_down`: polled too fast", body = ErrorBody),
    )
)]
pub(crate) async fn poll_login(
    State(context): State<Context>,
    RequestClientInfo(client): RequestClientInfo,
    Segment(auth_id): Segment,
    RawQuery(query): RawQuery,
    verifier: CodeVerifier,
    making: Making,
) -> Result<JsonResponse<NewSessionBody>, Failure> {
    let auth_id = AuthId::parse(&auth_id).ok_or(Failure::ExpiredToken)?;
    check_poll_rate(&context, &auth_id)?;
    let verifier = verifier.presented();
    let seconds = requested_wait(query.as_deref());
    // Not held: answered at once, which does the login no harm.
    let held = if seconds > 0 { hold(&context, &client, making) } else { None };
    if held.is_some()
        && wait(&context, &auth_id, &verifier, Duration::from_secs(seconds)).await? == WaitOutcome::TimedOut
    {
        return Err(Failure::AuthorizationPending { retry_after: retry_after_of(&context) });
    }
    match poll(&context, &auth_id, &verifier, &client).await {
        Err(PollError::Expired) => Err(unknown_login(&context, &client)),
        outcome => Ok(JsonResponse(outcome?.into())),
    }
}

/// The room that the answer of this request has, where room is counted.
pub(crate) type Making = Option<Extension<Arc<Claim>>>;

/// Holds a poll of this client open, if the client and all together do not have too many. A poll that waits makes no answer, and
/// takes no room for one.
pub(crate) fn hold(context: &Context, client: &ClientInfo, making: Making) -> Option<HeldPoll> {
    if context.waiters.is_crowded() {
        metrics::counter!("doorpost_polls_not_held_total", "reason" => "connections").increment(1);
        return None;
    }
    let held = context.limits.hold_poll(client.ip)?;
    if let Some(Extension(claim)) = making {
        claim.set(0);
    }
    Some(held)
}

/// Seconds until the next poll is welcome. Those whom a stopping process sends away all at once are spread, so that they do not come
/// back all at once.
fn retry_after_of(context: &Context) -> u64 {
    if !context.waiters.is_closed() {
        return POLL_INTERVAL;
    }
    let spread = (context.waiters.count() as u64 / RECONNECTS_PER_SECOND).clamp(MIN_SPREAD, MAX_SPREAD);
    1 + u64::from_le_bytes(bytes(&*context.random)) % spread
}

/// Whoever asks for logins that there are not may be looking for some.
fn unknown_login(context: &Context, client: &ClientInfo) -> Failure {
    match context.limits.check_rate_limit(LimitedAction::UnknownPoll, client.ip) {
        Ok(()) => Failure::ExpiredToken,
        Err(retry_after) => Failure::SlowDown { retry_after },
    }
}

/// What a poll would answer, without collecting anything (invariant 7).
pub(crate) async fn glance_login(
    State(context): State<Context>,
    RequestClientInfo(client): RequestClientInfo,
    Segment(auth_id): Segment,
    verifier: CodeVerifier,
) -> Result<StatusCode, Failure> {
    let auth_id = AuthId::parse(&auth_id).ok_or(Failure::ExpiredToken)?;
    check_poll_rate(&context, &auth_id)?;
    match poll_status(&context, &auth_id, &verifier.presented()).await {
        Err(PollError::Expired) => Err(unknown_login(&context, &client)),
        outcome => Ok(outcome.map(|()| StatusCode::OK)?),
    }
}

/// The mail code.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MailCodeBody {
    /// As the mail shows it; case, blanks and dashes do not matter.
    #[schema(value_type = String, pattern = "^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}[- ]?[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}$", examples("K7QM-2XTD"))]
    code: Option<String>,
}

/// Approve a login with the code that the mail shows, typed into the waiting device. The third wrong one ends it.
#[utoipa::path(
    post,
    path = "/auth/session/{auth_id}",
    operation_id = "submit_mail_code",
    tag = "login",
    request_body = MailCodeBody,
    params(
        ("auth_id" = String, Path, description = "From the login"),
        ("X-Code-Verifier" = Option<String>, Header, description = "RFC 7636 verifier, where the login had a challenge"),
    ),
    responses(
        (status = 200, description = "Approved: the session", body = NewSessionBody),
        (status = 400, description = "`wrong_code`, or as for a poll", body = ErrorBody),
        (status = 422, description = "Not a code at all; not counted", body = ErrorBody),
        (status = 429, description = "`slow_down`: asked too fast", body = ErrorBody),
    )
)]
pub(crate) async fn type_mail_code(
    State(context): State<Context>,
    RequestClientInfo(client): RequestClientInfo,
    Segment(auth_id): Segment,
    verifier: CodeVerifier,
    body: Json<MailCodeBody>,
) -> Result<JsonResponse<NewSessionBody>, Failure> {
    let code = required("code", body.value.code)?;
    let auth_id = AuthId::parse(&auth_id).ok_or(Failure::ExpiredToken)?;
    check_poll_rate(&context, &auth_id)?;
    match submit_mail_code(&context, &auth_id, &verifier.presented(), &code, &client).await {
        Err(CodeError::Poll(PollError::Expired)) => Err(unknown_login(&context, &client)),
        outcome => Ok(JsonResponse(outcome?.into())),
    }
}

pub(crate) fn check_poll_rate(context: &Context, auth_id: &AuthId) -> Result<(), Failure> {
    context.limits.check_poll_rate(auth_id).map_err(|retry_after| Failure::SlowDown { retry_after })
}

/// The header `X-Code-Verifier`. A copy: what headers hold are slices of all that was read from the connection, and would keep it for
/// as long as somebody waits.
pub(crate) struct CodeVerifier(Option<String>);

impl CodeVerifier {
    fn presented(&self) -> Verifier<'_> {
        Verifier(self.0.as_deref())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CodeVerifier {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let value = parts.headers.get(X_CODE_VERIFIER).and_then(|value| value.to_str().ok());
        Ok(Self(value.map(str::to_owned)))
    }
}

/// What is no number is 0, and what is too long is cut.
pub(crate) fn requested_wait(query: Option<&str>) -> u64 {
    let value = query
        .into_iter()
        .flat_map(|query| url::form_urlencoded::parse(query.as_bytes()))
        .find_map(|(name, value)| (name == "wait").then_some(value));
    let digits = value.as_deref().map(str::trim).unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
    } else {
        0
    }
}
