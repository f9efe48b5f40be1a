//! The page behind a link about an address.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use entity::email_link::EmailLinkKind;
use serde::Serialize;
use utoipa::ToSchema;

use super::sample::{NOW, Sample};
use super::{Outcome, Page, older_answer, render_outcome, unknown_link};
use crate::auth::email_link::{FollowError, LinkQuestion, Said, UNDO_TTL, follow, peek, proves};
use crate::auth::first_proof::{self, Older};
use crate::context::Context;
use crate::crypto::secret::EmailToken;
use crate::limits::LimitedAction;
use crate::web::error::Failure;
use crate::web::extract::{Form, RequestClientInfo, SameOrigin, Segment, check_rate_limit};

#[derive(Serialize)]
struct EmailContext<'a> {
    action: String,
    kind: &'static str,
    username: &'a str,
    email: &'a str,
    old_email: Option<&'a str>,
    new_email: Option<&'a str>,
    host: &'a str,
    /// Whether the box was left as it was.
    box_missing: bool,
    older: Older,
    /// Whether everything older was to end when something else was missing: it is not to be ticked again.
    end_ticked: bool,
}

/// Ask whether to follow the link. Changes nothing.
#[utoipa::path(
    get,
    path = "/auth/email/{token}",
    operation_id = "ask_about_address",
    tag = "links",
    params(("token" = String, Path, description = "What the mail holds")),
    responses(
        (status = 200, description = "The page that asks", content_type = "text/html", body = String),
        (status = 410, description = "Followed already, replaced, or over", content_type = "text/html", body = String),
    )
)]
pub(crate) async fn get(
    State(context): State<Context>,
    RequestClientInfo(client): RequestClientInfo,
    Segment(token): Segment,
    page: Page,
) -> Result<Response, Failure> {
    check_rate_limit(&context, LimitedAction::Link, &client)?;
    let Some(token) = EmailToken::parse_link(&token) else { return unknown_link(&context, &page, None) };
    let Some(question) = peek(&context, &token).await? else { return unknown_link(&context, &page, None) };
    let page = page.in_language(&question.link.locale);
    match &question.standing {
        Ok(()) => ask(&context, &page, &token, &question, FormState::First).await,
        Err(error) => over(&context, &page, error, Some(question.link.email.clone())),
    }
}

/// The fields of the page's form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; the fields are read one by one")]
pub(crate) struct AddressDecision {
    /// `apply`.
    decision: String,
    /// `yes`, for a proof of an address: this account is mine.
    confirm_account: Option<String>,
    /// `yes`, for a way back.
    confirm_undo: Option<String>,
    /// `yes`: everything older ends, where the page offers that.
    end_other_sessions: Option<String>,
}

/// Follow the link.
#[utoipa::path(
    post,
    path = "/auth/email/{token}",
    operation_id = "follow_address_link",
    tag = "links",
    params(("token" = String, Path, description = "What the mail holds")),
    request_body(content = AddressDecision, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "It is done", content_type = "text/html", body = String),
        (status = 410, description = "Followed already, replaced, or over", content_type = "text/html", body = String),
        (status = 422, description = "The box is not ticked", content_type = "text/html", body = String),
        (status = 429, description = "The former address cannot be told now: nothing was changed", content_type = "text/html", body = String),
    )
)]
pub(crate) async fn post(
    State(context): State<Context>,
    _: SameOrigin,
    Segment(token): Segment,
    page: Page,
    form: Form,
) -> Result<Response, Failure> {
    let Some(token) = EmailToken::parse_link(&token) else { return unknown_link(&context, &page, None) };
    let Some(question) = peek(&context, &token).await? else { return unknown_link(&context, &page, None) };
    let page = page.in_language(&question.link.locale);
    let email = Some(question.link.email.clone());
    if let Err(error) = &question.standing {
        return over(&context, &page, error, email);
    }
    let is_undo = question.link.kind == EmailLinkKind::Undo;
    // The contract asks for a POST with a box that is ticked: only a decision that says something else is refused.
    if form.get("decision").is_some_and(|decision| decision != "apply") {
        return ask(&context, &page, &token, &question, FormState::Again).await;
    }
    let confirmed = form.is_yes(if is_undo { "confirm_undo" } else { "confirm_account" });
    match follow(&context, &token, Said { confirmed, older: older_answer(&form) }).await {
        Ok(link) => {
            let outcome = if link.kind == EmailLinkKind::Undo { "email_undone" } else { "email_confirmed" };
            let username = Some(question.account.username);
            let outcome = Outcome { kind: outcome, username, email, ..Outcome::default() };
            render_outcome(&context, &page, StatusCode::OK, outcome)
        }
        Err(FollowError::NotConfirmed) => {
            let end_ticked = form.is_yes("end_other_sessions");
            ask(&context, &page, &token, &question, FormState::BoxMissing { end_ticked }).await
        }
        Err(error @ (FollowError::Used | FollowError::Expired | FollowError::Confirmed | FollowError::Replaced)) => {
            over(&context, &page, &error, email)
        }
        Err(error) => Err(error.into()),
    }
}

