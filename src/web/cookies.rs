//! The cookies of our pages: scripts cannot read them, other sites cannot send them along with a form, and only this host
//! gets them unless the operator says otherwise.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use cookie::Cookie;
use cookie::time::Duration;

use crate::context::{Context, DOMAIN_COOKIE, HOST_COOKIE};
use crate::crypto::secret::SessionToken;
use crate::web::error::Failure;

/// Browsers keep no cookie longer (RFC 6265bis section 5.6.2).
const LONGEST: i64 = 400 * 24 * 60 * 60;
/// More cookies of the session's name in one request are nobody's.
const MOST_TWINS: usize = 8;
const HOST_PREFIX: &str = "__Host-";
const LANGUAGE: &str = "doorpost-language";
const WAITING: &str = "doorpost-waiting-";
const KNOWN: &str = "doorpost-known";
const NOTICE: &str = "doorpost-notice";
const FORM: &str = "doorpost-form";
/// Longer than a redirect takes, in seconds.
const NOTICE_LIFE: i64 = 60;

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

/// Which cookies of a session a request carried, beside the one that a browser should have.
#[derive(Clone, Copy)]
pub(crate) struct Strays {
    /// Several of the name that is read.
    twins: bool,
    /// One of the name that was read before `cookie.domain` was set or unset.
    former: Option<&'static str>,
}

impl Strays {
    pub(crate) fn of(context: &Context, headers: &HeaderMap) -> Self {
        let name = context.settings.cookie_name();
        let count = |name: &str| all(headers).filter(|cookie| cookie.name() == name).count();
        let former = match name {
            HOST_COOKIE => Some(DOMAIN_COOKIE),
            DOMAIN_COOKIE => Some(HOST_COOKIE),
            _ => None,
        };
        Self { twins: count(name) > 1, former: former.filter(|former| count(former) > 0) }
    }
}

/// What a request carries of the session's name, at most so many: a browser of ours has one.
pub(crate) fn session_tokens(context: &Context, headers: &HeaderMap) -> Vec<String> {
    let ours = all(headers).filter(|cookie| cookie.name() == context.settings.cookie_name());
    ours.map(|cookie| cookie.value().to_owned()).take(MOST_TWINS).collect()
}

/// Signs a browser in, and leaves it with this one cookie alone. The server decides how long that holds; the cookie outlives no session.
pub(crate) fn begin_session(
    context: &Context,
    strays: Strays,
    token: &SessionToken,
) -> Result<Vec<HeaderValue>, Failure> {
    let (name, domain) = (context.settings.cookie_name(), context.settings.cookie_domain.as_deref());
    let mut cookies = Vec::new();
    for stray in strays.twins.then_some(name).into_iter().chain(strays.former) {
        for other in domains(context, stray).filter(|other| stray != name || *other != domain) {
            cookies.push(session(context, stray, other, String::new(), 0)?);
        }
    }
    // After the others: of the host's name, with and without a domain, some browsers keep one.
    cookies.push(session(context, name, domain, token.expose().to_owned(), context.settings.session_max_ttl)?);
    Ok(cookies)
}

/// Takes every cookie of the session's name away that a page with this path can see: for this host alone, for each domain that it was or
/// may have been made for, and those that a sibling host may have planted for a page.
pub(crate) fn end_session(context: &Context, strays: Strays, path: &str) -> Result<Vec<HeaderValue>, Failure> {
    let mut cookies = Vec::new();
    for name in std::iter::once(context.settings.cookie_name()).chain(strays.former) {
        for domain in domains(context, name) {
            for path in paths(path).filter(|path| *path == "/" || name != HOST_COOKIE) {
                let mut cookie = session_cookie(context, name, domain, String::new(), 0);
                cookie.set_path(path.to_owned());
                cookies.push(header(&cookie)?);
            }
        }
    }
    Ok(cookies)
}

/// This host alone, and each domain that a browser may keep a cookie of this name for, that of the setting among them.
fn domains<'a>(context: &'a Context, name: &str) -> impl Iterator<Item = Option<&'a str>> {
    let above = || context.settings.public_url.cookie_domains();
    let own = context.settings.cookie_domain.as_deref().filter(|own| above().all(|domain| domain != *own));
    let is_of_host = name == HOST_COOKIE;
    std::iter::once(None).chain(above().chain(own).filter(move |_| !is_of_host).map(Some))
}

/// The paths whose cookies come with a request for this one (RFC 6265 section 5.1.4), as far as they are written without a slash at
/// the end.
fn paths(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').skip(1).map(|(end, _)| end).chain(std::iter::once(path.len()));
    std::iter::once("/").chain(ends.filter_map(|end| path.get(..end)).filter(|path| *path != "/"))
}

