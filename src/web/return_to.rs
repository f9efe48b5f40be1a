//! Where a browser goes once it is signed in.

use serde::Serialize;
use url::Url;

use crate::context::Context;

const MAX_LENGTH: usize = 1500;

/// A place within the public URL or an allowed origin, and no other: no open redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ReturnTo {
    location: String,
    /// The other origin, where it is one: the form that leads there has to be allowed to.
    #[serde(skip)]
    origin: Option<String>,
    /// What a person is told about it.
    host: Option<String>,
}

impl ReturnTo {
    /// Reads a place: a path, or a whole URL. Whatever leads elsewhere is none.
    pub(crate) fn parse(context: &Context, text: &str) -> Option<Self> {
        Self::within(context.settings.public_url.as_str(), &context.settings.redirect_origins, text)
    }

    /// Browsers read more into a URL than its text says; so it is read their way first, and what comes out is compared.
    fn within(public: &str, origins: &[String], text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH || text.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace()) {
            return None;
        }
        let url = Url::parse(public).ok()?.join(text).ok()?;
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let origin = url.origin().ascii_serialization();
        if origin == public {
            // Cut off its origin, a path that begins with two slashes would name a host.
            let location = url.as_str().get(origin.len()..).filter(|path| !path.starts_with("//"))?.to_owned();
            return Some(Self { location, origin: None, host: None });
        }
        let host = url.host_str().map(str::to_owned);
        origins.contains(&origin).then(|| Self { location: url.into(), origin: Some(origin), host })
    }

    /// The account's page.
    pub(crate) fn account() -> Self {
        Self { location: "/account".to_owned(), origin: None, host: None }
    }

    /// A place of another origin that needs no check: for samples.
    pub(crate) fn elsewhere(url: &str) -> Self {
        let host = Url::parse(url).ok().and_then(|url| Some(url.host_str()?.to_owned()));
        Self { location: url.to_owned(), origin: None, host }
    }

    /// For `Location`.
    pub(crate) fn location(&self) -> &str {
        &self.location
    }

    /// The origin that a form which ends there has to be allowed to lead to.
    pub(crate) fn other_origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PUBLIC: &str = "https://id.example.org";

    fn within(text: &str) -> Option<String> {
        ReturnTo::within(PUBLIC, &["https://app.example.org".to_owned()], text).map(|place| place.location)
    }

    #[test]
    fn only_here_and_allowed_origins() {
        for (text, location) in [
            ("/account", "/account"),
            ("", "/"),
            ("https://id.example.org/a?b=c", "/a?b=c"),
            ("https://app.example.org/a?b=c", "https://app.example.org/a?b=c"),
            ("HTTPS://APP.example.org:443/", "https://app.example.org/"),
            ("/a//b", "/a//b"),
            ("https:evil.example", "/evil.example"),
        ] {
            assert_eq!(within(text).as_deref(), Some(location), "{text}");
        }
        for text in [
            "//evil.example/",
            "///evil.example",
            "/\\evil.example",
            "/.//evil.example/",
            "/..//evil.example/x",
            "/%2e//evil.example",
            "/x/..//evil.example",
            "https://id.example.org//evil.example/",
            "\\\\evil.example",
            "https://evil.example",
            "http://id.example.org/",
            "https://id.example.org@evil.example/",
            "https://ada:pw@app.example.org/",
            "https://app.example.org.evil.example/",
            "https://app.example.org:8443/",
            "javascript:alert(1)",
            "data:text/html,x",
            "/a\nb",
            "/a b",
            "\t//evil.example",
        ] {
            assert_eq!(within(text), None, "{text:?}");
        }
        assert_eq!(within(&format!("/{}", "a".repeat(MAX_LENGTH))), None);
    }

    proptest! {
        /// Whatever is asked for, what comes out is a path of ours that no browser takes for a host, or of the allowed origin.
        #[test]
        fn anything_may_be_asked_for(text in "(https?:|https://id.example.org)?([/\\\\.]|%2e|%2f|%5c|x){0,6}(app.example.org|evil.example|[ -~]{0,12})[ -~]{0,20}") {
            if let Some(location) = within(&text) {
                let own = location.starts_with('/') && Url::parse(PUBLIC).unwrap().join(&location).unwrap().host_str() == Some("id.example.org");
                prop_assert!(own || location.starts_with("https://app.example.org/"), "{} -> {}", text, location);
            }
        }
    }
}
