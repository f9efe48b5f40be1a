//! The page behind a link about an address.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use entity::email_link::EmailLinkKind;
use serde::Serialize;

use super::{Outcome, render, render_outcome, unknown_link};
use crate::auth::email_link::{FollowError, LinkQuestion, follow, peek};
use crate::context::Context;
use crate::locale::Locale;
use crate::secret::EmailToken;
use crate::web::error::Failure;
use crate::web::extract::{Form, OwnPage, RequestLocale, Segment};

#[derive(Serialize)]
struct Asked<'a> {
    action: String,
    kind: &'static str,
    username: &'a str,
    email: &'a str,
    old_email: Option<&'a str>,
    new_email: Option<&'a str>,
    host: &'a str,
}

/// Ask whether to follow the link. Changes nothing.
pub(crate) async fn get(
    State(context): State<Context>,
    Segment(token): Segment,
    locale: RequestLocale,
) -> Result<Response, Failure> {
    let Some(token) = EmailToken::parse_link(&token) else { return unknown_link(&context, locale.negotiate(None)) };
    let Some(question) = peek(&context, &token).await? else { return unknown_link(&context, locale.negotiate(None)) };
    match &question.standing {
        Ok(()) => ask(&context, &token, &question, StatusCode::OK),
        Err(error) => over(&context, page_locale(&question), error, Some(question.link.email.clone())),
    }
}

/// Follow the link.
pub(crate) async fn post(
    State(context): State<Context>,
    _: OwnPage,
    Segment(token): Segment,
    locale: RequestLocale,
    form: Form,
) -> Result<Response, Failure> {
    let Some(token) = EmailToken::parse_link(&token) else { return unknown_link(&context, locale.negotiate(None)) };
    let Some(question) = peek(&context, &token).await? else { return unknown_link(&context, locale.negotiate(None)) };
    let locale = page_locale(&question);
    let email = Some(question.link.email.clone());
    if let Err(error) = &question.standing {
        return over(&context, locale, error, email);
    }
    // The contract asks for a POST and names no field: only one that says something else is refused.
    if form.get("decision").is_some_and(|decision| decision != "apply") {
        return ask(&context, &token, &question, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match follow(&context, &token).await {
        Ok(link) => {
            let outcome = if link.kind == EmailLinkKind::Undo { "email_undone" } else { "email_confirmed" };
            let username = Some(question.account.username);
            let outcome = Outcome { kind: outcome, username, email, ..Outcome::default() };
            render_outcome(&context, locale, StatusCode::OK, outcome)
        }
        Err(error @ (FollowError::Used | FollowError::Expired | FollowError::Replaced)) => {
            over(&context, locale, &error, email)
        }
        Err(error) => Err(error.into()),
    }
}

fn page_locale(question: &LinkQuestion) -> Locale {
    Locale::from_tag(&question.link.locale).unwrap_or_default()
}

fn ask(
    context: &Context,
    token: &EmailToken,
    question: &LinkQuestion,
    status: StatusCode,
) -> Result<Response, Failure> {
    let kind = match question.link.kind {
        EmailLinkKind::Verification => "verification",
        EmailLinkKind::Change => "change",
        EmailLinkKind::Undo => "undo",
    };
    let fields = Asked {
        action: format!("/auth/email/{}", token.expose()),
        kind,
        username: &question.account.username,
        email: &question.link.email,
        old_email: question.account.email.as_deref().filter(|old| *old != question.link.email),
        new_email: question.link.new_email.as_deref(),
        host: context.settings.public_url.host(),
    };
    render(context, "pages/email.html", page_locale(question), status, fields)
}

fn over(context: &Context, locale: Locale, error: &FollowError, email: Option<String>) -> Result<Response, Failure> {
    let outcome = match error {
        FollowError::Used => "email_link_used",
        FollowError::Expired => "email_link_expired",
        FollowError::Replaced => "email_link_replaced",
        FollowError::Unknown | FollowError::Database(_) => return unknown_link(context, locale),
    };
    let outcome = Outcome { kind: outcome, email, ..Outcome::default() };
    render_outcome(context, locale, StatusCode::GONE, outcome)
}
