//! The development mailbox.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::Page;
use super::samples::{NOW, Sample};
use crate::context::Context;
use crate::mail::Mailbox;
use crate::mail::mailbox::Received;
use crate::web::error::Failure;

#[derive(Serialize)]
struct Mails {
    messages: Vec<Received>,
    base_url: String,
}

/// Show the mails.
pub(crate) async fn get(State(context): State<Context>, page: Page) -> Result<Response, Failure> {
    let fields =
        Mails { messages: mailbox(&context)?.mails(), base_url: context.settings.public_url.as_str().to_owned() };
    page.render("pages/mailbox.html", StatusCode::OK, fields)
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

pub(super) fn samples() -> Vec<Sample> {
    let mail = Received {
        id: "1".to_owned(),
        to: "ada@example.org".to_owned(),
        subject: "K7QM-2XTD <b>".to_owned(),
        date: NOW,
        text: "Text".to_owned(),
        html: "<p>Text</p>".to_owned(),
        links: vec!["http://127.0.0.1:3000/auth/confirm/TOKEN".to_owned()],
    };
    let base_url = || "http://127.0.0.1:3000".to_owned();
    [Vec::new(), vec![mail]]
        .map(|messages| Sample::of("pages/mailbox.html", Mails { messages, base_url: base_url() }))
        .into()
}
