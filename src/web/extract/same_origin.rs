//! Proof that a form was sent from our own page.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};

use super::json::read;
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::form_token;

/// The request comes from a page of ours (invariant 58): the browser says so in `Sec-Fetch-Site`, or, where it sends none, in an `Origin` that
/// is the public URL's, or, where it says nothing, the form's token does. A foreign one of either header is refused, whatever else is sent.
pub(crate) struct SameOrigin;

impl FromRequestParts<Context> for SameOrigin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        if is_own_page(parts, context) { Ok(Self) } else { Err(Failure::CrossOrigin) }
    }
}

/// The request comes from a page of ours, or from no page at all: programs send neither of the headers by which a browser says what
/// page asks.
pub(crate) struct NoForeignPage;

impl FromRequestParts<Context> for NoForeignPage {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let from_a_page = parts.headers.contains_key("sec-fetch-site") || parts.headers.contains_key(ORIGIN);
        if from_a_page && !is_own_page(parts, context) { Err(Failure::CrossOrigin) } else { Ok(Self) }
    }
}

/// Whether a request comes from a page of ours.
pub(super) fn is_own_page(parts: &Parts, context: &Context) -> bool {
    match page_of(&parts.headers, context) {
        PageOf::Ours => true,
        PageOf::Others => false,
        PageOf::Unknown => parts.extensions.get::<ShownByToken>().is_some(),
    }
}

/// Whose page a request comes from, by what the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageOf {
    Ours,
    Others,
    Unknown,
}

/// A browser sends each of the two headers once; where one of them names somebody else, the other one counts for nothing.
fn page_of(headers: &HeaderMap, context: &Context) -> PageOf {
    let all = |name: &str| headers.get_all(name).iter().map(HeaderValue::as_bytes);
    let (mut sites, mut origins) = (all("sec-fetch-site").peekable(), all(ORIGIN.as_str()));
    let own = context.settings.public_url.origin().as_bytes();
    if sites.peek().is_some() {
        // A page that was loaded while its referrer was kept back says `null` of itself.
        let is_ours =
            sites.all(|site| site == b"same-origin") && origins.all(|origin| origin == own || origin == b"null");
        return if is_ours { PageOf::Ours } else { PageOf::Others };
    }
    if all(ORIGIN.as_str()).all(|origin| origin == b"null") {
        return PageOf::Unknown;
    }
    if origins.all(|origin| origin == own) { PageOf::Ours } else { PageOf::Others }
}

/// The form's token shows it.
#[derive(Clone, Copy)]
struct ShownByToken;

/// Whether a request is a form that only its token can show to be ours.
pub(crate) fn needs_token(request: &Request, context: &Context) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let of_forms = b"application/x-www-form-urlencoded";
    *request.method() == Method::POST
        && kind.get(..of_forms.len()).is_some_and(|kind| kind.eq_ignore_ascii_case(of_forms))
        && page_of(request.headers(), context) == PageOf::Unknown
}

/// Reads the form, and notes whether its token shows that it is ours.
///
/// # Errors
/// The body does not come, or is too large.
pub(crate) async fn look_for_token(request: Request, context: &Context) -> Result<Request, Failure> {
    let (mut parts, body) = request.into_parts();
    let bytes = read(body).await?;
    let mut tokens = url::form_urlencoded::parse(&bytes).filter(|(field, _)| field == form_token::FIELD);
    if let Some((_, token)) = tokens.next()
        && form_token::is_genuine(context, &parts.headers, parts.uri.path(), &token)
    {
        parts.extensions.insert(ShownByToken);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}
