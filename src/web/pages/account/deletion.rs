//! Deleting the account, after typing its name.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::Person;
use crate::auth::account;
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::{Form, SameOrigin};
use crate::web::pages::sample::Sample;
use crate::web::pages::{Page, Problem};

#[derive(Serialize)]
struct Deletion<'a> {
    username: &'a str,
    email: Option<&'a str>,
    typed: &'a str,
    problem: Option<Problem>,
}

/// Say what goes, and ask for the name.
pub(crate) async fn get(State(context): State<Context>, person: Person, page: Page) -> Result<Response, Failure> {
    let account = account::row(&context, person.account_id).await?;
    let fields = Deletion { username: &account.username, email: account.email.as_deref(), typed: "", problem: None };
    page.render("pages/delete_account.html", StatusCode::OK, fields)
}

/// Delete it.
pub(crate) async fn post(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    page: Page,
    form: Form,
) -> Result<Response, Failure> {
    let account = account::row(&context, person.account_id).await?;
    let typed = form.get("username").map(str::trim).unwrap_or_default();
    if !typed.eq_ignore_ascii_case(&account.username) {
        let code = if typed.is_empty() { "missing_confirmation" } else { "wrong_confirmation" };
        let fields = Deletion {
            username: &account.username,
            email: account.email.as_deref(),
            typed,
            problem: Some(Problem::at("username", code)),
        };
        return page.render("pages/delete_account.html", StatusCode::UNPROCESSABLE_ENTITY, fields);
    }
    account::delete(&context, &person, page.locale()).await?;
    let mut response =
        page.render("pages/account_deleted.html", StatusCode::OK, Deleted { username: &account.username })?;
    person.sign_out(&context, &mut response)?;
    Ok(response)
}

#[derive(Serialize)]
struct Deleted<'a> {
    username: &'a str,
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |email, problem| {
        Sample::of("pages/delete_account.html", Deletion { username: "ada", email, typed: "", problem })
    };
    let problem = |code| Some(Problem::at("username", code));
    vec![
        page(None, None),
        page(Some("ada@example.org"), problem("missing_confirmation")),
        page(Some("ada@example.org"), problem("wrong_confirmation")),
        Sample::of("pages/account_deleted.html", Deleted { username: "ada" }),
    ]
}
