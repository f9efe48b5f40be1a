//! Where browsers send the pages' cookie. They decide that themselves and say nothing: a sign-in would succeed, and end at the sign-in
//! page again.

use std::net::IpAddr;

use psl::Psl;

use crate::view::public_url::PublicUrl;

/// The list of domains below which anybody can have one (publicsuffix.org), as it was when this was released; browsers have newer ones.
pub(super) const SUFFIXES: &str = "psl 2.1.247";

/// A domain as it stands in a cookie.
pub(super) fn domain(text: &str) -> Result<String, String> {
    let text = text.to_ascii_lowercase();
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if text.contains('.') && text.split('.').all(is_label) {
        Ok(text)
    } else {
        Err("must be a domain such as example.org".to_owned())
    }
}

/// Why browsers would keep no cookie for this domain from that host, if they would not.
pub(super) fn refused(domain: &str, public_url: Option<&PublicUrl>) -> Option<String> {
    let Some(url) = public_url.filter(|url| url.is_https() && is_within(url.host(), domain)) else {
        return Some("must be the host of an https:// public_url, or a domain above it".to_owned());
    };
    if !is_public_suffix(domain) {
        return None;
    }
    let refusal = format!("browsers keep no cookie for {domain}, below which anybody can have a name");
    Some(match own_domain(url.host()).filter(|own| *own != url.host()) {
        Some(own) => format!("{refusal}: choose {own} as the domain above Doorpost and its applications"),
        None => format!(
            "{refusal}: choose house.{domain}, or another name of yours, as the domain above Doorpost and its applications, with \
             https://id.house.{domain} for public_url"
        ),
    })
}

/// Why a browser that signed in would be nobody at this origin, if it would.
pub(super) fn unreached(
    origin: &PublicUrl,
    public_url: &PublicUrl,
    domain: Option<&str>,
    insecure: bool,
) -> Option<String> {
    if origin.origin() == public_url.origin() {
        return None;
    }
    let never = format!("{origin} never gets the sign-in");
    let is_secure = public_url.is_https() || !public_url.is_loopback() && !insecure;
    if is_secure && !origin.is_https() {
        return Some(format!("{never}, since browsers send the cookie over https alone: name it with https://"));
    }
    let reached = domain.map_or(origin.host() == public_url.host(), |domain| is_within(origin.host(), domain));
    if reached {
        return None;
    }
    let hosts = domain.map_or_else(|| public_url.host().to_owned(), |domain| format!("{domain} and hosts below it"));
    let refusal = format!("{never}, since browsers send the cookie to {hosts} alone");
    Some(match shared(origin.host(), public_url.host()).filter(|_| public_url.is_https()) {
        Some(shared) => format!("{refusal}: set cookie.domain to {shared}"),
        None => format!(
            "{refusal}: give Doorpost and the application https addresses below one domain of yours, and set cookie.domain to that"
        ),
    })
}

