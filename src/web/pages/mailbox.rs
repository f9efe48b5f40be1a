//! The development mailbox.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::Page;
use super::sample::{NOW, Sample};
use crate::context::Context;
use crate::mail::Mailbox;
use crate::mail::mailbox::Received;
use crate::web::answer::JsonResponse;
use crate::web::error::Failure;
use crate::web::extract::{NoForeignPage, SameOrigin, Segment};
use crate::web::layers::Allowances;

/// More are in the JSON.
const SHOWN: usize = 50;

#[derive(Serialize)]
struct Listing {
    mails: Vec<MailRow>,
    count: usize,
    /// Tells the page's script whether anything is new.
    version: String,
    base_url: String,
    /// Only mails to addresses with this in them are listed.
    to: String,
    now: i64,
}

/// What is listed.
#[derive(Deserialize)]
pub(crate) struct Filter {
    to: Option<String>,
}

#[derive(Serialize)]
struct MailRow {
    id: String,
    from: String,
    to: String,
    subject: String,
    code: Option<String>,
    date: i64,
    links: Vec<String>,
}

#[derive(Serialize)]
struct MailPage {
    id: String,
    from: String,
    to: String,
    subject: String,
    date: i64,
    links: Vec<String>,
    text: String,
    headers: String,
    source: String,
}

impl MailPage {
    fn of(mail: Received, from: String) -> Self {
        let headers = mail.source.split("\r\n\r\n").next().unwrap_or_default().to_owned();
        let Received { id, to, subject, date, text, links, source, html: _, code: _ } = mail;
        Self { id, from, to, subject, date, links, text, headers, source }
    }
}

/// List the mails.
pub(crate) async fn get(
    State(context): State<Context>,
    page: Page,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    let to = filter.to.unwrap_or_default().trim().to_owned();
    let mut mails = mailbox(&context)?.mails();
    let wanted = to.to_lowercase();
    mails.retain(|mail| mail.to.to_lowercase().contains(&wanted));
    let listing = Listing {
        base_url: context.settings.public_url.as_str().to_owned(),
        to,
        ..listing(mails, &context.mail.sender(), context.now())
    };
    page.render("pages/mailbox.html", StatusCode::OK, listing)
}

fn listing(mails: Vec<Received>, from: &str, now: i64) -> Listing {
    let count = mails.len();
    let version = mails.first().map_or_else(|| "empty".to_owned(), |newest| newest.id.clone());
    let row = |mail: Received| {
        let Received { id, to, subject, date, links, code, .. } = mail;
        MailRow { id, from: from.to_owned(), to, subject, code, date, links }
    };
    let mails = mails.into_iter().take(SHOWN).map(row).collect();
    Listing { mails, count, version, base_url: String::new(), to: String::new(), now }
}

/// Show one mail.
pub(crate) async fn show(
    State(context): State<Context>,
    page: Page,
    Segment(id): Segment,
) -> Result<Response, Failure> {
    let mail = mailbox(&context)?.mail(&id).ok_or(Failure::NotFound)?;
    page.with_frames().render("pages/mail.html", StatusCode::OK, MailPage::of(mail, context.mail.sender()))
}

/// The HTML of one mail, as a mail program would show it. Its links open beside it, since no page of ours lets itself be
/// framed.
pub(crate) async fn html(State(context): State<Context>, Segment(id): Segment) -> Result<Response, Failure> {
    let mail = mailbox(&context)?.mail(&id).ok_or(Failure::NotFound)?;
    let html = mail.html.replacen("<head>", "<head><base target=\"_blank\">", 1);
    let mut response = Html(html).into_response();
    response.extensions_mut().insert(Allowances { mail: true, ..Allowances::default() });
    Ok(response)
}

/// List the mails as JSON.
pub(crate) async fn list(State(context): State<Context>) -> Result<JsonResponse<Vec<Received>>, Failure> {
    Ok(JsonResponse(mailbox(&context)?.mails()))
}

/// Empty the mailbox.
pub(crate) async fn empty(State(context): State<Context>, _: NoForeignPage) -> Result<StatusCode, Failure> {
    mailbox(&context)?.empty();
    Ok(StatusCode::NO_CONTENT)
}

/// Empty the mailbox, by its page's button.
pub(crate) async fn post(State(context): State<Context>, _: SameOrigin) -> Result<Redirect, Failure> {
    mailbox(&context)?.empty();
    Ok(Redirect::to("/dev/mailbox"))
}

/// Whom it answers is decided before, for all routes of development.
fn mailbox(context: &Context) -> Result<&Mailbox, Failure> {
    context.mail.as_mailbox().ok_or(Failure::NotFound)
}

pub(super) fn samples() -> Vec<Sample> {
    let mail = || Received {
        id: "1".to_owned(),
        to: "ada@example.org".to_owned(),
        subject: "K7QM-2XTD <b>".to_owned(),
        code: Some("K7QM-2XTD".to_owned()),
        date: NOW,
        text: "Text".to_owned(),
        html: "<p>Text</p>".to_owned(),
        links: vec!["http://127.0.0.1:3000/auth/confirm/TOKEN".to_owned()],
        source: "Subject: K7QM-2XTD\r\n\r\nText".to_owned(),
    };
    let from = "no-reply@example.org".to_owned();
    let list = |mails| Sample::of("pages/mailbox.html", listing(mails, &from, NOW));
    vec![list(Vec::new()), list(vec![mail()]), Sample::of("pages/mail.html", MailPage::of(mail(), from.clone()))]
}
