//! Who is calling.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::account;
use crate::context::Context;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::OptionalCaller;

/// Who is calling; all null for an anonymous caller.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct WhoamiBody {
    account_id: Option<Uuid>,
    username: Option<String>,
    /// What the credential may do.
    scopes: Option<Vec<String>>,
    /// What kind of credential it is.
    #[schema(examples("session", "access_key", "access_token"))]
    credential: Option<&'static str>,
}

/// Say who is calling.
#[utoipa::path(
    get,
    path = "/auth/whoami",
    operation_id = "whoami",
    tag = "account",
    security((), ("credential" = [])),
    responses(
        (status = 200, description = "Who is calling", body = WhoamiBody),
        (status = 400, description = "Two different credentials", body = ErrorBody),
        (status = 401, description = "A bad credential", body = ErrorBody),
    )
)]
pub(crate) async fn whoami(
    State(context): State<Context>,
    OptionalCaller(caller): OptionalCaller,
) -> Result<axum::Json<WhoamiBody>, Failure> {
    let Some(caller) = caller else { return Ok(axum::Json(WhoamiBody::default())) };
    let account = account::row(&context, caller.account_id).await?;
    Ok(axum::Json(WhoamiBody {
        account_id: Some(account.id),
        username: Some(account.username),
        scopes: Some(caller.scopes.to_vec()),
        credential: Some(caller.credential()),
    }))
}