/// Whether the one is the other or below it. Nothing is below a part of an address.
fn is_within(host: &str, domain: &str) -> bool {
    host == domain || (!is_address(host) && host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')))
}

fn is_address(host: &str) -> bool {
    host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

fn is_public_suffix(domain: &str) -> bool {
    psl::List.suffix(domain.as_bytes()).is_some_and(|suffix| suffix == domain.as_bytes())
}

/// The domain directly below a public suffix, which somebody has for their own.
fn own_domain(host: &str) -> Option<&str> {
    let length = psl::List.domain(host.as_bytes())?.as_bytes().len();
    host.get(host.len().checked_sub(length)?..)
}

/// The nearest domain above both that browsers keep cookies for.
fn shared<'a>(one: &'a str, other: &str) -> Option<&'a str> {
    let starts = std::iter::once(0).chain(one.match_indices('.').map(|(dot, _)| dot + 1));
    starts
        .filter_map(|start| one.get(start..))
        .find(|above| is_within(other, above))
        .filter(|above| above.contains('.') && !is_public_suffix(above))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> PublicUrl {
        PublicUrl::parse(text).unwrap()
    }

    /// Held by the lock file: whoever brings a newer list says so here.
    #[test]
    fn the_list_is_the_one_that_is_named() {
        let lock = include_str!("../../Cargo.lock");
        let (name, version) = SUFFIXES.split_once(' ').unwrap();
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{SUFFIXES}");
    }

    #[test]
    fn public_suffixes_are_nobodys() {
        for (host, domain, words) in [
            ("id.home.arpa", "home.arpa", "choose house.home.arpa, or another name of yours"),
            ("id.house.home.arpa", "home.arpa", "choose house.home.arpa as the domain above"),
            ("id.example.co.uk", "co.uk", "choose example.co.uk as"),
            ("a.b.example.co.uk", "co.uk", "choose example.co.uk as"),
            ("ada.duckdns.org", "duckdns.org", "choose house.duckdns.org"),
            ("id.ada.duckdns.org", "duckdns.org", "choose ada.duckdns.org as"),
            ("ada.github.io", "github.io", "browsers keep no cookie for github.io"),
            ("github.io", "github.io", "browsers keep no cookie for github.io"),
            ("id.example.org", "example.com", "must be the host of an https:// public_url"),
            ("idexample.org", "example.org", "must be the host of an https:// public_url"),
            ("10.0.0.1", "0.0.1", "must be the host of an https:// public_url"),
        ] {
            let told = refused(domain, Some(&url(&format!("https://{host}")))).unwrap_or_default();
            assert!(told.contains(words), "{host} {domain}: {told}");
        }
        for (host, domain) in [
            ("id.house.home.arpa", "house.home.arpa"),
            ("id.example.co.uk", "example.co.uk"),
            ("id.example.org", "example.org"),
            ("id.example.org", "id.example.org"),
            ("id.dweb.test", "dweb.test"),
            ("id.house.internal", "house.internal"),
            ("id.ada.duckdns.org", "ada.duckdns.org"),
        ] {
            assert_eq!(refused(domain, Some(&url(&format!("https://{host}:8443")))), None, "{host} {domain}");
        }
        assert!(refused("example.org", Some(&url("http://id.example.org"))).is_some());
        assert!(refused("example.org", None).is_some());
    }

    #[test]
    fn origins_that_get_the_cookie() {
        for (origin, public, domain) in [
            ("https://app.example.org", "https://id.example.org", Some("example.org")),
            ("https://example.org", "https://id.example.org", Some("example.org")),
            ("https://a.b.example.org:8443", "https://id.example.org", Some("example.org")),
            ("https://id.example.org:8443", "https://id.example.org", None),
            ("https://id.example.org", "https://id.example.org", None),
            ("http://localhost:8080", "http://localhost:3000", None),
            ("https://localhost:8443", "http://localhost:3000", None),
            ("http://nas.lan", "http://nas.lan", None),
        ] {
            assert_eq!(unreached(&url(origin), &url(public), domain, false), None, "{origin} {public}");
        }
        let (app, here) = (url("http://nas.lan:8080"), url("http://nas.lan:3000"));
        assert_eq!(unreached(&app, &here, None, true), None);
        assert!(unreached(&app, &here, None, false).is_some());
        for (origin, public, domain, words) in [
            (
                "https://app.example.org",
                "https://id.example.org",
                None,
                "to id.example.org alone: set cookie.domain to example.org",
            ),
            (
                "https://id.example.org.evil.example",
                "https://id.example.org",
                None,
                "give Doorpost and the application",
            ),
            (
                "http://app.example.org",
                "https://id.example.org",
                Some("example.org"),
                "over https alone: name it with https://",
            ),
            ("http://id.example.org", "https://id.example.org", None, "over https alone"),
            (
                "https://app.example.net",
                "https://id.example.org",
                Some("example.org"),
                "to example.org and hosts below it alone: give",
            ),
            (
                "https://app.example.org",
                "https://id.in.example.org",
                Some("in.example.org"),
                "set cookie.domain to example.org",
            ),
            ("https://b.home.arpa", "https://a.home.arpa", None, "give Doorpost and the application"),
            ("https://10.0.0.2", "https://10.0.0.1", None, "give Doorpost and the application"),
            ("http://app.localhost:8080", "http://localhost:3000", None, "to localhost alone: give Doorpost"),
            ("http://app.lan", "http://nas.lan", None, "over https alone"),
        ] {
            let told = unreached(&url(origin), &url(public), domain, false).unwrap_or_default();
            assert!(told.contains(words) && told.starts_with(origin), "{origin} {public}: {told}");
        }
    }
}
