//! Sessions: listing, ending, extending.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use entity::session;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{asks_for, bad_cursor, clamped_limit};
use crate::auth::credential::Credential;
use crate::auth::identity::{self, AudiencePolicy};
use crate::auth::maker::Lineage;
use crate::auth::revocation::Reach;
use crate::auth::scope::KEYS_WRITE;
use crate::auth::session::{self as sessions, Cursor, Others};
use crate::context::Context;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{Caller, OptionalJson, Presented, Requirement, Segment, check_owners};

/// A session, without its token.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionBody {
    session_id: Uuid,
    /// The client's own label for itself.
    session_platform: String,
    creation_date: i64,
    last_seen_date: i64,
    expiration_date: i64,
    ip: Option<String>,
    user_agent: Option<String>,
    /// Address of the browser or device that approved it.
    approved_from: Option<String>,
    /// The session that approved it, which may have ended since; null where a mail did.
    approved_by: Option<Uuid>,
    /// Whether it is the one that asks.
    current: bool,
}

impl SessionBody {
    pub(crate) fn of(session: session::Model, current: Option<Uuid>) -> Self {
        Self {
            current: Some(session.id) == current,
            approved_by: Lineage::read(session.made_by.as_deref()).maker(),
            session_id: session.id,
            session_platform: session.platform,
            creation_date: session.creation_date,
            last_seen_date: session.last_seen_date,
            expiration_date: session.expiration_date,
            ip: session.ip,
            user_agent: session.user_agent,
            approved_from: session.approved_from,
        }
    }
}

/// A page of sessions.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionsBody {
    /// The last used first.
    sessions: Vec<SessionBody>,
    /// For the next page; null on the last one.
    next_cursor: Option<String>,
}

/// Which sessions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SessionsQuery {
    /// Only those of this platform.
    platform: Option<String>,
    /// 1 to 100.
    limit: Option<String>,
    /// From the page before.
    cursor: Option<String>,
}

/// List the account's sessions.
#[utoipa::path(
    get,
    path = "/auth/sessions",
    operation_id = "list_sessions",
    tag = "sessions",
    params(SessionsQuery),
    security(("credential" = [])),
    responses(
        (status = 200, description = "A page of sessions", body = SessionsBody),
        (status = 400, description = "Two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 422, description = "A bad cursor", body = ErrorBody),
    )
)]
pub(crate) async fn list_sessions(
    State(context): State<Context>,
    caller: Caller,
    query: Query<SessionsQuery>,
) -> Result<JsonResponse<SessionsBody>, Failure> {
    let cursor = query.cursor.as_deref().map(|text| Cursor::parse(text).ok_or_else(bad_cursor)).transpose()?;
    let platform = query.platform.as_deref();
    let limit = clamped_limit(query.limit.as_deref());
    let page = sessions::list(&context, caller.account_id, platform, limit, cursor).await?;
    let current = caller.session_id();
    Ok(JsonResponse(SessionsBody {
        sessions: page.sessions.into_iter().map(|session| SessionBody::of(session, current)).collect(),
        next_cursor: page.next.map(Cursor::encode),
    }))
}

/// What ends together with a session, beside the change of the address that it asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EndSessionQuery {
    /// `revoke` revokes the access keys that it made, too.
    keys: Option<String>,
    /// `end` ends the sessions that it let in, too.
    sessions: Option<String>,
}

/// Whether keys are revoked with the sessions, which takes what revoking them by themselves takes.
fn revokes_keys(caller: &Caller, keys: Option<&str>) -> Result<bool, Failure> {
    let revokes = asks_for("keys", keys, "revoke")?;
    if revokes && !caller.scopes.contains(KEYS_WRITE) {
        return Err(Failure::InsufficientScope(Requirement::Scope(KEYS_WRITE)));
    }
    Ok(revokes)
}

/// End one session, and withdraw the change of the address that it asked for.
#[utoipa::path(
    delete,
    path = "/auth/sessions/{session_id}",
    operation_id = "end_session",
    tag = "sessions",
    params(("session_id" = String, Path, description = "The session"), EndSessionQuery),
    security(("credential" = [])),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 404, description = "The account has no such session", body = ErrorBody),
        (status = 422, description = "A parameter has another value than the one that it takes", body = ErrorBody),
    )
)]
pub(crate) async fn end_session(
    State(context): State<Context>,
    caller: Caller,
    session_id: Segment,
    query: Query<EndSessionQuery>,
) -> Result<StatusCode, Failure> {
    let session_id = session_id.id()?;
    let keys = revokes_keys(&caller, query.keys.as_deref())?;
    let reach = Reach { keys, sessions: asks_for("sessions", query.sessions.as_deref(), "end")? };
    // Who signs himself out leaves what he made, unless he says otherwise.
    let by_its_own = caller.session_id() == Some(session_id) && reach == Reach::default();
    let ended = sessions::end(&context, caller.account_id, session_id, (!by_its_own).then_some(reach)).await?;
    ended.map(|_| StatusCode::NO_CONTENT).ok_or(Failure::NotFound)
}