/// How the question is put this time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FormState {
    First,
    Again,
    BoxMissing { end_ticked: bool },
}

async fn ask(
    context: &Context,
    page: &Page,
    token: &EmailToken,
    question: &LinkQuestion,
    asking: FormState,
) -> Result<Response, Failure> {
    let status = if asking == FormState::First { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let older = if proves(&question.link, &question.account) {
        let (now, link) = (context.now(), &question.link);
        let older = first_proof::older(context.db.read(), link.account_id, now, link.id).await?;
        // The way back of the address that is in use is counted anew from the change on.
        let replaces = link.kind == EmailLinkKind::Change && question.account.email_verified;
        Older { way_back_until: if replaces { Some(now + UNDO_TTL) } else { older.way_back_until }, ..older }
    } else {
        Older::default()
    };
    let kind = match question.link.kind {
        EmailLinkKind::Verification => "verification",
        EmailLinkKind::Change => "change",
        EmailLinkKind::Undo => "undo",
    };
    let fields = EmailContext {
        action: format!("/auth/email/{}", token.expose()),
        kind,
        username: &question.account.username,
        email: &question.link.email,
        old_email: question.account.email.as_deref().filter(|old| *old != question.link.email),
        new_email: question.link.new_email.as_deref(),
        host: context.settings.public_url.host(),
        box_missing: matches!(asking, FormState::BoxMissing { .. }),
        older,
        end_ticked: asking == FormState::BoxMissing { end_ticked: true },
    };
    page.render("pages/email.html", status, fields)
}

fn over(context: &Context, page: &Page, error: &FollowError, email: Option<String>) -> Result<Response, Failure> {
    let outcome = match error {
        FollowError::Used => "email_link_used",
        FollowError::Expired => "email_link_expired",
        FollowError::Confirmed => "email_link_confirmed",
        FollowError::Replaced => "email_link_replaced",
        FollowError::Untold { seconds } => return Err(Failure::Untold { retry_after: *seconds }),
        FollowError::Unknown | FollowError::NotConfirmed | FollowError::Database(_) => {
            return unknown_link(context, page, None);
        }
    };
    let outcome = Outcome { kind: outcome, email, ..Outcome::default() };
    render_outcome(context, page, StatusCode::GONE, outcome)
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |kind, other: Option<&'static str>, box_missing| {
        let fields = EmailContext {
            action: "/auth/email/TOKEN".to_owned(),
            kind,
            username: "ada",
            email: "ada@example.org",
            old_email: other,
            new_email: other,
            host: "id.example.org",
            box_missing,
            older: Older {
                sessions: other.map_or(0, |_| 2),
                keys: 1,
                way_back_until: other.map(|_| NOW),
                ..Older::default()
            },
            end_ticked: box_missing,
        };
        Sample::of("pages/email.html", fields)
    };
    ["verification", "change", "undo"]
        .into_iter()
        .flat_map(|kind| [page(kind, None, false), page(kind, Some("other@example.org"), true)])
        .collect()
}
