//! Every failure that a client can see, with its status, code, sentence and log level, on one screen.
//!
//! Vague outside, exact in the log, joined by the request id. A handler returns a [`Failure`]; the layer in
//! [`super::layers`] knows who asked, and renders it as JSON or as a page.

pub(crate) mod codes;
mod from;

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::access_key::MAX_PER_ACCOUNT;
use crate::web::extract::Requirement;

/// The sentence of every poll that brings nothing.
pub(crate) const POLL_SENTENCE: &str = "The auth id is invalid, expired, or not yet authorized";

/// The body of every error.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// One sentence for a person.
    #[schema(examples("This username is already taken"))]
    pub(crate) error: String,
    /// A stable word for a program.
    #[schema(examples("username_taken"))]
    pub(crate) code: String,
    /// The field at fault, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) field: Option<String>,
}

/// Marks an answer whose status is meant, and which is not to be rendered as a failure.
#[derive(Clone, Copy)]
pub(crate) struct IntendedStatus;

/// What went wrong, for the client.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The body is not what JSON of ours looks like.
    MalformedBody {
        /// What is wrong with it.
        sentence: String,
        /// Where, if it can be said.
        field: Option<String>,
    },
    /// The body is too large.
    BodyTooLarge,
    /// The body comes in a way that is not read here.
    UnsupportedMediaType(Unread),
    /// The body did not arrive in time.
    RequestTimeout,
    /// A field breaks a rule.
    Invalid {
        /// The field.
        field: &'static str,
        /// A word for the rule.
        code: &'static str,
        /// The rule.
        sentence: String,
    },
    /// There is no such thing.
    NotFound,
    /// There is such a thing, but not with this method.
    MethodNotAllowed,
    /// Somebody has the name.
    UsernameTaken,
    /// The operator closed registration.
    RegistrationClosed,
    /// The key came with another body before.
    IdempotencyKeyReused,
    /// A credential is needed.
    AuthenticationRequired,
    /// The credential is no good.
    InvalidCredentials,
    /// Two credentials that differ.
    AmbiguousCredentials,
    /// Cookies of our name with several living sessions, and no other credential: the sign-in page helps a browser on.
    AmbiguousCookies,
    /// The credential may not do this.
    InsufficientScope(Requirement),
    /// A key would have a scope or a life that its maker has not.
    ExceedsIssuer(&'static str),
    /// Another key of the account has the name.
    KeyNameTaken,
    /// The account has as many keys as it may.
    TooManyKeys,
    /// A form that was not sent from our own page.
    CrossOrigin,
    /// The login is not yet decided.
    AuthorizationPending {
        /// Seconds.
        retry_after: u64,
    },
    /// The login was denied.
    AccessDenied,
    /// The login is over, or there never was one.
    ExpiredToken,
    /// The mail code is wrong.
    WrongCode,
    /// Polled too fast.
    SlowDown {
        /// Seconds.
        retry_after: u64,
    },
    /// Done too often, from one address or in all.
    TooManyRequests {
        /// Seconds.
        retry_after: u64,
    },
    /// A change that its address cannot be told of now, and which is not made untold.
    Untold {
        /// Seconds.
        retry_after: u64,
    },
    /// Changed too often by one account.
    TooManyChanges {
        /// Seconds.
        retry_after: u64,
    },
    /// Asked for under a name, or from a place, that is not answered here.
    Misdirected,
    /// The account is being exported.
    ExportUnderWay {
        /// Seconds.
        retry_after: u64,
    },
    /// The database is out of reach.
    Unavailable(String),
    /// A mistake of ours, with its cause for the log.
    Internal(String),
}

/// Why a body is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Its content type is another one than this.
    ContentType(&'static str),
    /// Its characters are in another encoding than UTF-8.
    Charset,
    /// It is compressed.
    ContentEncoding,
}

impl Unread {
    fn sentence(self) -> Cow<'static, str> {
        match self {
            Self::ContentType(wanted) => format!("The body must be sent as {wanted}").into(),
            Self::Charset => "The body must be UTF-8, and its charset says otherwise".into(),
            Self::ContentEncoding => "The body must be sent as it is, without a Content-Encoding".into(),
        }
    }
}

/// How loud a failure is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogLevel {
    /// The client's doing.
    Debug,
    /// The surroundings' doing.
    Warn,
    /// Ours.
    Error,
}

/// What is told.
pub(crate) struct ErrorResponse {
    /// The status.
    pub(crate) status: StatusCode,
    /// The stable word.
    pub(crate) code: &'static str,
    /// The sentence.
    pub(crate) sentence: Cow<'static, str>,
    /// The log level.
    pub(crate) level: LogLevel,
}

