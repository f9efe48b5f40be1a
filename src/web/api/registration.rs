//! Registration.

use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{NewSessionBody, required};
use crate::auth::email_address::EmailAddress;
use crate::auth::platform::Platform;
use crate::auth::registration::{Registration, Repeat, register};
use crate::auth::username::Username;
use crate::context::Context;
use crate::crypto::secret::IdempotencyKey;
use crate::limits::LimitedAction;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{self, Json, RequestClientInfo, RequestLocale};

const MAX_KEY_LENGTH: usize = 128;

/// A new account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RegistrationBody {
    /// 1 to 32 letters, digits, dots, underscores and dashes.
    #[schema(value_type = String, pattern = "^[A-Za-z0-9]([A-Za-z0-9._-]{0,30}[A-Za-z0-9])?$", examples("ada"))]
    username: Option<String>,
    /// Needed for signing in on other devices; it can be added later.
    #[schema(format = "email", max_length = 254, examples("ada@example.org"))]
    email: Option<String>,
    /// The client's name for itself, 1 to 64 characters.
    #[schema(value_type = String, min_length = 1, max_length = 64, examples("cURL"))]
    session_platform: Option<String>,
    /// Language of the mail (BCP 47).
    locale: Option<String>,
}

/// Make an account and its first session.
#[utoipa::path(
    post,
    path = "/auth/registration",
    operation_id = "register",
    tag = "registration",
    request_body = RegistrationBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 128 printable characters, drawn at random: the same key with the same body gets the same answer for 60 s")),
    responses(
        (status = 200, description = "The account's first session", body = NewSessionBody),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 403, description = "Registration is closed", body = ErrorBody),
        (status = 409, description = "The username is taken", body = ErrorBody),
        (status = 422, description = "A field breaks a rule", body = ErrorBody),
        (status = 429, description = "Too many from one address", body = ErrorBody),
    )
)]
pub(crate) async fn create_registration(
    State(context): State<Context>,
    RequestClientInfo(client): RequestClientInfo,
    locale: RequestLocale,
    headers: HeaderMap,
    body: Json<RegistrationBody>,
) -> Result<JsonResponse<NewSessionBody>, Failure> {
    if !context.settings.registration_open {
        return Err(Failure::RegistrationClosed);
    }
    let repeat = idempotency_key(&headers)?.map(|key| Repeat::of(key, &body.bytes));
    let fields = body.value;
    let registration = Registration {
        username: Username::parse(&required("username", fields.username)?)?,
        platform: Platform::parse(&required("session_platform", fields.session_platform)?)?,
        email: fields.email.as_deref().map(EmailAddress::parse).transpose()?,
        locale: locale.negotiate(fields.locale.as_deref()),
        client,
    };
    extract::check_rate_limit(&context, LimitedAction::Registration, &registration.client)?;
    let session = register(&context, &registration, repeat.as_ref()).await?;
    Ok(JsonResponse(session.into()))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Failure> {
    let mut values = headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let fits = (1..=MAX_KEY_LENGTH).contains(&text.len())
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && values.next().is_none();
    if fits {
        return Ok(Some(IdempotencyKey::new(text)));
    }
    Err(Failure::Invalid {
        field: "Idempotency-Key",
        code: "invalid_idempotency_key",
        sentence: "The Idempotency-Key must be a single one of 1 to 128 printable ASCII characters".to_owned(),
    })
}
