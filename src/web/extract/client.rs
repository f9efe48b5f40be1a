//! Where a request comes from: walked from the right through trusted proxies, and "unknown" rather than guessed.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::auth::client::{Client, Network};
use crate::context::Context;
use crate::limits::Paced;
use crate::origin::Origin;
use crate::web::error::Failure;

const MAX_USER_AGENT: usize = 256;
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// What only a proxy adds. Whoever sends one of these without being trusted is, or hides behind, something that we do
/// not know.
static PROXY_TRACES: [HeaderName; 9] = [
    X_FORWARDED_FOR,
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("via"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("x-client-ip"),
    HeaderName::from_static("true-client-ip"),
    HeaderName::from_static("cf-connecting-ip"),
    HeaderName::from_static("fastly-client-ip"),
    HeaderName::from_static("x-envoy-external-address"),
];

/// The client of this request.
pub(crate) struct RequestClient(pub(crate) Client);

/// Where a request comes from, as far as it can be known.
pub(crate) fn client_ip(context: &Context, request: &Request) -> Option<IpAddr> {
    place_of(context, request.extensions(), request.headers()).ip
}

/// The same, as it was found when the request came.
pub(super) fn known_ip() -> Option<IpAddr> {
    Origin::current().asked().and_then(|asked| asked.ip)
}

fn place_of(context: &Context, extensions: &Extensions, headers: &HeaderMap) -> Place {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical());
    let settings = &context.settings;
    match peer {
        Some(peer) => resolve(peer, headers, &settings.trusted_proxies, settings.public_url.is_loopback()),
        None => Place { ip: None, trustworthy: false },
    }
}

impl FromRequestParts<Context> for RequestClient {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Infallible> {
        let place = place_of(context, &parts.extensions, &parts.headers);
        Ok(Self(Client {
            ip: place.ip,
            network: place.ip.filter(|_| place.trustworthy).map(Network::of),
            user_agent: user_agent(&parts.headers),
        }))
    }
}

/// Counts one of these from this client.
///
/// # Errors
/// [`Failure::TooManyRequests`], with the seconds after which the next one is welcome.
pub(crate) fn pace(context: &Context, what: Paced, client: &Client) -> Result<(), Failure> {
    pace_ip(context, what, client.ip)
}

/// The same for an address.
pub(super) fn pace_ip(context: &Context, what: Paced, ip: Option<IpAddr>) -> Result<(), Failure> {
    context.limits.pace(what, ip).map_err(|retry_after| Failure::TooManyRequests { retry_after })
}

/// Whether what proxies write about a request may be believed.
pub(super) fn is_from_trusted_proxy(parts: &Parts, trusted: &[IpNet]) -> bool {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical());
    peer.is_some_and(|peer| trusted.iter().any(|network| network.contains(&peer)))
}

#[derive(Debug, PartialEq, Eq)]
struct Place {
    ip: Option<IpAddr>,
    trustworthy: bool,
}

/// The chain is read from the right, where our own proxies wrote, and ends at the first address that is not theirs.
/// What stands further left was written by whoever that is.
fn resolve(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet], loopback_url: bool) -> Place {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|network| network.contains(&ip));
    if !is_trusted(peer) {
        let traced = || PROXY_TRACES.iter().any(|name| headers.contains_key(name));
        return Place { ip: Some(peer), trustworthy: loopback_url || (is_global(peer) && !traced()) };
    }
    let chain: Vec<&str> = headers
        .get_all(X_FORWARDED_FOR)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("unreadable").split(','))
        .map(str::trim)
        .collect();
    for hop in chain.into_iter().rev() {
        let Some(ip) = parse_hop(hop) else { return Place { ip: None, trustworthy: false } };
        if !is_trusted(ip) {
            return Place { ip: Some(ip), trustworthy: true };
        }
    }
    // A trusted proxy that names nobody else: the request may be its own, or it may not forward addresses at all.
    Place { ip: Some(peer), trustworthy: loopback_url }
}

