//! Who is on the other end, as far as it can be known.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::net::address::carried;

/// A client as the edge saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientInfo {
    /// Its address.
    pub ip: Option<IpAddr>,
    /// Its network, only where the address is trustworthy.
    pub network: Option<Network>,
    /// Its `User-Agent`, cut to a bearable length and free of control characters.
    pub user_agent: Option<String>,
}

impl ClientInfo {
    /// The address as text.
    #[must_use]
    pub fn ip_text(&self) -> Option<String> {
        self.ip.map(|ip| ip.to_string())
    }
}

/// Where two devices are taken to be near each other: an IPv4 /24, an IPv6 /56, or one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network(String);

impl Network {
    /// The network of an address. An IPv6 address that carries an IPv4 one counts as that; all loopback addresses are one.
    #[must_use]
    pub fn of(ip: IpAddr) -> Self {
        let ip = carried(ip);
        if ip.is_loopback() {
            return Self("loopback".to_owned());
        }
        Self(match ip {
            IpAddr::V4(ip) => format!("{}/24", Ipv4Addr::from_bits(ip.to_bits() & 0xffff_ff00)),
            IpAddr::V6(ip) => format!("{}/56", Ipv6Addr::from_bits(ip.to_bits() & (!0 << 72))),
        })
    }

    /// As a column holds it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(ip: &str) -> String {
        Network::of(ip.parse().unwrap()).0
    }

    #[test]
    fn networks_are_slash_24_and_slash_56() {
        assert_eq!(network("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(network("::ffff:203.0.113.1"), "203.0.113.0/24");
        assert_eq!(network("64:ff9b::203.0.113.1"), "203.0.113.0/24");
        assert_eq!(network("64:ff9b:1::cb00:7101"), "203.0.113.0/24");
        assert_eq!(network("2002:cb00:7101::1"), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2ff:3::4"), "2001:db8:1:200::/56");
        assert_eq!(network("127.8.8.8"), network("::1"));
    }
}
