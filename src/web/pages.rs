//! Pages, one file per screen. All of them are complete without JavaScript.

pub(crate) mod assets;
pub(crate) mod confirm;
pub(crate) mod docs;
pub(crate) mod email;
pub(crate) mod mailbox;
pub(crate) mod me;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use super::error::{Deliberate, Failure};
use crate::context::Context;
use crate::locale::Locale;

/// Renders a page.
///
/// # Errors
/// The template is broken.
pub(crate) fn render(
    context: &Context,
    template: &str,
    locale: Locale,
    status: StatusCode,
    fields: impl Serialize,
) -> Result<Response, Failure> {
    let html = context.templates.render(template, locale, fields)?;
    let mut response = (status, Html(html)).into_response();
    response.extensions_mut().insert(Deliberate);
    Ok(response)
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
    host: String,
}

fn render_outcome(
    context: &Context,
    locale: Locale,
    status: StatusCode,
    mut outcome: Outcome,
) -> Result<Response, Failure> {
    context.settings.public_url.host().clone_into(&mut outcome.host);
    render(context, "pages/outcome.html", locale, status, outcome)
}

fn unknown_link(context: &Context, locale: Locale) -> Result<Response, Failure> {
    render_outcome(context, locale, StatusCode::NOT_FOUND, Outcome { kind: "unknown_link", ..Outcome::default() })
}
