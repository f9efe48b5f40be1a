//! The sign-in page: an address, and where several accounts share it, a name.

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::sample::Sample;
use super::signed_in::with_way_back;
use super::waiting::Waiting;
use super::{Page, Problem};
use crate::auth::account;
use crate::auth::email_address::EmailAddress;
use crate::auth::pending_login::{COLLECTION_GRACE, LoginRequest, request};
use crate::auth::user_agent::browser_label;
use crate::auth::username::SoughtName;
use crate::context::Context;
use crate::view::time_zone::TimeZone;
use crate::web::api::login::check_login_rate;
use crate::web::cookies;
use crate::web::error::Failure;
use crate::web::extract::{Form, MaybeCaller, RequestClientInfo, SameOrigin};
use crate::web::known_browser::KnownBrowser;
use crate::web::return_to::ReturnTo;

/// A browser that waits for more logins than this forgets those that it has waited for.
const WAITING_AT_ONCE: usize = 5;

/// What a link to this page may say.
#[derive(Deserialize)]
pub(crate) struct SignInQuery {
    return_to: Option<String>,
    /// Why a person finds themselves here.
    reason: Option<String>,
    /// A waiting page whose address is to be corrected.
    from: Option<String>,
}

#[derive(Default, Serialize)]
struct SignIn {
    email: String,
    username: String,
    return_to: Option<ReturnTo>,
    reason: Option<&'static str>,
    signed_in_as: Option<String>,
    registration_open: bool,
    /// Cookies over plain http are kept on this machine only.
    insecure: bool,
    problem: Option<Problem>,
}

/// Ask who wants to sign in.
pub(crate) async fn get(
    State(context): State<Context>,
    page: Page,
    query: Query<SignInQuery>,
    visitor: MaybeCaller,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let waiting = query.from.as_deref().and_then(|handle| Waiting::find(&context, &headers, handle));
    let return_to = query.return_to.as_deref().and_then(|text| ReturnTo::parse(&context, text));
    let signed_in_as = match visitor.caller {
        Some(caller) => Some(account::row(&context, caller.account_id).await?.username),
        None => None,
    };
    let fields = SignIn {
        signed_in_as,
        reason: match query.reason.as_deref() {
            Some("ended") => Some("ended"),
            Some("signed_out") => Some("signed-out"),
            _ => None,
        },
        email: waiting.as_ref().map(|waiting| waiting.email.clone()).unwrap_or_default(),
        username: waiting.as_ref().and_then(|waiting| waiting.username.clone()).unwrap_or_default(),
        return_to: return_to.or_else(|| waiting.and_then(|waiting| waiting.return_to(&context))),
        ..SignIn::default()
    };
    show(&context, &page, StatusCode::OK, fields)
}

fn show(context: &Context, page: &Page, status: StatusCode, fields: SignIn) -> Result<Response, Failure> {
    let fields = SignIn {
        registration_open: context.settings.registration_open,
        insecure: context.settings.is_without_sign_in(),
        ..fields
    };
    let target = fields.return_to.as_ref().and_then(ReturnTo::other_origin);
    let back =
        fields.return_to.as_ref().map_or_else(|| "/sign-in".to_owned(), |place| with_way_back("/sign-in", place));
    let page = page.clone().leading_to(target);
    // The answer to a form has no address of its own.
    let page = if status == StatusCode::OK { page } else { page.coming_back_to(back) };
    page.render("pages/sign_in.html", status, fields)
}

/// Ask for a login, and let the browser wait for it. Whether there is such an account shows nowhere (invariant 28).
pub(crate) async fn post(
    State(context): State<Context>,
    _: SameOrigin,
    page: Page,
    RequestClientInfo(client): RequestClientInfo,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let typed = form.get("email").map(str::trim).unwrap_or_default();
    let typed_name = form.get("username").map(str::trim).unwrap_or_default();
    let return_to = form.get("return_to").and_then(|text| ReturnTo::parse(&context, text));
    let refuse = |problem: Problem| {
        let (email, username, return_to) = (typed.to_owned(), typed_name.to_owned(), return_to.clone());
        let fields = SignIn { email, username, return_to, problem: Some(problem), ..SignIn::default() };
        show(&context, &page, StatusCode::UNPROCESSABLE_ENTITY, fields)
    };
    let Ok(email) = EmailAddress::parse(typed) else {
        let code = if typed.is_empty() { "missing_email" } else { "invalid_email" };
        return refuse(Problem::at("email", code));
    };
    // As the API reads it. That no account can have a name says nothing about who has one.
    let Ok(username) = SoughtName::parse(typed_name) else {
        return refuse(Problem::at("username", "invalid_username"));
    };
    let asked = LoginRequest {
        username,
        email,
        platform: browser_label(&client),
        // No person typed it: a zone that is not known here is as none.
        time_zone: form.get("time_zone").and_then(|name| TimeZone::parse(name).ok()),
        code_challenge: None,
        locale: page.locale(),
        client,
        known_account_id: KnownBrowser::account_of(&context, &headers).await?,
    };
    check_login_rate(&context, &asked.client)?;
    let begun = request(&context, &asked).await?;
    let waiting = Waiting {
        auth_id: begun.auth_id.expose().to_owned(),
        email: typed.to_owned(),
        username: asked.username.map(|name| name.as_str().to_owned()),
        return_to: return_to.map(|place| place.location().to_owned()),
        expires: begun.expiration_date,
    };
    let mut response = Redirect::to(&waiting.first_path(&context)).into_response();
    let seconds = context.settings.login_ttl + COLLECTION_GRACE;
    let cookie = cookies::waiting(&context, &waiting.handle(&context), Some(waiting.encode()?), seconds)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    for forgotten in forgotten(&context, &headers) {
        response.headers_mut().append(SET_COOKIE, cookies::waiting(&context, &forgotten, None, 0)?);
    }
    Ok(response)
}

/// The oldest of too many.
fn forgotten(context: &Context, headers: &HeaderMap) -> Vec<String> {
    let mut waiting: Vec<(i64, String)> = cookies::all_waiting(context, headers)
        .into_iter()
        .map(|(handle, value)| (Waiting::decode(&value).map_or(0, |waiting| waiting.expires), handle))
        .collect();
    waiting.sort_unstable();
    let too_many = (waiting.len() + 1).saturating_sub(WAITING_AT_ONCE);
    waiting.into_iter().take(too_many).map(|(_, handle)| handle).collect()
}

pub(super) fn samples() -> Vec<Sample> {
    let sample = |fields: SignIn| Sample::of("pages/sign_in.html", fields);
    let problem = |code| SignIn { problem: Some(Problem::at("email", code)), ..SignIn::default() };
    vec![
        sample(SignIn::default()),
        sample(SignIn { reason: Some("ended"), registration_open: true, ..SignIn::default() }),
        sample(SignIn { reason: Some("signed-out"), insecure: true, ..SignIn::default() }),
        sample(SignIn {
            email: "ada@example.org".to_owned(),
            username: "ada".to_owned(),
            return_to: Some(ReturnTo::elsewhere("https://app.example.org/")),
            signed_in_as: Some("ada".to_owned()),
            registration_open: true,
            ..SignIn::default()
        }),
        sample(problem("missing_email")),
        sample(problem("invalid_email")),
        sample(SignIn { problem: Some(Problem::at("username", "invalid_username")), ..SignIn::default() }),
    ]
}
