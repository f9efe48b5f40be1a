//! Who is calling.

use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::web::answer::JsonResponse;
use crate::web::error::ErrorBody;
use crate::web::extract::OptionalCaller;

/// Who is calling; all null for an anonymous caller.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct WhoamiBody<'a> {
    account_id: Option<Uuid>,
    username: Option<&'a str>,
    /// What the credential may do.
    scopes: Option<&'a [String]>,
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
pub(crate) async fn whoami(OptionalCaller(caller): OptionalCaller) -> Response {
    let body = caller.as_ref().map_or_else(WhoamiBody::default, |caller| WhoamiBody {
        account_id: Some(caller.account_id),
        username: Some(&caller.account.username),
        scopes: Some(caller.scopes.as_slice()),
        credential: Some(caller.credential()),
    });
    JsonResponse(body).into_response()
}
