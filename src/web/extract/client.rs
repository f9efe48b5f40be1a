//! Where a request comes from: walked from the right through trusted proxies, and "unknown" rather than guessed.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::auth::client_info::{ClientInfo, Network};
use crate::context::Context;
use crate::limits::LimitedAction;
use crate::net::address::{carried, is_global};
use crate::telemetry::request_context::RequestContext;
use crate::web::error::Failure;

const MAX_USER_AGENT: usize = 256;
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED: HeaderName = HeaderName::from_static("forwarded");
const X_REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");
/// What proxies hand on a client's address in, whichever we read.
static FORWARDED_ADDRESS: [HeaderName; 3] = [X_FORWARDED_FOR, FORWARDED, X_REAL_IP];
/// What only a proxy adds. Whoever sends one of these without being trusted is, or hides behind, something that we do
/// not know.
static PROXY_TRACES: [HeaderName; 9] = [
    X_FORWARDED_FOR,
    FORWARDED,
    X_REAL_IP,
    HeaderName::from_static("via"),
    HeaderName::from_static("x-client-ip"),
    HeaderName::from_static("true-client-ip"),
    HeaderName::from_static("cf-connecting-ip"),
    HeaderName::from_static("fastly-client-ip"),
    HeaderName::from_static("x-envoy-external-address"),
];

/// The client of this request.
pub(crate) struct RequestClientInfo(pub(crate) ClientInfo);

/// Where a request comes from, as far as it can be known.
pub(crate) fn client_ip(context: &Context, request: &Request) -> Option<IpAddr> {
    place_of(context, request.extensions(), request.headers()).ip
}

/// Whether a proxy that is not trusted wrote something into the request: the peer is then not the one that asks.
pub(crate) fn is_hidden_by_a_proxy(context: &Context, request: &Request) -> bool {
    !is_from_trusted_proxy(request.extensions(), &context.settings.trusted_proxies) && is_traced(request.headers())
}

/// The peer of this request, if it hands on a client's address that is not believed. On this machine alone nothing hangs on it.
pub(crate) fn ignored_forwarder(context: &Context, request: &Request) -> Option<IpAddr> {
    let settings = &context.settings;
    if settings.public_url.is_loopback() || !FORWARDED_ADDRESS.iter().any(|name| request.headers().contains_key(name)) {
        return None;
    }
    peer(request.extensions()).filter(|peer| !is_trusted(&settings.trusted_proxies, *peer))
}

/// Where the request at hand comes from, as it was found when it came.
pub(super) fn known_ip() -> Option<IpAddr> {
    RequestContext::current().request().and_then(|asked| asked.ip)
}

fn place_of(context: &Context, extensions: &Extensions, headers: &HeaderMap) -> Place {
    let settings = &context.settings;
    let reading = Reading {
        trusted: &settings.trusted_proxies,
        near: &settings.near_networks,
        loopback_url: settings.public_url.is_loopback(),
    };
    match peer(extensions) {
        Some(peer) => reading.resolve(peer, headers),
        None => Place { ip: None, trustworthy: false },
    }
}

impl FromRequestParts<Context> for RequestClientInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Infallible> {
        let place = place_of(context, &parts.extensions, &parts.headers);
        Ok(Self(ClientInfo {
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
pub(crate) fn check_rate_limit(context: &Context, what: LimitedAction, client: &ClientInfo) -> Result<(), Failure> {
    check_rate_limit_of_ip(context, what, client.ip)
}

/// The same for an address.
pub(super) fn check_rate_limit_of_ip(
    context: &Context,
    what: LimitedAction,
    ip: Option<IpAddr>,
) -> Result<(), Failure> {
    context.limits.check_rate_limit(what, ip).map_err(|retry_after| Failure::TooManyRequests { retry_after })
}

/// Whether what proxies write about a request may be believed.
pub(super) fn is_from_trusted_proxy(extensions: &Extensions, trusted: &[IpNet]) -> bool {
    peer(extensions).is_some_and(|peer| is_trusted(trusted, peer))
}

/// How many trusted proxies a request came through, as far as the chain of addresses tells: the peer, and those that it and they name.
pub(super) fn trusted_hops(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpNet]) -> usize {
    if !is_from_trusted_proxy(extensions, trusted) {
        return 0;
    }
    let proxies = words(headers, X_FORWARDED_FOR).rev().map(parse_hop);
    1 + proxies.take_while(|hop| hop.is_some_and(|ip| is_trusted(trusted, ip))).count()
}

/// What proxies wrote one after the other, the nearest one last; in one line or in several (RFC 9110 section 5.3).
pub(super) fn words(headers: &HeaderMap, name: HeaderName) -> impl DoubleEndedIterator<Item = &str> {
    let lines = headers.get_all(name).iter();
    lines.flat_map(|value| value.to_str().unwrap_or("unreadable").split(',')).map(str::trim)
}

fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical())
}

fn is_trusted(trusted: &[IpNet], ip: IpAddr) -> bool {
    trusted.iter().any(|network| network.contains(&ip))
}

#[derive(Debug, PartialEq, Eq)]
struct Place {
    ip: Option<IpAddr>,
    trustworthy: bool,
}

/// How places are read.
struct Reading<'a> {
    /// Proxies whose chain is believed.
    trusted: &'a [IpNet],
    /// Networks whose addresses say where somebody is although they are not global.
    near: &'a [IpNet],
    /// On this machine alone everybody is near.
    loopback_url: bool,
}

