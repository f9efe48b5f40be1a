//! Proof that a form was sent from our own page.

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;

use crate::context::Context;
use crate::web::error::Failure;

/// The request comes from a page of ours (invariant 58): the browser says so in `Sec-Fetch-Site`, or, where it sends
/// none, in an `Origin` that is the public URL's. A foreign one of either is refused, whatever the other says.
pub(crate) struct OwnPage;

impl FromRequestParts<Context> for OwnPage {
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

/// Whether a request comes from a page of ours. A browser sends each of the two headers once; where one of them names somebody else, the
/// other one counts for nothing.
pub(super) fn is_own_page(parts: &Parts, context: &Context) -> bool {
    let all = |name: &str| parts.headers.get_all(name).iter().map(HeaderValue::as_bytes);
    let (mut sites, mut origins) = (all("sec-fetch-site").peekable(), all(ORIGIN.as_str()).peekable());
    let own = context.settings.public_url.origin().as_bytes();
    if sites.peek().is_some() {
        // Under our referrer policy a browser sends `Origin: null` with a form of our own.
        sites.all(|site| site == b"same-origin") && origins.all(|origin| origin == own || origin == b"null")
    } else {
        origins.peek().is_some() && origins.all(|origin| origin == own)
    }
}
