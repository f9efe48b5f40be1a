//! The page that a browser asked a reverse proxy for, as the proxy tells it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use url::Url;

use super::client::{trusted_hops, words};
use crate::context::Context;
use crate::web::page_load::is_document_load;

const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// The URL of a page that may be come back to: told by a trusted proxy, loaded by a browser as a document, and of an
/// allowed origin. Absent in every other case: whoever cannot be told apart from an attacker gets no redirect.
pub(crate) struct ForwardedPage(pub(crate) Option<String>);

impl FromRequestParts<Context> for ForwardedPage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Infallible> {
        if !is_document_load(&parts.method, &parts.headers) {
            return Ok(Self(None));
        }
        let hops = trusted_hops(&parts.extensions, &parts.headers, &context.settings.trusted_proxies);
        Ok(Self(page(&parts.headers, hops, &context.settings.redirect_origins)))
    }
}

fn page(headers: &HeaderMap, hops: usize, origins: &[String]) -> Option<String> {
    let only = |name: &str| {
        let mut values = headers.get_all(name).iter();
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    };
    let is_get = !headers.contains_key("x-forwarded-method") || only("x-forwarded-method") == Some("GET");
    if !is_get {
        return None;
    }
    // In a chain each proxy may add to what it got: what counts was written by the one of ours that is nearest to the browser, and what
    // stands before that by anybody. Commas of a path are its own.
    let told = |name| words(headers, name).rev().take(hops).last().filter(|word| !word.is_empty());
    let (scheme, host, uri) = (told(X_FORWARDED_PROTO)?, told(X_FORWARDED_HOST)?, only("x-forwarded-uri")?);
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
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn told_by(hops: usize, scheme: &str, host: &str, uri: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("accept", "text/html"),
            ("x-forwarded-proto", scheme),
            ("x-forwarded-host", host),
            ("x-forwarded-uri", uri),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).ok()?);
        }
        page(&headers, hops, &["https://app.example.org".to_owned()])
    }

    /// As the only proxy tells it.
    fn told(scheme: &str, host: &str, uri: &str) -> Option<String> {
        told_by(1, scheme, host, uri)
    }

    /// Each proxy may have added its word; of those that are ours, the outermost counts.
    #[test]
    fn through_a_chain() {
        let page = Some("https://app.example.org/a,b");
        for (hops, scheme, host, expected) in [
            (2, "https, http", "app.example.org, inner", page),
            (2, "https,http", "evil.example,app.example.org , inner", page),
            (2, "https", "app.example.org", page),
            (3, "https, http", "app.example.org, inner", page),
            (1, "https", "evil.example, app.example.org", page),
            (1, "https", "app.example.org, evil.example", None),
            (2, "http, https", "app.example.org, inner", None),
            (2, "https", "app.example.org, evil.example, inner", None),
            (1, "https", "app.example.org,", None),
            (0, "https", "app.example.org", None),
        ] {
            assert_eq!(told_by(hops, scheme, host, "/a,b").as_deref(), expected, "{hops} {scheme} {host}");
        }
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
        fn anything_may_be_told(hops in 0_usize..4, scheme in "(https|http|[a-z]{0,3}|[ -~]{0,9})", host in "(app.example.org|[ -~]{0,20}(, ?app.example.org)?)", uri in "[ -~]{0,30}") {
            if let Some(page) = told_by(hops, &scheme, &host, &uri) {
                prop_assert!(page.starts_with("https://app.example.org/"), "{}", page);
            }
        }
    }
}
