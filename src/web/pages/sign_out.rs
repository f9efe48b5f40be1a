//! Signing this browser out: a page to link to, which asks, and the one piece of code that does it.

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use entity::session;
use serde::{Deserialize, Serialize};

use super::Page;
use super::sample::Sample;
use crate::auth::account;
use crate::auth::credential::Credential;
use crate::auth::identity::{AudiencePolicy, CredentialKind, authenticate};
use crate::auth::revocation::Reach;
use crate::auth::session::{self as sessions, Others};
use crate::context::Context;
use crate::web::cookies::{self, Strays};
use crate::web::error::Failure;
use crate::web::extract::{Caller, Form, OptionalCaller, SameOrigin, hide_rate_limit};
use crate::web::return_to::ReturnTo;

/// What a link to this page may say.
#[derive(Deserialize)]
pub(crate) struct SignOutQuery {
    return_to: Option<String>,
}

#[derive(Serialize)]
struct SignOut {
    /// Whoever is signed in, if anybody is.
    username: Option<String>,
    return_to: Option<ReturnTo>,
}

/// Ask. Changes nothing, so that neither a picture on a stranger's page nor a prefetch signs anybody out (invariant 7).
pub(crate) async fn get(
    State(context): State<Context>,
    page: Page,
    query: Query<SignOutQuery>,
    caller: Result<OptionalCaller, Failure>,
) -> Result<Response, Failure> {
    let username = match person(caller)? {
        Person::With(session) => Some(account::row(&context, session.account_id).await?.username),
        Person::WithDeadCookie | Person::Nobody => None,
    };
    let return_to = query.return_to.as_deref().and_then(|text| ReturnTo::parse(&context, text));
    let target = return_to.as_ref().and_then(ReturnTo::other_origin).map(str::to_owned);
    page.leading_to(target.as_deref()).render("pages/sign_out.html", StatusCode::OK, SignOut { username, return_to })
}

/// Sign out, and lead on. Whoever is signed out already is led on as well: the form may be sent twice.
pub(crate) async fn post(
    State(context): State<Context>,
    _: SameOrigin,
    caller: Result<OptionalCaller, Failure>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let strays = Strays::of(&context, &headers);
    match person(caller)? {
        Person::With(session) => leave(&context, &session, strays, &form).await,
        Person::WithDeadCookie => {
            // Of several that live nobody knows which one is meant: whoever signs out means all of them.
            for token in cookies::session_tokens(&context, &headers) {
                end_if_living(&context, &token).await?;
            }
            clear(&context, strays, "/sign-out", lead_on(&context, &form))
        }
        Person::Nobody => Ok(lead_on(&context, &form)),
    }
}

async fn end_if_living(context: &Context, token: &str) -> Result<(), Failure> {
    let Some(credential) = Credential::parse(token) else { return Ok(()) };
    let identity = authenticate(context, &credential, AudiencePolicy::ThisServer).await?;
    if let Some(CredentialKind::Session(session)) = identity.as_deref().map(|identity| &identity.means) {
        sessions::end(context, session.account_id, session.id, None).await?;
    }
    Ok(())
}

/// Ends this session, with `everywhere` all others of the account before it, takes the cookie away and leads on.
///
/// No `Clear-Site-Data`: its `"cookies"` reaches every host of the registrable domain, which are others' applications, and pages are
/// `no-store` as it is.
pub(super) async fn leave(
    context: &Context,
    session: &session::Model,
    strays: Strays,
    form: &Form,
) -> Result<Response, Failure> {
    if form.is_yes("everywhere") {
        let others = Others { current: None, maker: Some(session.id), platform: None };
        let reach = Reach { keys: form.is_yes("end_keys"), sessions: false };
        sessions::end_others(context, session.account_id, &others, reach).await?;
    }
    sessions::end(context, session.account_id, session.id, None).await?;
    clear(context, strays, "/", lead_on(context, form))
}

fn clear(context: &Context, strays: Strays, path: &str, mut response: Response) -> Result<Response, Failure> {
    for cookie in cookies::end_session(context, strays, path)? {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

fn lead_on(context: &Context, form: &Form) -> Response {
    let return_to = form.get("return_to").and_then(|text| ReturnTo::parse(context, text));
    Redirect::to(return_to.as_ref().map_or("/sign-in?reason=signed_out", ReturnTo::location)).into_response()
}

/// Who is here, as far as pages go that anybody may see.
pub(super) enum Person {
    With(Box<session::Model>),
    /// One that ended, or several.
    WithDeadCookie,
    Nobody,
}

/// Only a credential that is no good is nobody's: while the database is out of order nobody is told to be signed out.
pub(super) fn person(caller: Result<OptionalCaller, Failure>) -> Result<Person, Failure> {
    match caller.map_err(hide_rate_limit) {
        Ok(OptionalCaller(caller)) => {
            let session = caller.as_ref().and_then(|caller| Caller::session(caller).ok());
            Ok(session.map_or(Person::Nobody, |session| Person::With(Box::new(session.clone()))))
        }
        Err(Failure::InvalidCredentials | Failure::AmbiguousCredentials | Failure::AmbiguousCookies) => {
            Ok(Person::WithDeadCookie)
        }
        Err(failure) => Err(failure),
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |username: Option<&str>, return_to| {
        Sample::of("pages/sign_out.html", SignOut { username: username.map(str::to_owned), return_to })
    };
    let elsewhere = || Some(ReturnTo::elsewhere("https://app.example.org/"));
    vec![
        page(Some("ada"), None),
        page(Some("ada"), elsewhere()),
        page(None, None),
        page(None, elsewhere()),
        page(None, Some(ReturnTo::account())),
    ]
}
