//! What was done with one's own account.

use axum::extract::{Query, State};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{bad_cursor, clamped_limit};
use crate::auth::event;
use crate::context::Context;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::Caller;

/// Something that was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventBody {
    event_id: Uuid,
    /// A stable word for it.
    #[schema(examples("session_begun"))]
    kind: String,
    creation_date: i64,
    /// The label of the device, or the name of the key, that it was about.
    session_platform: Option<String>,
    ip: Option<String>,
    /// The request that did it.
    request_id: Option<String>,
}

impl From<entity::event::Model> for EventBody {
    fn from(event: entity::event::Model) -> Self {
        Self {
            event_id: event.id,
            kind: event.kind.to_value(),
            creation_date: event.creation_date,
            session_platform: event.platform,
            ip: event.ip,
            request_id: event.request_id,
        }
    }
}

/// A page of events.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventsBody {
    /// The newest first.
    events: Vec<EventBody>,
    /// For the next page; null on the last one.
    next_cursor: Option<String>,
}

/// Which events.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventsQuery {
    /// 1 to 100.
    limit: Option<String>,
    /// From the page before.
    cursor: Option<String>,
}

/// List what was done with the account: registrations, logins, sessions, keys, changes.
#[utoipa::path(
    get,
    path = "/auth/account/events",
    operation_id = "list_events",
    tag = "account",
    params(EventsQuery),
    security(("credential" = [])),
    responses(
        (status = 200, description = "A page of events", body = EventsBody),
        (status = 400, description = "Two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 422, description = "A bad cursor", body = ErrorBody),
    )
)]
pub(crate) async fn list_events(
    State(context): State<Context>,
    caller: Caller,
    query: Query<EventsQuery>,
) -> Result<JsonResponse<EventsBody>, Failure> {
    let after = query.cursor.as_deref().map(|text| text.parse().map_err(|_| bad_cursor())).transpose()?;
    let limit = clamped_limit(query.limit.as_deref());
    let page = event::list(&context, caller.account_id, limit, after).await?;
    Ok(JsonResponse(EventsBody {
        events: page.events.into_iter().map(EventBody::from).collect(),
        next_cursor: page.next.map(|id| id.to_string()),
    }))
}
