//! `doorpost healthcheck`.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use super::output::{Outcome, say};
use crate::config::Config;

const TIMEOUT: Duration = Duration::from_secs(5);

/// One request by hand: an HTTP client would be the largest part of this program for the sake of one line.
pub(super) fn run(config: &Config) -> Outcome {
    let address = reachable(config.listen);
    let answer = ask(address).map_err(|error| format!("http://{address}/readyz: {error}"))?;
    let status = answer.split(' ').nth(1).unwrap_or("no answer");
    if status == "200" {
        Ok(say("ready")?)
    } else {
        Err(format!("http://{address}/readyz: not ready: {status}").into())
    }
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    Ok(answer)
}

/// What listens everywhere is asked on loopback.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
