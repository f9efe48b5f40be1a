//! The registration page.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::sample::Sample;
use super::signed_in::{by_way_of_here, with_way_back};
use super::{Page, Problem};
use crate::auth::email_address::EmailAddress;
use crate::auth::registration::{Registration, RegistrationError, Repeat, register};
use crate::auth::user_agent::browser_label;
use crate::auth::username::{Username, UsernameError};
use crate::context::Context;
use crate::crypto::random::bytes;
use crate::crypto::secret::IdempotencyKey;
use crate::limits::LimitedAction;
use crate::web::error::Failure;
use crate::web::extract::{Form, MaybeCaller, RequestClientInfo, SameOrigin, check_rate_limit};
use crate::web::return_to::ReturnTo;

/// What a link to this page may say.
#[derive(Deserialize)]
pub(crate) struct RegisterQuery {
    return_to: Option<String>,
}

#[derive(Serialize)]
struct Register {
    username: String,
    email: String,
    return_to: Option<ReturnTo>,
    /// Whoever sends the form twice registers once.
    idempotency_key: String,
    /// Cookies over plain http are kept on this machine only.
    insecure: bool,
    problems: Vec<Problem>,
}

/// Ask for a name.
pub(crate) async fn get(
    State(context): State<Context>,
    page: Page,
    query: Query<RegisterQuery>,
) -> Result<Response, Failure> {
    if !context.settings.registration_open {
        return Err(Failure::RegistrationClosed);
    }
    let fields = Register {
        username: String::new(),
        email: String::new(),
        return_to: query.return_to.as_deref().and_then(|text| ReturnTo::parse(&context, text)),
        idempotency_key: URL_SAFE_NO_PAD.encode(bytes::<16>(&*context.random)),
        insecure: context.settings.is_without_sign_in(),
        problems: Vec::new(),
    };
    show(&page, StatusCode::OK, fields)
}

fn show(page: &Page, status: StatusCode, fields: Register) -> Result<Response, Failure> {
    let target = fields.return_to.as_ref().and_then(ReturnTo::other_origin);
    let back =
        fields.return_to.as_ref().map_or_else(|| "/register".to_owned(), |place| with_way_back("/register", place));
    let page = page.clone().leading_to(target);
    // The answer to a form has no address of its own.
    let page = if status == StatusCode::OK { page } else { page.coming_back_to(back) };
    page.render("pages/register.html", status, fields)
}

/// Make an account, and sign this browser in.
pub(crate) async fn post(
    State(context): State<Context>,
    _: SameOrigin,
    page: Page,
    RequestClientInfo(client): RequestClientInfo,
    visitor: MaybeCaller,
    form: Form,
) -> Result<Response, Failure> {
    if !context.settings.registration_open {
        return Err(Failure::RegistrationClosed);
    }
    let typed = |field: &str| form.get(field).map(str::trim).unwrap_or_default().to_owned();
    let mut fields = Register {
        username: typed("username"),
        email: typed("email"),
        return_to: form.get("return_to").and_then(|text| ReturnTo::parse(&context, text)),
        idempotency_key: typed("idempotency_key"),
        insecure: context.settings.is_without_sign_in(),
        problems: Vec::new(),
    };
    let username = Username::parse(&fields.username);
    let email = if fields.email.is_empty() { Ok(None) } else { EmailAddress::parse(&fields.email).map(Some) };
    let (username, email) = match (username, email) {
        (Ok(username), Ok(email)) => (username, email),
        (username, email) => {
            fields.problems.extend(username.err().map(|error| username_problem(&fields.username, error)));
            fields.problems.extend(email.err().map(|_| Problem::at("email", "invalid_email")));
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY, fields);
        }
    };
    let repeat = repeat(&fields);
    let registration =
        Registration { username, email, platform: browser_label(&client), locale: page.locale(), client };
    check_rate_limit(&context, LimitedAction::Registration, &registration.client)?;
    match register(&context, &registration, repeat.as_ref()).await {
        Ok(session) => {
            let cookies = visitor.begin_session(&context, &session).await?;
            let place = fields.return_to.unwrap_or_else(ReturnTo::account);
            let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (SET_COOKIE, cookie)));
            Ok((cookies, Redirect::to(&by_way_of_here(&place, true))).into_response())
        }
        Err(RegistrationError::UsernameTaken) if is_of(&visitor, &registration.username) => {
            let place = fields.return_to.unwrap_or_else(ReturnTo::account);
            Ok(Redirect::to(place.location()).into_response())
        }
        Err(RegistrationError::UsernameTaken) => {
            fields.problems.push(Problem::at("username", "username_taken"));
            show(&page, StatusCode::CONFLICT, fields)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether it is the visitor's own account that has the name: the form was sent once more by a browser that it signed in, and has used
/// its session, after which no registration is repeated.
fn is_of(visitor: &MaybeCaller, username: &Username) -> bool {
    visitor.caller.as_ref().is_some_and(|caller| caller.account.username_key == username.key())
}

pub(super) fn username_problem(typed: &str, error: UsernameError) -> Problem {
    let code = match error {
        _ if typed.is_empty() => "missing_username",
        UsernameError::Reserved => "username_reserved",
        UsernameError::Length | UsernameError::Characters | UsernameError::Ends => "invalid_username",
    };
    Problem::at("username", code)
}

/// The key is bound to what was typed: somebody who corrects a name asks for something else.
fn repeat(fields: &Register) -> Option<Repeat> {
    if fields.idempotency_key.is_empty() {
        return None;
    }
    let typed = format!("{}\n{}\n{}", fields.idempotency_key, fields.username, fields.email);
    Some(Repeat::of(IdempotencyKey::new(typed.as_str()), typed.as_bytes()))
}

pub(super) fn samples() -> Vec<Sample> {
    let fields = |problems: Vec<Problem>, return_to| Register {
        username: "ada".to_owned(),
        email: "ada@example.org".to_owned(),
        return_to,
        idempotency_key: "key".to_owned(),
        insecure: false,
        problems,
    };
    let page = |problems, return_to| Sample::of("pages/register.html", fields(problems, return_to));
    let insecure = Register { insecure: true, ..fields(Vec::new(), None) };
    let mut samples = vec![page(Vec::new(), None), page(Vec::new(), Some(ReturnTo::account()))];
    samples.push(Sample::of("pages/register.html", insecure));
    samples.extend(["missing_username", "invalid_username", "username_reserved", "username_taken"].map(|code| {
        let problems = vec![Problem::at("username", code), Problem::at("email", "invalid_email")];
        page(problems, None)
    }));
    samples
}
