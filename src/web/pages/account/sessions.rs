//! Renaming and ending sessions.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Person, done, done_with, refuse};
use crate::auth::platform::Platform;
use crate::auth::revocation::Reach;
use crate::auth::session::{self, Others};
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::{Form, SameOrigin, Segment};
use crate::web::pages::sign_out::leave;
use crate::web::pages::{Page, Problem};

/// Rename one session, or end it.
pub(crate) async fn change(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    page: Page,
    session_id: Segment,
    form: Form,
) -> Result<Response, Failure> {
    let session_id = session_id.id()?;
    match form.get("decision") {
        Some("end") if session_id == person.session.id => leave(&context, &person.session, person.strays, &form).await,
        Some("end") => {
            let reach = Reach { keys: form.is_yes("end_keys"), sessions: form.is_yes("end_sessions") };
            match session::end(&context, person.account_id, session_id, Some(reach)).await? {
                Some(revoked) => done_with(&context, "session-ended", &revoked, false),
                None => done(&context, "gone"),
            }
        }
        Some("rename") => {
            let typed = form.get("name").map(str::trim).unwrap_or_default();
            // An empty name gives the client's own label back.
            let name = match (typed.is_empty(), Platform::parse(typed)) {
                (true, _) => None,
                (false, Ok(name)) => Some(name),
                (false, Err(_)) => {
                    let problem = Problem::at(format!("name-{session_id}"), "invalid_session_name");
                    return refuse(&context, &person, &page, StatusCode::UNPROCESSABLE_ENTITY, problem, typed).await;
                }
            };
            let renamed = session::rename(&context, person.account_id, session_id, name.as_ref()).await?;
            done(&context, if renamed { "session-renamed" } else { "gone" })
        }
        _ => done(&context, "undecided"),
    }
}

/// End all sessions but this one.
pub(crate) async fn end_others(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    form: Form,
) -> Result<Response, Failure> {
    let own = Some(person.session.id);
    let others = Others { current: own, maker: own, platform: None };
    let reach = Reach { keys: form.is_yes("end_keys"), sessions: false };
    let revoked = session::end_others(&context, person.account_id, &others, reach).await?;
    done_with(&context, "sessions-ended", &revoked, false)
}

/// End this session, or with `everywhere` all of them: for pages that were opened before `/sign-out` was there.
pub(crate) async fn sign_out(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    form: Form,
) -> Result<Response, Failure> {
    leave(&context, &person.session, person.strays, &form).await
}
