//! Addresses: which IPv4 address an IPv6 one carries, and whether an address is global, so that it says where somebody is.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address that this one stands for: the IPv4 address that a translator or a tunnel wrote into an IPv6 one, else the address
/// itself. Without this an IPv4 client would be another client in every spelling, and all clients of a translator would be one,
/// since a NAT64 prefix is shorter than the /64 that counts as one client.
///
/// Understood are IPv4-mapped addresses (`::ffff:0:0/96`), IPv4-translated ones (`::ffff:0:0:0/96`), the NAT64 prefixes
/// `64:ff9b::/96` (RFC 6052) and `64:ff9b:1::/48` (RFC 8215), 6to4 (`2002::/16`) and Teredo (`2001::/32`).
#[must_use]
pub fn carried(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => carried_by_v6(ip).map_or(IpAddr::V6(ip), IpAddr::V4),
    }
}

fn carried_by_v6(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let octets = ip.octets();
    let at = |places: [usize; 4]| Some(Ipv4Addr::from(places.map(|place| octets[place])));
    match ip.segments() {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0, 0, 0, 0, 0xffff, 0, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
            at([12, 13, 14, 15])
        }
        [0x64, 0xff9b, 1, ..] => at(in_local_prefix(octets)),
        [0x2002, ..] => at([2, 3, 4, 5]),
        // RFC 4380 section 4: the client's address, with every bit inverted.
        [0x2001, 0, ..] => at([12, 13, 14, 15]).map(|inverted| Ipv4Addr::from_bits(!inverted.to_bits())),
        _ => None,
    }
}

/// Where the IPv4 address stands: the operator of a translator chooses a prefix of 48 to 96 bits within `64:ff9b:1::/48`, and the
/// address itself does not say which. RFC 6052 section 2.2 has everything behind the IPv4 address be zero.
fn in_local_prefix(octets: [u8; 16]) -> [usize; 4] {
    let is_zero_from = |place: usize| octets[8] == 0 && octets[place..].iter().all(|octet| *octet == 0);
    if is_zero_from(11) {
        [6, 7, 9, 10]
    } else if is_zero_from(12) {
        [7, 9, 10, 11]
    } else if is_zero_from(13) {
        [9, 10, 11, 12]
    } else {
        [12, 13, 14, 15]
    }
}

/// Whether an address, or the IPv4 address that it carries, is one that the public Internet routes to one place. Behind a proxy, a
/// container's port mapping or a translator everybody may have the same address of any other kind. The documentation networks
/// (RFC 5737, RFC 3849, RFC 9637) count as global: nobody has them, and examples and tests use them.
///
/// A Teredo address is never global: it leads through a server that strangers share.
#[must_use]
pub fn is_global(ip: IpAddr) -> bool {
    let is_teredo = matches!(ip, IpAddr::V6(ip) if matches!(ip.segments(), [0x2001, 0, ..]));
    match carried(ip) {
        IpAddr::V4(ip) => !is_teredo && is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

/// The IANA IPv4 Special-Purpose Address Registry, with multicast and the former class E. Among the protocol assignments of
/// `192.0.0.0/24` is the one address that every home behind DS-Lite has; `192.88.99.0/24` was for relays of 6to4, and
/// `198.18.0.0/15` is for measurements.
fn is_global_v4(ip: Ipv4Addr) -> bool {
    match ip.octets() {
        [0 | 10 | 127 | 224.., ..]
        | [169, 254, ..]
        | [192, 168, ..]
        | [192, 0, 0, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..] => false,
        [100, second, ..] => second & 0xc0 != 64,
        [172, second, ..] => second & 0xf0 != 16,
        _ => true,
    }
}

/// Global unicast is `2000::/3` so far; its `2001::/23` is for protocols, and not for places.
fn is_global_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    first & 0xe000 == 0x2000 && !(first == 0x2001 && second < 0x200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    #[test]
    fn translated_and_tunnelled_addresses_carry_an_ipv4_address() {
        for (whole, expected) in [
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("::ffff:cb00:7109", "203.0.113.9"),
            ("::ffff:0:203.0.113.9", "203.0.113.9"),
            ("64:ff9b::203.0.113.9", "203.0.113.9"),
            ("64:ff9b::cb00:7109", "203.0.113.9"),
            ("0064:FF9B:0:0:0:0:CB00:7109", "203.0.113.9"),
            ("64:ff9b:1::203.0.113.9", "203.0.113.9"),
            ("64:ff9b:1:fffe::203.0.113.9", "203.0.113.9"),
            ("64:ff9b:1:cb00:71:900::", "203.0.113.9"),
            ("64:ff9b:1:aacb:0:7109::", "203.0.113.9"),
            ("64:ff9b:1:aabb:cb:71:900:0", "203.0.113.9"),
            ("2002:cb00:7109::1", "203.0.113.9"),
            ("2001:0:4136:e378:8000:63bf:34ff:8ef6", "203.0.113.9"),
            ("64:ff9b::10.1.2.3", "10.1.2.3"),
            ("64:ff9b:2::203.0.113.9", "64:ff9b:2::cb00:7109"),
            ("64:ff9b:0:1::203.0.113.9", "64:ff9b:0:1::cb00:7109"),
            ("::203.0.113.9", "::cb00:7109"),
            ("2001:db8::9", "2001:db8::9"),
        ] {
            assert_eq!(carried(ip(whole)), ip(expected), "{whole}");
        }
    }

    #[test]
    fn only_what_the_public_internet_routes_is_global() {
        for global in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.0.2.9",
            "198.17.255.255",
            "198.20.0.0",
            "198.51.100.7",
            "203.0.113.9",
            "223.255.255.255",
            "2001:200::1",
            "2001:db8::9",
            "2a00:1450::1",
            "3fff::1",
            "::ffff:203.0.113.9",
            "64:ff9b::203.0.113.9",
            "64:ff9b:1::203.0.113.9",
            "2002:cb00:7109::1",
        ] {
            assert!(is_global(ip(global)), "{global}");
        }
        for other in [
            "0.0.0.0",
            "0.1.2.3",
            "10.42.0.1",
            "100.64.3.9",
            "100.127.255.255",
            "127.0.0.1",
            "127.0.0.2",
            "169.254.1.1",
            "172.16.0.1",
            "172.18.0.1",
            "172.31.255.255",
            "192.0.0.2",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::203.0.113.9",
            "100::1",
            "fc00::1",
            "fd00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "5f00::1",
            "4000::1",
            "2001:2::1",
            "2001:20::1",
            "2001:1ff::1",
            "2001:0:4136:e378:8000:63bf:34ff:8ef6",
            "2002:a01:203::1",
            "::ffff:10.1.2.3",
            "::ffff:127.0.0.1",
            "64:ff9b::192.168.1.1",
            "64:ff9b:1::10.1.2.3",
            "64:ff9b:1::",
            "64:ff9b:2::203.0.113.9",
        ] {
            assert!(!is_global(ip(other)), "{other}");
        }
    }
}
