//! Logins that wait for a decision, and deciding them from a signed-in device.

use axum::extract::State;
use axum::http::StatusCode;
use entity::pending_login;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::required;
use crate::auth::pending_login::{Verdict, decide, waiting};
use crate::context::Context;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{Caller, Json, RequestClientInfo, Segment};

/// Logins in one list. A person can tell no more of them apart, and a flood of them must not fill an answer.
const MAX_LOGINS: u64 = 100;

/// A login that waits for a decision.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoginRow {
    /// For deciding it; it opens nothing.
    login_id: Uuid,
    /// The starter's own label for itself, which was not checked.
    session_platform: String,
    ip: Option<String>,
    user_agent: Option<String>,
    creation_date: i64,
    expiration_date: i64,
}

impl From<pending_login::Model> for LoginRow {
    fn from(login: pending_login::Model) -> Self {
        Self {
            login_id: login.id,
            session_platform: login.platform,
            ip: login.ip,
            user_agent: login.user_agent,
            creation_date: login.creation_date,
            expiration_date: login.expiration_date,
        }
    }
}

/// The account's logins.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoginsBody {
    /// At most 100: those of known starters first, then the newest first.
    logins: Vec<LoginRow>,
}

/// List the logins of the account that wait for a decision, whether they were mailed or held back.
#[utoipa::path(
    get,
    path = "/auth/logins",
    operation_id = "list_logins",
    tag = "login",
    security(("credential" = [])),
    responses(
        (status = 200, description = "The logins", body = LoginsBody),
        (status = 400, description = "Two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "Not a session token", body = ErrorBody),
    )
)]
pub(crate) async fn list_logins(
    State(context): State<Context>,
    caller: Caller,
    RequestClientInfo(client): RequestClientInfo,
) -> Result<JsonResponse<LoginsBody>, Failure> {
    let waiting = waiting(&context, caller.account_id, &client, MAX_LOGINS).await?;
    Ok(JsonResponse(LoginsBody { logins: waiting.logins.into_iter().map(LoginRow::from).collect() }))
}

/// What to do with a login.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DecisionBody {
    /// `approve`, `deny`, or within 15 minutes of an approval `undo`.
    #[schema(value_type = String, pattern = "^(approve|deny|undo)$", examples("approve"))]
    decision: Option<String>,
    /// What the waiting device shows; needed for `approve`.
    #[schema(examples("0F335B"))]
    match_code: Option<String>,
}

/// Decide a login of the account. Approving always takes the match code; the third different wrong one ends the login.
#[utoipa::path(
    post,
    path = "/auth/logins/{login_id}",
    operation_id = "decide_login",
    tag = "login",
    params(("login_id" = String, Path, description = "The login")),
    request_body = DecisionBody,
    security(("credential" = [])),
    responses(
        (status = 204, description = "Decided"),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "Not a session token", body = ErrorBody),
        (status = 404, description = "The account has no such login that waits for a decision", body = ErrorBody),
        (status = 422, description = "`match_code_missing`, `match_code_wrong`, or no such decision", body = ErrorBody),
    )
)]
pub(crate) async fn decide_login(
    State(context): State<Context>,
    caller: Caller,
    RequestClientInfo(client): RequestClientInfo,
    login_id: Segment,
    body: Json<DecisionBody>,
) -> Result<StatusCode, Failure> {
    let fields = body.value;
    let verdict = match required("decision", fields.decision)?.as_str() {
        "approve" => Verdict::Approve(fields.match_code.as_deref()),
        "deny" => Verdict::Deny,
        "undo" => Verdict::Undo,
        _ => {
            return Err(Failure::Invalid {
                field: "decision",
                code: "invalid_decision",
                sentence: "The decision must be approve, deny or undo".to_owned(),
            });
        }
    };
    let login_id = login_id.id()?;
    decide(&context, &caller, login_id, verdict, &client).await?;
    Ok(StatusCode::NO_CONTENT)
}
