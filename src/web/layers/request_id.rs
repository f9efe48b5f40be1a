//! The request id: on the answer, and on every log line of the request.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{PoisonError, RwLock};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use ipnet::IpNet;
use metrics::Counter;
use uuid::Uuid;

use crate::context::{Context, LoggedClient};
use crate::crypto::random::bytes;
use crate::telemetry::request_context::{RequestContext, RequestInfo};
use crate::web::extract::{client_ip, ignored_forwarder};

pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MAX_LENGTH: usize = 64;

/// What requests of one process share.
pub(super) struct Requests {
    /// No secret, but of this process alone.
    process: [u8; 6],
    count: AtomicU32,
    answered: RwLock<BTreeMap<(&'static str, u16), Counter>>,
}

/// A request from its beginning to its end.
pub(super) struct Trace {
    pub(super) origin: RequestContext,
    began: i64,
}

impl Requests {
    pub(super) fn new(context: &Context) -> Self {
        Self { process: bytes(&*context.random), count: AtomicU32::new(0), answered: RwLock::default() }
    }

    /// Gives the request an id: its own, if it brought a good one.
    pub(super) fn begin(&self, context: &Context, request: &Request) -> Trace {
        if let Some(peer) = ignored_forwarder(context, request) {
            context.forwarders.note_ignored(peer);
        }
        let own = request.headers().get(&X_REQUEST_ID).and_then(|value| value.to_str().ok());
        let request_id = own.filter(|id| is_request_id(id)).map_or_else(|| self.next_id(context), str::to_owned);
        let origin =
            RequestContext::new(RequestInfo::new(request_id, name(request.method()), client_ip(context, request)));
        Trace { origin, began: context.clock.monotonic_millis() }
    }

    /// A UUID v7 (RFC 9562 section 5.7): the time, a counter, and what is this process's own. Asking the operating system for each
    /// would cost more than all the rest of it.
    fn next_id(&self, context: &Context) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 10];
        random[..6].copy_from_slice(&self.process);
        random[6..].copy_from_slice(&count.to_be_bytes());
        let millis = u64::try_from(context.clock.now_millis()).unwrap_or(0);
        let id = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
    }

    /// Logs its end, and puts its id on the answer. `code` is that of the failure that was told; with the address, programs such as
    /// fail2ban go by it.
    pub(super) fn end(&self, context: &Context, trace: &Trace, code: Option<&'static str>, response: &mut Response) {
        let Some(asked) = trace.origin.request() else { return };
        let status = response.status().as_u16();
        let millis = context.clock.monotonic_millis() - trace.began;
        let ip = logged(asked.ip, context.settings.logged_client).map(tracing::field::display);
        tracing::info!(status, millis, ip, code, "answered");
        self.count_answer(asked.route(), status);
        if let Ok(value) = HeaderValue::from_str(&asked.request_id) {
            response.headers_mut().insert(X_REQUEST_ID, value);
        }
    }

    fn count_answer(&self, route: &'static str, status: u16) {
        let answered = self.answered.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counter) = answered.get(&(route, status)) {
            return counter.increment(1);
        }
        drop(answered);
        let labels = [("route", route.to_owned()), ("status", status.to_string())];
        let counter = metrics::counter!("doorpost_requests_total", &labels);
        counter.increment(1);
        self.answered.write().unwrap_or_else(PoisonError::into_inner).insert((route, status), counter);
    }
}

/// As much of an address as the operator wants to know.
fn logged(ip: Option<IpAddr>, wanted: LoggedClient) -> Option<String> {
    match (ip?, wanted) {
        (IpAddr::V4(ip), LoggedClient::Address) => Some(dotted(ip)),
        (IpAddr::V6(ip), LoggedClient::Address) => Some(ip.to_string()),
        (ip, LoggedClient::Network) => {
            let length = if ip.is_ipv4() { 24 } else { 48 };
            IpNet::new(ip, length).ok().map(|network| network.trunc().to_string())
        }
        (_, LoggedClient::Nothing) => None,
    }
}

/// An IPv4 address as text. Each request has one on its line, and the library's way of writing it is a fortieth of all that a request
/// costs us.
fn dotted(ip: Ipv4Addr) -> String {
    let mut text = String::with_capacity("255.255.255.255".len());
    for (place, octet) in ip.octets().into_iter().enumerate() {
        if place > 0 {
            text.push('.');
        }
        if octet >= 100 {
            text.push(char::from(b'0' + octet / 100));
        }
        if octet >= 10 {
            text.push(char::from(b'0' + octet / 10 % 10));
        }
        text.push(char::from(b'0' + octet % 10));
    }
    text
}

fn name(method: &Method) -> Cow<'static, str> {
    match *method {
        Method::GET => "GET".into(),
        Method::POST => "POST".into(),
        _ => method.as_str().to_owned().into(),
    }
}

fn is_request_id(id: &str) -> bool {
    (1..=MAX_LENGTH).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_text() {
        for octet in 0..=255 {
            let ip = Ipv4Addr::new(octet, 0, 255 - octet, 10);
            assert_eq!(dotted(ip), ip.to_string());
        }
    }

    #[test]
    fn as_much_as_is_wanted() {
        use LoggedClient::{Address, Network, Nothing};
        for (ip, wanted, text) in [
            ("203.0.113.9", Address, Some("203.0.113.9")),
            ("203.0.113.9", Network, Some("203.0.113.0/24")),
            ("2001:db8:1:2::7", Address, Some("2001:db8:1:2::7")),
            ("2001:db8:1:2::7", Network, Some("2001:db8:1::/48")),
            ("203.0.113.9", Nothing, None),
        ] {
            assert_eq!(logged(ip.parse().ok(), wanted).as_deref(), text, "{ip}");
        }
        assert_eq!(logged(None, Address), None);
    }
}
