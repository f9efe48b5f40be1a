//! Proof that a form was sent from our own page.

use axum::extract::FromRequestParts;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;

use crate::context::Context;
use crate::web::error::Failure;

/// The request comes from a page of ours (invariant 58): the browser says so in `Sec-Fetch-Site`, or, where it sends
/// none, in an `Origin` that is the public URL's. `Sec-Fetch-Site` comes first: under our referrer policy a browser
/// sends `Origin: null` with a form of our own.
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

/// Whether a request comes from a page of ours.
pub(super) fn is_own_page(parts: &Parts, context: &Context) -> bool {
    let header = |name: &str| parts.headers.get(name).map(axum::http::HeaderValue::as_bytes);
    match header("sec-fetch-site") {
        Some(site) => site == b"same-origin",
        None => header(ORIGIN.as_str()).is_some_and(|origin| origin == context.settings.public_url.origin().as_bytes()),
    }
}
