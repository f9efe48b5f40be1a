//! Changing address and name.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Person, done, refuse};
use crate::auth::account::{self, AccountError, Change};
use crate::auth::email_address::EmailAddress;
use crate::auth::username::Username;
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::{Form, SameOrigin};
use crate::web::pages::register::username_problem;
use crate::web::pages::{Page, Problem};

/// Change the address, remove it, have its mail sent again, or drop a change that is pending.
pub(crate) async fn change_email(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    page: Page,
    form: Form,
) -> Result<Response, Failure> {
    let account = account::get(&context, person.account_id).await?;
    let stored = |text: &str| EmailAddress::parse(text).map_err(|error| Failure::Internal(error.to_string()));
    let (email, notice) = match form.get("decision") {
        Some("change") => {
            let typed = form.get("email").map(str::trim).unwrap_or_default();
            let Ok(email) = EmailAddress::parse(typed) else {
                let code = if typed.is_empty() { "missing_email" } else { "invalid_email" };
                let problem = Problem::at("email", code);
                return refuse(&context, &person, &page, StatusCode::UNPROCESSABLE_ENTITY, problem, typed).await;
            };
            let unchanged = account.row.email_verified && account.row.email.as_deref() == Some(email.as_str());
            (Some(email), if unchanged { "email-unchanged" } else { "email-asked" })
        }
        Some("remove") => (None, "email-removed"),
        // The address that it is now: whatever was to take its place is withdrawn.
        Some("cancel") => (account.row.email.as_deref().map(stored).transpose()?, "email-cancelled"),
        Some("resend") => {
            let sent = account::resend_proof(&context, &person, page.locale()).await?;
            return done(&context, if sent { "email-resent" } else { "undecided" });
        }
        _ => return done(&context, "undecided"),
    };
    let change = Change { username: None, email: Some(email), locale: page.locale() };
    account::change(&context, &person, &change).await?;
    done(&context, notice)
}

/// Change the name.
pub(crate) async fn change_username(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    page: Page,
    form: Form,
) -> Result<Response, Failure> {
    let typed = form.get("username").map(str::trim).unwrap_or_default();
    let username = match Username::parse(typed) {
        Ok(username) => username,
        Err(error) => {
            let problem = username_problem(typed, error);
            return refuse(&context, &person, &page, StatusCode::UNPROCESSABLE_ENTITY, problem, typed).await;
        }
    };
    let change = Change { username: Some(username), email: None, locale: page.locale() };
    match account::change(&context, &person, &change).await {
        Ok(_) => done(&context, "username-changed"),
        Err(AccountError::UsernameTaken) => {
            let problem = Problem::at("username", "username_taken");
            refuse(&context, &person, &page, StatusCode::CONFLICT, problem, typed).await
        }
        Err(error) => Err(error.into()),
    }
}