/// What ended, and what did not.
#[derive(Serialize, ToSchema)]
pub(crate) struct EndedBody {
    /// Sessions that ended.
    ended: u64,
    /// Changes of the address that were withdrawn, since one of them had asked for it.
    changes_withdrawn: u64,
    /// Access keys that they made and that still open something.
    keys_left: u64,
}

/// Which sessions to end.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EndQuery {
    /// Only those of this platform.
    platform: Option<String>,
    /// `revoke` revokes the access keys that they made, too.
    keys: Option<String>,
}

/// End all sessions but the current one, and withdraw the changes of the address that they asked for.
#[utoipa::path(
    delete,
    path = "/auth/sessions",
    operation_id = "end_other_sessions",
    tag = "sessions",
    params(EndQuery),
    security(("credential" = [])),
    responses(
        (status = 200, description = "What ended", body = EndedBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 422, description = "A parameter has another value than the one that it takes", body = ErrorBody),
    )
)]
pub(crate) async fn end_other_sessions(
    State(context): State<Context>,
    caller: Caller,
    query: Query<EndQuery>,
) -> Result<JsonResponse<EndedBody>, Failure> {
    let current = caller.session_id();
    let maker = current.or_else(|| caller.access_key().map(|key| key.id));
    let others = Others { current, maker, platform: query.platform.as_deref() };
    let reach = Reach { keys: revokes_keys(&caller, query.keys.as_deref())?, sessions: false };
    let revoked = sessions::end_others(&context, caller.account_id, &others, reach).await?;
    Ok(JsonResponse(EndedBody {
        ended: revoked.sessions,
        changes_withdrawn: revoked.changes,
        keys_left: revoked.keys_left,
    }))
}

/// Which credential to end.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LogoutBody {
    /// The credential to end, of any kind, instead of the one that asks.
    token: Option<String>,
}

/// End a credential: the one in the body, else the one that asks. One that is dead already is fine.
#[utoipa::path(
    post,
    path = "/auth/logout",
    operation_id = "log_out",
    tag = "sessions",
    request_body = Option<LogoutBody>,
    security((), ("credential" = [])),
    responses(
        (status = 204, description = "Ended"),
        (status = 400, description = "Malformed body, or two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or one of no known form", body = ErrorBody),
    )
)]
pub(crate) async fn log_out(
    State(context): State<Context>,
    Presented(presented): Presented,
    OptionalJson(body): OptionalJson<LogoutBody>,
) -> Result<StatusCode, Failure> {
    let (credential, reach) = if let Some(text) = body.and_then(|body| body.token) {
        // What has not even a credential's form is as dead as can be.
        let credential = Credential::parse(&text);
        let own = presented.map(|presented| presented.credential.hash());
        let by_its_own = own.is_some() && own == credential.as_ref().map(Credential::hash);
        // Somebody else's, as far as anybody can tell.
        (credential, (!by_its_own).then(Reach::default))
    } else {
        let presented = presented.ok_or(Failure::AuthenticationRequired)?;
        if let Some(identity) = identity::authenticate(&context, &presented.credential, AudiencePolicy::Anybody).await?
        {
            check_owners(&context, identity.account_id, &presented.owners).await?;
        }
        (Some(presented.credential), None)
    };
    if let Some(credential) = credential {
        identity::end(&context, &credential, reach).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// When a session ends.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExtendedBody {
    expiration_date: i64,
}

/// Move the current session's end on, as far as its absolute limit allows.
#[utoipa::path(
    post,
    path = "/auth/session/extend",
    operation_id = "extend_session",
    tag = "sessions",
    security(("credential" = [])),
    responses(
        (status = 200, description = "The new end", body = ExtendedBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
    )
)]
pub(crate) async fn extend_session(
    State(context): State<Context>,
    caller: Caller,
) -> Result<JsonResponse<ExtendedBody>, Failure> {
    let extended = sessions::extend(&context, caller.session()?).await?;
    let expiration_date = extended.ok_or(Failure::InvalidCredentials)?;
    Ok(JsonResponse(ExtendedBody { expiration_date }))
}
