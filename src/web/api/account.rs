//! One's own account.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::present;
use crate::auth::account::{self, Account, Change};
use crate::auth::email_address::EmailAddress;
use crate::auth::username::Username;
use crate::context::Context;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{Caller, Json, RequestLocale};

/// An account.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountBody {
    account_id: Uuid,
    username: String,
    email: Option<String>,
    /// Whether the address has proven itself.
    email_verified: bool,
    /// An address that was asked for and has not yet proven itself.
    pending_email: Option<String>,
    creation_date: i64,
}

impl From<Account> for AccountBody {
    fn from(account: Account) -> Self {
        Self {
            account_id: account.row.id,
            username: account.row.username,
            email: account.row.email,
            email_verified: account.row.email_verified,
            pending_email: account.pending_email,
            creation_date: account.row.creation_date,
        }
    }
}

/// Read the account.
#[utoipa::path(
    get,
    path = "/auth/account",
    operation_id = "get_account",
    tag = "account",
    security(("credential" = [])),
    responses(
        (status = 200, description = "The account", body = AccountBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
    )
)]
pub(crate) async fn get_account(
    State(context): State<Context>,
    caller: Caller,
) -> Result<JsonResponse<AccountBody>, Failure> {
    Ok(JsonResponse(account::get(&context, caller.account_id).await?.into()))
}

/// What is to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[expect(clippy::option_option, reason = "absent, null and present are three things here")]
pub(crate) struct ChangeBody {
    /// A new name, at once.
    username: Option<String>,
    /// A new address, once it has proven itself; null removes the present one.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    /// Language of the mails that come of it (BCP 47).
    locale: Option<String>,
}

/// Change the name or the address.
#[utoipa::path(
    patch,
    path = "/auth/account",
    operation_id = "change_account",
    tag = "account",
    request_body = ChangeBody,
    security(("credential" = [])),
    responses(
        (status = 200, description = "The account as it is now", body = AccountBody),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 409, description = "The username is taken", body = ErrorBody),
        (status = 422, description = "A field breaks a rule", body = ErrorBody),
        (status = 429, description = "Too many changes, or one that its owner cannot be told of", body = ErrorBody),
    )
)]
pub(crate) async fn change_account(
    State(context): State<Context>,
    caller: Caller,
    locale: RequestLocale,
    body: Json<ChangeBody>,
) -> Result<JsonResponse<AccountBody>, Failure> {
    let fields = body.value;
    // Whoever gives an account a mailbox of his own signs in with it: that would make a session of a key (invariant 36).
    if fields.email.is_some() {
        caller.session()?;
    }
    let change = Change {
        username: fields.username.as_deref().map(Username::parse).transpose()?,
        email: match fields.email {
            Some(Some(email)) => Some(Some(EmailAddress::parse(&email)?)),
            Some(None) => Some(None),
            None => None,
        },
        locale: locale.negotiate(fields.locale.as_deref()),
    };
    Ok(JsonResponse(account::change(&context, &caller, &change).await?.into()))
}

/// Delete the account with everything that is its own.
#[utoipa::path(
    delete,
    path = "/auth/account",
    operation_id = "delete_account",
    tag = "account",
    security(("credential" = [])),
    responses(
        (status = 204, description = "Gone"),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
    )
)]
pub(crate) async fn delete_account(
    State(context): State<Context>,
    caller: Caller,
    locale: RequestLocale,
) -> Result<StatusCode, Failure> {
    account::delete(&context, &caller, locale.negotiate(None)).await?;
    Ok(StatusCode::NO_CONTENT)
}
