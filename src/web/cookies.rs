//! The cookies of our pages: scripts cannot read them, other sites cannot send them along with a form, and only this host
//! gets them unless the operator says otherwise.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

use crate::context::Context;
use crate::secret::SessionToken;
use crate::web::error::Failure;

/// Browsers keep no cookie longer (RFC 6265bis section 5.6.2).
const LONGEST: i64 = 400 * 24 * 60 * 60;
const LANGUAGE: &str = "doorpost-language";
const WAITING: &str = "doorpost-waiting-";

/// The value of the cookie with this name; none where there are several.
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = all(headers).filter(|cookie| cookie.name() == name);
    let value = values.next()?.value().to_owned();
    values.next().is_none().then_some(value)
}

fn all(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'_>> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
}

/// Signs a browser in. The server decides how long that holds; the cookie outlives no session.
pub(crate) fn begin_session(context: &Context, token: &SessionToken) -> Result<HeaderValue, Failure> {
    session(context, token.expose().to_owned(), context.settings.session_max_ttl)
}

/// Takes the session's cookie away.
pub(crate) fn end_session(context: &Context) -> Result<HeaderValue, Failure> {
    session(context, String::new(), 0)
}

fn session(context: &Context, value: String, seconds: i64) -> Result<HeaderValue, Failure> {
    let mut cookie = own(context, context.settings.cookie_name().to_owned(), value, seconds);
    if let Some(domain) = &context.settings.cookie_domain {
        cookie.set_domain(domain.clone());
    }
    header(&cookie)
}

/// Remembers a language for a year.
pub(crate) fn choose_language(context: &Context, tag: &'static str) -> Result<HeaderValue, Failure> {
    header(&own(context, LANGUAGE.to_owned(), tag.to_owned(), 365 * 24 * 60 * 60))
}

/// The language that was chosen in this browser.
pub(crate) fn language(headers: &HeaderMap) -> Option<String> {
    read(headers, LANGUAGE)
}

/// Keeps what a waiting page waits with, under a name of its own, so that two tabs wait for two logins. A value of `None`
/// takes it away.
pub(crate) fn waiting(
    context: &Context,
    handle: &str,
    value: Option<String>,
    seconds: i64,
) -> Result<HeaderValue, Failure> {
    let name = format!("{}{handle}", waiting_prefix(context));
    let seconds = if value.is_some() { seconds } else { 0 };
    header(&own(context, name, value.unwrap_or_default(), seconds))
}

/// What all waiting pages of this browser wait with: handle and value.
pub(crate) fn all_waiting(context: &Context, headers: &HeaderMap) -> Vec<(String, String)> {
    let prefix = waiting_prefix(context);
    all(headers)
        .filter_map(|cookie| Some((cookie.name().strip_prefix(&prefix)?.to_owned(), cookie.value().to_owned())))
        .collect()
}

/// Only this very host can have set a cookie with the prefix, so that nobody plants a login of his own.
fn waiting_prefix(context: &Context) -> String {
    let prefix = if context.settings.public_url.is_https() { "__Host-" } else { "" };
    format!("{prefix}{WAITING}")
}

fn own(context: &Context, name: String, value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(!context.settings.public_url.is_loopback() || context.settings.public_url.is_https())
        .max_age(Duration::seconds(seconds.min(LONGEST)))
        .build()
}

fn header(cookie: &Cookie<'_>) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(&cookie.to_string()).map_err(|error| Failure::Internal(error.to_string()))
}