fn session(
    context: &Context,
    name: &'static str,
    domain: Option<&str>,
    value: String,
    seconds: i64,
) -> Result<HeaderValue, Failure> {
    header(&session_cookie(context, name, domain, value, seconds))
}

fn session_cookie(
    context: &Context,
    name: &'static str,
    domain: Option<&str>,
    value: String,
    seconds: i64,
) -> Cookie<'static> {
    let mut cookie = own(context, name.to_owned(), value, seconds);
    if let Some(domain) = domain {
        cookie.set_domain(domain.to_owned());
    }
    cookie
}

/// Remembers a language for a year, on plain http as well: it is no secret.
pub(crate) fn choose_language(context: &Context, tag: &'static str) -> Result<HeaderValue, Failure> {
    let mut cookie = own(context, LANGUAGE.to_owned(), tag.to_owned(), 365 * 24 * 60 * 60);
    cookie.set_secure(context.settings.public_url.is_https());
    header(&cookie)
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

/// Keeps which account a browser signed in to.
pub(crate) fn known_browser(context: &Context, value: String, seconds: i64) -> Result<HeaderValue, Failure> {
    header(&own(context, known_name(context), value, seconds))
}

/// What a browser keeps of that.
pub(crate) fn known_browser_of(context: &Context, headers: &HeaderMap) -> Option<String> {
    read(headers, &known_name(context))
}

fn known_name(context: &Context) -> String {
    format!("{}{KNOWN}", host_prefix(context))
}

/// Says on the next page what was done. Not in its address: a link that anybody can write could claim anything.
pub(crate) fn set_flash(context: &Context, notice: Option<&str>) -> Result<HeaderValue, Failure> {
    let seconds = if notice.is_some() { NOTICE_LIFE } else { 0 };
    header(&own(context, notice_name(context), notice.unwrap_or_default().to_owned(), seconds))
}

/// What was done, if it was said.
pub(crate) fn take_flash(context: &Context, headers: &HeaderMap) -> Option<String> {
    read(headers, &notice_name(context))
}

/// Keeps what the tokens of this browser's forms are made of, until it is closed. On plain http as well. Where a page with this path was
/// asked for with several, all are taken away first: a sibling host may have planted one, where no prefix of the name forbids that.
pub(crate) fn keep_form_key(
    context: &Context,
    key: String,
    several_at: Option<&str>,
) -> Result<Vec<HeaderValue>, Failure> {
    let name = form_name(context);
    let form_cookie = |value: String| {
        let mut cookie = own(context, name.clone(), value, 0);
        cookie.set_secure(context.settings.public_url.is_https());
        cookie
    };
    let mut cookies = Vec::new();
    for path in several_at.into_iter().flat_map(paths) {
        for domain in domains(context, &name) {
            let mut cookie = form_cookie(String::new());
            cookie.set_path(path.to_owned());
            if let Some(domain) = domain {
                cookie.set_domain(domain.to_owned());
            }
            cookies.push(header(&cookie)?);
        }
    }
    let mut cookie = form_cookie(key);
    cookie.set_max_age(None);
    cookies.push(header(&cookie)?);
    Ok(cookies)
}

/// Whether there are several of what the tokens of this browser's forms are made of, so that none of them counts.
pub(crate) fn has_form_keys(context: &Context, headers: &HeaderMap) -> bool {
    let name = form_name(context);
    !name.starts_with(HOST_PREFIX) && all(headers).filter(|cookie| cookie.name() == name).count() > 1
}

/// What the tokens of this browser's forms are made of.
pub(crate) fn form_key(context: &Context, headers: &HeaderMap) -> Option<String> {
    read(headers, &form_name(context))
}

fn form_name(context: &Context) -> String {
    format!("{}{FORM}", host_prefix(context))
}

fn notice_name(context: &Context) -> String {
    format!("{}{NOTICE}", host_prefix(context))
}

/// Only this very host can have set a cookie with the prefix, so that nobody plants a login of his own.
fn host_prefix(context: &Context) -> &'static str {
    if context.settings.public_url.is_https() { HOST_PREFIX } else { "" }
}

fn waiting_prefix(context: &Context) -> String {
    format!("{}{WAITING}", host_prefix(context))
}

fn own(context: &Context, name: String, value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(context.settings.cookies_are_secure())
        .max_age(Duration::seconds(seconds.min(LONGEST)))
        .build()
}

/// `SameSite` comes last. Lynx 2.9 takes an attribute that it does not know for the next cookie, and gives that one what follows: path and
/// lifetime. A session that began below `/sign-in/waiting/` was none anywhere else.
fn header(cookie: &Cookie<'_>) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(&format!("{cookie}; SameSite=Lax")).map_err(|error| Failure::Internal(error.to_string()))
}
