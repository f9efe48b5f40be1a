//! Pages, one file per screen. All of them are complete without JavaScript.

pub(crate) mod account;
pub(crate) mod assets;
pub(crate) mod confirm;
pub(crate) mod docs;
pub(crate) mod email;
pub(crate) mod language;
pub(crate) mod mailbox;
pub(crate) mod me;
mod page;
pub(crate) mod register;
mod sample;
pub(crate) mod samples;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod signed_in;
pub(crate) mod waiting;

pub(crate) use page::Page;

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::error::Failure;
use crate::auth::first_proof::Answer;
use crate::auth::revocation::Revoked;
use crate::auth::user_agent::{self, DeviceKind};
use crate::context::Context;
use crate::web::extract::Form;
use sample::Sample;

/// What is wrong with a field of a form.
#[derive(Clone, Serialize)]
struct Problem {
    /// The element's id.
    field: Cow<'static, str>,
    /// Names the sentence.
    code: &'static str,
}

impl Problem {
    fn at(field: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        Self { field: field.into(), code }
    }
}

/// A device as it is shown: a kind, and what its `User-Agent` says in a few words.
#[derive(Serialize)]
struct Device {
    kind: DeviceKind,
    program: Option<&'static str>,
    system: Option<&'static str>,
}

impl Device {
    fn of(platform: &str, user_agent: Option<&str>) -> Self {
        let described = user_agent.and_then(user_agent::describe);
        Self {
            kind: user_agent::kind(platform, user_agent),
            program: described.map(|(program, _)| program),
            system: described.and_then(|(_, system)| system),
        }
    }
}

/// What became of a link.
#[derive(Default, Serialize)]
struct Outcome {
    #[serde(rename = "outcome")]
    kind: &'static str,
    platform: Option<String>,
    username: Option<String>,
    email: Option<String>,
    undo_action: Option<String>,
    undo_until: Option<i64>,
    /// Unix seconds of what was asked for, of its end, and of the decision.
    requested: Option<i64>,
    expires: Option<i64>,
    decided: Option<i64>,
    decided_from: Option<String>,
    /// Where this browser waits, if it is the one that asked.
    waiting_page: Option<String>,
    /// What ended with an approval that was taken back.
    revoked: Revoked,
    /// Whether the address is the old one again.
    email_restored: bool,
    now: i64,
    host: String,
}

/// What a form says of everything older than the first proof of an address: it has a mark where the page asked.
fn older_answer(form: &Form) -> Answer {
    if form.is_yes("end_other_sessions") {
        Answer::End
    } else if form.is_yes("older_named") {
        Answer::Keep
    } else {
        Answer::NotAsked
    }
}

fn render_outcome(
    context: &Context,
    page: &Page,
    status: StatusCode,
    mut outcome: Outcome,
) -> Result<Response, Failure> {
    context.settings.public_url.host().clone_into(&mut outcome.host);
    outcome.now = context.now();
    page.render("pages/outcome.html", status, outcome)
}

/// `waiting_page` is where this browser waits for a login, if it does.
fn unknown_link(context: &Context, page: &Page, waiting_page: Option<String>) -> Result<Response, Failure> {
    let outcome = Outcome { kind: "unknown_link", waiting_page, ..Outcome::default() };
    render_outcome(context, page, StatusCode::NOT_FOUND, outcome)
}

/// Every outcome, with all that can be said about it and with nothing.
fn outcome_samples() -> Vec<Sample> {
    [
        "denied",
        "undone",
        "already_approved",
        "already_denied",
        "already_undone",
        "expired",
        "too_many_codes",
        "unknown_link",
        "email_confirmed",
        "email_undone",
        "email_link_used",
        "email_link_expired",
        "email_link_confirmed",
        "email_link_replaced",
    ]
    .into_iter()
    .flat_map(|kind| {
        let whole = Outcome {
            kind,
            platform: Some("cURL <b>&\"".to_owned()),
            username: Some("ada".to_owned()),
            email: Some("ada@example.org".to_owned()),
            undo_action: Some("/auth/confirm/TOKEN".to_owned()),
            undo_until: Some(sample::NOW + 900),
            now: sample::NOW,
            requested: Some(sample::NOW),
            expires: Some(sample::NOW),
            decided: Some(sample::NOW),
            decided_from: Some("203.0.113.9".to_owned()),
            waiting_page: Some("/sign-in/waiting/0123456789abcdef".to_owned()),
            revoked: Revoked { sessions: 2, keys: 1, keys_left: 0, changes: 1, approvals: 1 },
            email_restored: true,
            host: "id.example.org".to_owned(),
        };
        [whole, Outcome { kind, ..Outcome::default() }].map(|outcome| Sample::of("pages/outcome.html", outcome))
    })
    .collect()
}
