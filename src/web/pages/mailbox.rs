//! The development mailbox.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::render;
use crate::context::Context;
use crate::mail::Mailbox;
use crate::mail::mailbox::Received;
use crate::web::error::Failure;
use crate::web::extract::RequestLocale;

#[derive(Serialize)]
struct Mails {
    messages: Vec<Received>,
    base_url: String,
}

/// Show the mails.
pub(crate) async fn get(State(context): State<Context>, locale: RequestLocale) -> Result<Response, Failure> {
    let fields =
        Mails { messages: mailbox(&context)?.mails(), base_url: context.settings.public_url.as_str().to_owned() };
    render(&context, "pages/mailbox.html", locale.negotiate(None), StatusCode::OK, fields)
}

/// List the mails as JSON.
pub(crate) async fn list(State(context): State<Context>) -> Result<axum::Json<Vec<Received>>, Failure> {
    Ok(axum::Json(mailbox(&context)?.mails()))
}

/// Empty the mailbox.
pub(crate) async fn empty(State(context): State<Context>) -> Result<StatusCode, Failure> {
    mailbox(&context)?.empty();
    Ok(StatusCode::NO_CONTENT)
}

/// It exists only with no mail server set and a loopback public URL; anywhere else this is an unknown path.
fn mailbox(context: &Context) -> Result<&Mailbox, Failure> {
    context.mail.as_mailbox().filter(|_| context.settings.public_url.is_loopback()).ok_or(Failure::NotFound)
}
