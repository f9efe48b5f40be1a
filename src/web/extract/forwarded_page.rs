//! The page that a browser asked a reverse proxy for, as the proxy tells it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use url::Url;

use super::client::is_from_trusted_proxy;
use crate::context::Context;
use crate::web::page_load::is_document_load;

/// The URL of a page that may be come back to: told by a trusted proxy, loaded by a browser as a document, and of an
/// allowed origin. Absent in every other case: whoever cannot be told apart from an attacker gets no redirect.
pub(crate) struct ForwardedPage(pub(crate) Option<String>);

impl FromRequestParts<Context> for ForwardedPage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Infallible> {
        let trusted = is_from_trusted_proxy(&parts.extensions, &context.settings.trusted_proxies);
        let asked = trusted && is_document_load(&parts.method, &parts.headers);
        Ok(Self(page(&parts.headers, &context.settings.redirect_origins).filter(|_| asked)))
    }
}

fn page(headers: &HeaderMap, origins: &[String]) -> Option<String> {
    let only = |name: &str| {
        let mut values = headers.get_all(name).iter();
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    };
    let is_get = !headers.contains_key("x-forwarded-method") || only("x-forwarded-method") == Some("GET");
    if !is_get {
        return None;
    }
    let (scheme, host, uri) = (only("x-forwarded-proto")?, only("x-forwarded-host")?, only("x-forwarded-uri")?);
    // Whatever is put together here is compared after a browser's own way of reading it, so that no spelling gets past.
    let url = Url::parse(&format!("{scheme}://{host}{uri}")).ok()?;
    let as_told = matches!(url.scheme(), "http" | "https")
        && uri.starts_with('/')
        && url.username().is_empty()
        && url.password().is_none();
    let allowed = origins.contains(&url.origin().ascii_serialization());
    (as_told && allowed).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};
    use proptest::prelude::*;

    use super::*;

    fn told(scheme: &str, host: &str, uri: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("accept", "text/html"),
            ("x-forwarded-proto", scheme),
            ("x-forwarded-host", host),
            ("x-forwarded-uri", uri),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).ok()?);
        }
        page(&headers, &["https://app.example.org".to_owned()])
    }

    #[test]
    fn only_allowed_origins() {
        assert_eq!(told("https", "app.example.org", "/a?b=c").as_deref(), Some("https://app.example.org/a?b=c"));
        assert_eq!(told("HTTPS", "APP.example.org:443", "/").as_deref(), Some("https://app.example.org/"));
        for (scheme, host, uri) in [
            ("http", "app.example.org", "/"),
            ("https", "app.example.org:8443", "/"),
            ("https", "evil.example", "/"),
            ("https", "app.example.org.evil.example", "/"),
            ("https", "app.example.org@evil.example", "/"),
            ("https", "evil.example\\app.example.org", "/"),
            ("https", "app.example.org", "@evil.example/"),
            ("https", "app.example.org", ".evil.example/"),
            ("https", "app.example.org", ""),
            ("https", "ada:x@app.example.org", "/"),
            ("javascript", "app.example.org", "/"),
            ("https://evil.example/?", "app.example.org", "/"),
            ("https", "", "/"),
            ("blob:https", "app.example.org", "/"),
            ("blob:https://app.example.org/@", "evil.example", "/"),
        ] {
            assert_eq!(told(scheme, host, uri), None, "{scheme} {host} {uri}");
        }
        assert_eq!(
            told("https", "app.example.org", "//evil.example/").as_deref(),
            Some("https://app.example.org//evil.example/")
        );
    }

    proptest! {
        /// Whatever is told, what comes out begins with the allowed origin and a slash.
        #[test]
        fn anything_may_be_told(scheme in "(https|http|[a-z]{0,3}|[ -~]{0,9})", host in "(app.example.org|[ -~]{0,20})", uri in "[ -~]{0,30}") {
            if let Some(page) = told(&scheme, &host, &uri) {
                prop_assert!(page.starts_with("https://app.example.org/"), "{}", page);
            }
        }
    }
}
