//! What becomes of everything that is older than the first proof of the address, where no page asked then.

use axum::extract::State;
use axum::response::Response;

use super::{Person, done};
use crate::auth::first_proof;
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::{Form, SameOrigin};

/// End it, or keep it.
pub(crate) async fn answer(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    form: Form,
) -> Result<Response, Failure> {
    let end = match form.get("decision") {
        Some("end") => true,
        Some("keep") => false,
        _ => return done(&context, "undecided"),
    };
    let answered = first_proof::answer(&context, &person, &person.session, end).await?;
    let notice = if end { "older-ended" } else { "older-kept" };
    done(&context, if answered { notice } else { "undecided" })
}
