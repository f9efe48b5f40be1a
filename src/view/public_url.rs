//! The public URL: where people and links find this server. Every link is built from it, and from no request header
//! (invariant 27).

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// An origin: scheme, host and port, and no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    url: Url,
    /// Scheme, host and port, without a slash at the end.
    origin: String,
}

impl PublicUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        // The URL standard mends much that an operator had better mend: `https:host`, backslashes, line breaks.
        if !text.contains("://") || text.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control()) {
            return Err(PublicUrlError::Malformed);
        }
        let url = Url::parse(text).map_err(|_| PublicUrlError::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(PublicUrlError::Malformed);
        }
        if url.host_str().is_some_and(|host| host.contains('*')) {
            return Err(PublicUrlError::Wildcard);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(PublicUrlError::Credentials);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(PublicUrlError::Path);
        }
        let origin = url.origin().ascii_serialization();
        Ok(Self { url, origin })
    }

    /// Without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// As a browser sends it in `Origin`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The host and each domain above it: browsers keep cookies of this host for them, as far as they are nobody's registry. None of an
    /// address, of this machine, and of a name without a dot.
    pub fn cookie_domains(&self) -> impl Iterator<Item = &str> {
        let host = match self.url.host() {
            Some(Host::Domain(host)) if !self.is_loopback() => host,
            _ => "",
        };
        let above = std::iter::successors(Some(host), |domain| domain.split_once('.').map(|(_, above)| above));
        above.take_while(|domain| domain.contains('.'))
    }

    /// A link to a path, which begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Whether it leads to this machine only.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Ipv4(ip)) => Ipv4Addr::is_loopback(&ip),
            Some(Host::Ipv6(ip)) => Ipv6Addr::is_loopback(&ip),
            Some(Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
            None => false,
        }
    }

    /// Whether browsers reach it by TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether browsers keep no sign-in of it: our cookie is `Secure`, and over plain http they take such a one from this machine alone.
    #[must_use]
    pub fn is_without_cookies(&self) -> bool {
        !self.is_https() && !self.is_loopback()
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin)
    }
}

/// Why a string is no public URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    /// Not http or https, or without a host.
    #[error("must be a URL such as https://login.example.org")]
    Malformed,
    /// User or password in it.
    #[error("must not hold a user name or a password")]
    Credentials,
    /// More than an origin.
    #[error(
        "must be an origin of its own, without a path: pages of another application on the same host could act for whoever is \
         signed in; use a host name such as https://login.example.org"
    )]
    Path,
    /// Many hosts at once.
    #[error("must name one host: * stands for none")]
    Wildcard,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_an_origin_and_nothing_more() {
        let url = PublicUrl::parse("https://Login.Example.org:443/").unwrap();
        assert_eq!(url.as_str(), "https://login.example.org");
        assert_eq!(url.host(), "login.example.org");
        assert_eq!(url.join("/me"), "https://login.example.org/me");
        assert!(url.is_https() && !url.is_loopback());
        for loopback in ["http://127.0.0.1:3000", "http://[::1]:3000", "http://localhost", "http://a.localhost:1"] {
            assert!(PublicUrl::parse(loopback).unwrap().is_loopback(), "{loopback}");
        }
        assert!(!PublicUrl::parse("http://127.0.0.1.example.org").unwrap().is_loopback());
        for (url, domains) in [
            ("https://id.eu.example.org", &["id.eu.example.org", "eu.example.org", "example.org"][..]),
            ("https://example.org:8443", &["example.org"]),
            ("https://intranet", &[]),
            ("https://192.0.2.1", &[]),
            ("https://[2001:db8::1]", &[]),
            ("http://id.localhost:3000", &[]),
        ] {
            assert_eq!(PublicUrl::parse(url).unwrap().cookie_domains().collect::<Vec<_>>(), domains, "{url}");
        }
        for (bad, error) in [
            ("login.example.org", PublicUrlError::Malformed),
            ("https:example.org", PublicUrlError::Malformed),
            ("https://exam\nple.org", PublicUrlError::Malformed),
            ("ftp://example.org", PublicUrlError::Malformed),
            ("https://ada:pw@example.org", PublicUrlError::Credentials),
            ("https://example.org/login", PublicUrlError::Path),
            ("https://example.org/?a=b", PublicUrlError::Path),
        ] {
            assert_eq!(PublicUrl::parse(bad), Err(error), "{bad}");
        }
    }
}