impl Reading<'_> {
    /// The chain is read from the right, where our own proxies wrote, and ends at the first address that is not theirs.
    /// What stands further left was written by whoever that is.
    fn resolve(&self, peer: IpAddr, headers: &HeaderMap) -> Place {
        if !is_trusted(self.trusted, peer) {
            return Place { ip: Some(peer), trustworthy: self.proves_something(peer) && !self.is_traced(headers) };
        }
        for hop in words(headers, X_FORWARDED_FOR).rev() {
            let Some(ip) = parse_hop(hop) else { return Place { ip: None, trustworthy: false } };
            if !is_trusted(self.trusted, ip) {
                return Place { ip: Some(ip), trustworthy: self.proves_something(ip) };
            }
        }
        // A trusted proxy that names nobody else: the request may be its own, or it may not forward addresses at all.
        Place { ip: Some(peer), trustworthy: self.loopback_url }
    }

    /// Whether an address, wherever it came from, says where somebody is. A trusted proxy may itself see everybody through one
    /// private address: a container's port mapping, a node of a cluster, a tunnel (invariant 69).
    fn proves_something(&self, ip: IpAddr) -> bool {
        let is_near = |ip: IpAddr| self.near.iter().any(|network| network.contains(&ip));
        self.loopback_url || is_global(ip) || is_near(ip) || is_near(carried(ip))
    }

    /// A loopback public URL leads to this machine, whatever stands between.
    fn is_traced(&self, headers: &HeaderMap) -> bool {
        !self.loopback_url && is_traced(headers)
    }
}

/// Whether a proxy wrote something into these headers.
fn is_traced(headers: &HeaderMap) -> bool {
    PROXY_TRACES.iter().any(|name| headers.contains_key(name))
}

/// An address, with or without a port, IPv6 with or without brackets. One with a zone is link-local, and says nothing.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let ip = hop
        .parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|address| address.ip()))
        .ok()
        .or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok())?;
    Some(ip.to_canonical())
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

    fn networks(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|network| network.parse().unwrap()).collect()
    }

    fn place(peer: &str, headers: &[(&'static str, &'static str)], trusted: &[&str], loopback_url: bool) -> Place {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let reading = Reading { trusted: &networks(trusted), near: &[], loopback_url };
        reading.resolve(peer.parse().unwrap(), &map)
    }

    /// What a trusted proxy's chain of this one address comes to.
    fn forwarded(hop: &str, near: &[&str]) -> Place {
        let map = HeaderMap::from_iter([(X_FORWARDED_FOR, hop.parse().unwrap())]);
        let reading = Reading { trusted: &networks(&["127.0.0.1/32"]), near: &networks(near), loopback_url: false };
        reading.resolve("127.0.0.1".parse().unwrap(), &map)
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

    #[test]
    fn spellings_of_an_address() {
        for (hop, ip) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:4711", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("[::ffff:203.0.113.7]:80", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("2001:DB8:0:0::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[203.0.113.7]", "203.0.113.7"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("64:ff9b::203.0.113.7", "64:ff9b::cb00:7107"),
            ("[64:ff9b::cb00:7107]:80", "64:ff9b::cb00:7107"),
        ] {
            assert_eq!(forwarded(hop, &[]), known(ip), "{hop}");
        }
        for (hop, ip) in [
            ("fe80::1", "fe80::1"),
            ("[fe80::1]:80", "fe80::1"),
            ("10.42.0.1", "10.42.0.1"),
            ("172.18.0.1:5000", "172.18.0.1"),
            ("[::ffff:10.42.0.1]:80", "10.42.0.1"),
            ("64:ff9b::10.42.0.1", "64:ff9b::a2a:1"),
            ("127.0.0.2", "127.0.0.2"),
            ("::1", "::1"),
            ("0.0.0.0", "0.0.0.0"),
            ("100.64.3.9", "100.64.3.9"),
        ] {
            assert_eq!(forwarded(hop, &[]), guessed(ip), "{hop}");
        }
        let unknown = Place { ip: None, trustworthy: false };
        for hop in [
            "203.0.113.7%eth0",
            "fe80::1%eth0",
            "[fe80::1%eth0]:80",
            "2001:db8::1%eth0",
            "203.000.113.007",
            "203.0.113",
            "1",
        ] {
            assert_eq!(forwarded(hop, &[]), unknown, "{hop}");
        }
    }

    #[test]
    fn what_is_not_global_proves_something_within_a_listed_network() {
        let near = ["10.0.0.0/8", "fd00::/8", "fe80::/10"];
        for hop in ["10.42.0.1", "::ffff:10.42.0.1", "64:ff9b::10.42.0.1", "2002:a2a:1::1", "fd00::9", "fe80::1"] {
            assert!(forwarded(hop, &near).trustworthy, "{hop}");
        }
        for hop in ["192.168.1.1", "127.0.0.2", "100.64.3.9", "fc00::1", "64:ff9b::192.168.1.1"] {
            assert!(!forwarded(hop, &near).trustworthy, "{hop}");
        }
    }
}