/// An address, with or without a port, IPv6 with or without brackets.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let ip = hop
        .parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|address| address.ip()))
        .ok()
        .or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok())?;
    Some(ip.to_canonical())
}

/// Whether a direct peer with this address says something about where it is. Behind a proxy that adds no header, or a
/// container's port mapping, everybody has the same private or loopback address.
fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let shared = ip.octets()[0] == 100 && (ip.octets()[1] & 0xc0) == 64;
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || shared)
        }
        IpAddr::V6(ip) => {
            !(ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local())
        }
    }
}

fn user_agent(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(USER_AGENT)?;
    let text: String = String::from_utf8_lossy(value.as_bytes())
        .chars()
        .filter(|character| character.is_ascii_graphic() || *character == ' ')
        .take(MAX_USER_AGENT)
        .collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(peer: &str, headers: &[(&'static str, &'static str)], trusted: &[&str], loopback_url: bool) -> Place {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        resolve(peer.parse().unwrap(), &map, &trusted, loopback_url)
    }

    fn known(ip: &str) -> Place {
        Place { ip: Some(ip.parse().unwrap()), trustworthy: true }
    }

    fn guessed(ip: &str) -> Place {
        Place { ip: Some(ip.parse().unwrap()), trustworthy: false }
    }

    #[test]
    fn a_direct_public_peer_without_traces_is_known() {
        assert_eq!(place("203.0.113.9", &[], &[], false), known("203.0.113.9"));
        assert_eq!(place("2001:db8::9", &[], &[], false), known("2001:db8::9"));
    }

    #[test]
    fn traces_of_a_proxy_or_a_private_peer_make_it_unknown() {
        for header in &PROXY_TRACES {
            assert_eq!(place("203.0.113.9", &[(header.as_str(), "198.51.100.1")], &[], false), guessed("203.0.113.9"));
        }
        for peer in
            ["127.0.0.1", "10.1.2.3", "172.17.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "::1", "fd00::1"]
        {
            assert_eq!(place(peer, &[], &[], false), guessed(peer));
        }
    }

    #[test]
    fn a_loopback_public_url_trusts_its_peers() {
        assert_eq!(place("127.0.0.1", &[("x-forwarded-for", "203.0.113.1")], &[], true), known("127.0.0.1"));
    }

    #[test]
    fn the_chain_is_walked_from_the_right() {
        let trusted = ["10.0.0.0/8", "127.0.0.1/32"];
        let chain = [("x-forwarded-for", "6.6.6.6, 203.0.113.7, 10.0.0.2")];
        assert_eq!(place("127.0.0.1", &chain, &trusted, false), known("203.0.113.7"));
        let lines =
            [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.7"), ("x-forwarded-for", "10.0.0.2")];
        assert_eq!(place("127.0.0.1", &lines, &trusted, false), known("203.0.113.7"));
        for port in ["203.0.113.7:4711", "::ffff:203.0.113.7"] {
            assert_eq!(place("10.0.0.1", &[("x-forwarded-for", port)], &trusted, false), known("203.0.113.7"));
        }
        let bracketed = [("x-forwarded-for", "[2001:db8::1]")];
        assert_eq!(place("10.0.0.1", &bracketed, &trusted, false), known("2001:db8::1"));
    }

    #[test]
    fn nonsense_in_the_chain_is_unknown_and_not_guessed() {
        let trusted = ["10.0.0.0/8"];
        for chain in ["unknown", "203.0.113.7, , 10.0.0.2", "_hidden, 10.0.0.2", ""] {
            let place = place("10.0.0.1", &[("x-forwarded-for", chain)], &trusted, false);
            assert!(!place.trustworthy, "{chain:?}");
        }
        assert_eq!(place("10.0.0.1", &[], &trusted, false), guessed("10.0.0.1"));
        assert_eq!(place("10.0.0.1", &[("x-forwarded-for", "10.0.0.5")], &trusted, false), guessed("10.0.0.1"));
    }
}
