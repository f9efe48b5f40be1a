//! Where every sign-in and registration goes on. Whether a browser keeps the cookie that it was given shows only once it comes back: one
//! that does not would be asked to sign in again, for ever and without a word.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::Page;
use super::sample::Sample;
use super::sign_out::{Person, person};
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::OptionalCaller;
use crate::web::return_to::ReturnTo;

const PATH: &str = "/sign-in/done";

/// What the way here says.
#[derive(Deserialize)]
pub(crate) struct SignedInQuery {
    return_to: Option<String>,
    /// By registering.
    registered: Option<String>,
}

/// The way over here to this place.
pub(super) fn by_way_of_here(place: &ReturnTo, registered: bool) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if *place != ReturnTo::account() {
        query.append_pair("return_to", place.location());
    }
    if registered {
        query.append_pair("registered", "yes");
    }
    let query = query.finish();
    if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
}

pub(super) fn with_way_back(path: &str, place: &ReturnTo) -> String {
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", place.location()).finish();
    format!("{path}?{query}")
}

/// Lead on who is signed in. Changes nothing.
pub(crate) async fn get(
    State(context): State<Context>,
    page: Page,
    query: Query<SignedInQuery>,
    headers: HeaderMap,
    caller: Result<OptionalCaller, Failure>,
) -> Result<Response, Failure> {
    let place = query.return_to.as_deref().and_then(|text| ReturnTo::parse(&context, text));
    match person(caller)? {
        Person::With(_) => {
            let place = place.unwrap_or_else(ReturnTo::account);
            Ok(Redirect::to(place.location()).into_response())
        }
        Person::Nobody if is_led_by_us(&headers) => {
            let what = if query.registered.is_some() { Lost::Account } else { Lost::Session };
            no_cookies(&context, &page, &headers, what)
        }
        // A session that has ended meanwhile, or a link to here.
        Person::Nobody | Person::WithDeadCookie => {
            let sign_in = place.map_or_else(|| "/sign-in".to_owned(), |place| with_way_back("/sign-in", &place));
            Ok(Redirect::to(&sign_in).into_response())
        }
    }
}

/// Whether a redirect of ours led a browser here. A link of somebody else's says nothing of its cookies, and must not make us say that
/// there are none. Where a browser does not tell, it is taken for ours.
pub(super) fn is_led_by_us(headers: &HeaderMap) -> bool {
    headers.get_all("sec-fetch-site").iter().all(|site| site == "same-origin")
}

/// What came of a cookie that was not kept.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Lost {
    /// Nobody waits for the mail that is on its way.
    Waiting,
    /// Nobody is signed in.
    Session,
    /// Nor with the account that was just made.
    Account,
}

#[derive(Serialize)]
struct NoCookies {
    lost: Lost,
    host: String,
    /// Cookies over plain http are kept on this machine only.
    insecure: bool,
    /// Other cookies came: it is more likely that the operator's domain is none that this browser keeps cookies for.
    domain: bool,
}

/// Says that this browser keeps no cookies, and what to do.
pub(super) fn no_cookies(context: &Context, page: &Page, headers: &HeaderMap, lost: Lost) -> Result<Response, Failure> {
    let settings = &context.settings;
    let fields = NoCookies {
        lost,
        host: settings.public_url.host().to_owned(),
        insecure: settings.public_url.is_without_cookies(),
        domain: settings.cookie_domain.is_some() && headers.contains_key("cookie") && !matches!(lost, Lost::Waiting),
    };
    page.clone().coming_back_to("/sign-in").render("pages/no_cookies.html", StatusCode::BAD_REQUEST, fields)
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |lost, insecure, domain| {
        Sample::of("pages/no_cookies.html", NoCookies { lost, host: "id.example.org".to_owned(), insecure, domain })
    };
    let all = [Lost::Waiting, Lost::Session, Lost::Account];
    all.into_iter()
        .flat_map(|lost| [page(lost, false, false), page(lost, true, false), page(lost, false, true)])
        .collect()
}
