//! Who the development mailbox answers: peers on this machine that ask for it under a name of this machine. It shows codes and
//! links, and a page of any site that a developer visits could otherwise read it: its own name may be made to lead to 127.0.0.1 (DNS
//! rebinding), and then the browser takes the mailbox for a part of that site (invariant 77).

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName};

use super::error::Failure;
use super::extract::{client_ip, is_hidden_by_a_proxy};
use crate::context::Context;

const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Lets a request to a route for development through. Where there is no mailbox, its routes are unknown paths.
///
/// # Errors
/// [`Failure::NotFound`] or [`Failure::Misdirected`].
pub(super) fn admit(context: &Context, request: &Request) -> Result<(), Failure> {
    if context.mail.as_mailbox().is_none() || !context.settings.public_url.is_loopback() {
        return Err(Failure::NotFound);
    }
    let peers = &context.settings.mailbox_peers;
    let is_peer = client_ip(context, request).is_some_and(|ip| peers.iter().any(|network| network.contains(&ip)));
    if is_peer && !is_hidden_by_a_proxy(context, request) && asks_for_this_machine(request) {
        Ok(())
    } else {
        Err(Failure::Misdirected)
    }
}

/// Every name that the request gives: the authority of HTTP/2 or of an absolute path, `Host`, and what a proxy was asked for. One that
/// gives none asks for nothing.
fn asks_for_this_machine(request: &Request) -> bool {
    let authority = request.uri().authority().map(Authority::as_str);
    let mut names = authority.into_iter().chain(texts(request.headers(), &HOST)).peekable();
    names.peek().is_some() && names.chain(texts(request.headers(), &X_FORWARDED_HOST)).all(is_this_machine)
}

/// What is unreadable is no name.
fn texts<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// `localhost` and names below it, which browsers resolve themselves (RFC 6761 section 6.3), and loopback addresses; with any port.
fn is_this_machine(name: &str) -> bool {
    let Ok(authority) = name.parse::<Authority>() else { return false };
    if authority.as_str().contains('@') {
        return false;
    }
    let host = authority.host();
    if let Some(ip) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return ip.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv6() && ip.to_canonical().is_loopback());
    }
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv4() && ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for name in [
            "localhost",
            "localhost:3000",
            "LOCALHOST.",
            "app.localhost:8080",
            "127.0.0.1",
            "127.0.0.1:3000",
            "127.9.8.7",
            "[::1]",
            "[::1]:3000",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(is_this_machine(name), "{name}");
        }
        for name in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "notlocalhost",
            "evil.example@localhost",
            "localhost@evil.example",
            "0.0.0.0",
            "10.0.0.1",
            "192.168.1.1:3000",
            "[::]",
            "[fe80::1]",
            "[127.0.0.1]",
            "::1",
            "2130706433",
            "127.1",
            "localhost evil.example",
            "localhost/evil",
        ] {
            assert!(!is_this_machine(name), "{name}");
        }
    }
}
