//! The language that a request asks for in its header.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;

use crate::view::locale::Locale;

/// `Accept-Language`, to be weighed against a wish in the body.
pub(crate) struct RequestLocale(Option<String>);

impl RequestLocale {
    /// The language for a request with this wish.
    pub(crate) fn negotiate(&self, wish: Option<&str>) -> Locale {
        Locale::negotiate(wish, self.0.as_deref())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestLocale {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(header.map(str::to_owned)))
    }
}