impl Failure {
    /// The table.
    pub(crate) fn response(&self) -> ErrorResponse {
        use LogLevel::{Debug, Error, Warn};
        let (status, code, sentence, level): (_, _, Cow<'static, str>, _) = match self {
            Self::MalformedBody { sentence, .. } => (400, "malformed_body", sentence.clone().into(), Debug),
            Self::BodyTooLarge => (413, "body_too_large", "The body is too large".into(), Debug),
            Self::UnsupportedMediaType(unread) => (415, "unsupported_media_type", unread.sentence(), Debug),
            Self::RequestTimeout => (408, "request_timeout", "The body did not arrive in time".into(), Debug),
            Self::Invalid { code, sentence, .. } => (422, *code, sentence.clone().into(), Debug),
            Self::NotFound => (404, "not_found", "There is nothing here".into(), Debug),
            Self::MethodNotAllowed => {
                (405, "method_not_allowed", "This address does not take this method".into(), Debug)
            }
            Self::UsernameTaken => (409, "username_taken", "This username is already taken".into(), Debug),
            Self::RegistrationClosed => (403, "registration_closed", "Registration is closed".into(), Debug),
            Self::IdempotencyKeyReused => (
                422,
                "idempotency_key_reused",
                "This Idempotency-Key was used with another body; take a new one".into(),
                Debug,
            ),
            Self::AuthenticationRequired => (
                401,
                "authentication_required",
                "This needs a credential: a session token, an access key or an access token".into(),
                Debug,
            ),
            Self::InvalidCredentials => {
                (401, "invalid_credentials", "The credential is invalid, expired, or revoked".into(), Debug)
            }
            Self::AmbiguousCredentials | Self::AmbiguousCookies => {
                (400, "ambiguous_credentials", "The request holds two different credentials".into(), Debug)
            }
            Self::InsufficientScope(needed) => (403, "insufficient_scope", needed.sentence(), Debug),
            Self::ExceedsIssuer(what) => (
                403,
                "insufficient_scope",
                format!("A credential cannot give away {what} that it has not got itself").into(),
                Debug,
            ),
            Self::KeyNameTaken => (409, "name_taken", "The account has a key of this name already".into(), Debug),
            Self::TooManyKeys => (
                409,
                "too_many_keys",
                format!("The account has {MAX_PER_ACCOUNT} access keys; revoke one first").into(),
                Debug,
            ),
            Self::CrossOrigin => (403, "cross_origin", "This can only be sent from our own page".into(), Debug),
            Self::AuthorizationPending { .. } => (400, "authorization_pending", POLL_SENTENCE.into(), Debug),
            Self::AccessDenied => (400, "access_denied", POLL_SENTENCE.into(), Debug),
            Self::ExpiredToken => (400, "expired_token", POLL_SENTENCE.into(), Debug),
            Self::WrongCode => (400, "wrong_code", POLL_SENTENCE.into(), Debug),
            Self::SlowDown { retry_after } => {
                (429, "slow_down", format!("You are asking too fast; ask again in {retry_after} s").into(), Debug)
            }
            Self::TooManyRequests { retry_after } => (
                429,
                "too_many_requests",
                format!("Too many requests from your network; try again in {retry_after} s").into(),
                Debug,
            ),
            Self::Untold { retry_after } => (
                429,
                "too_many_requests",
                format!(
                    "Nothing was changed: the account's address is told of every change, and too many mails went there; \
                     try again in {retry_after} s"
                )
                .into(),
                Debug,
            ),
            Self::TooManyChanges { retry_after } => (
                429,
                "too_many_requests",
                format!("Too many changes of this account; try again in {retry_after} s").into(),
                Debug,
            ),
            Self::Misdirected => (
                421,
                "misdirected_request",
                "This is answered on this machine only, under its own name or address".into(),
                Debug,
            ),
            Self::ExportUnderWay { retry_after } => (
                429,
                "too_many_requests",
                format!("An export of this account is under way; try again in {retry_after} s").into(),
                Debug,
            ),
            Self::Unavailable(_) => {
                (503, "unavailable", "The service is temporarily unavailable; please try again".into(), Warn)
            }
            Self::Internal(_) => (500, "internal", "Something went wrong on our side; please try again".into(), Error),
        };
        // The numbers above are statuses.
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        ErrorResponse { status, code, sentence, level }
    }

    /// The body.
    pub(crate) fn body(&self) -> ErrorBody {
        let told = self.response();
        ErrorBody { error: told.sentence.into_owned(), code: told.code.to_owned(), field: self.field() }
    }

    /// Seconds for `Retry-After`.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::AuthorizationPending { retry_after }
            | Self::SlowDown { retry_after }
            | Self::TooManyRequests { retry_after }
            | Self::Untold { retry_after }
            | Self::TooManyChanges { retry_after }
            | Self::ExportUnderWay { retry_after } => Some(*retry_after),
            Self::Unavailable(_) => Some(2),
            _ => None,
        }
    }

    /// What only the log is told.
    pub(crate) fn cause(&self) -> Option<&str> {
        match self {
            Self::Unavailable(cause) | Self::Internal(cause) => Some(cause),
            _ => None,
        }
    }

    /// Whether it is a change that its address cannot be told of, for the error page.
    pub(crate) fn is_untold(&self) -> bool {
        matches!(self, Self::Untold { .. })
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Invalid { field, .. } => Some((*field).to_owned()),
            Self::MalformedBody { field, .. } => field.clone(),
            Self::KeyNameTaken => Some("name".to_owned()),
            _ => None,
        }
    }

    /// A field that has to be there is not.
    pub(crate) fn missing(field: &'static str) -> Self {
        Self::Invalid { field, code: "missing_field", sentence: format!("The field {field} is missing") }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.response().status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
